"""Two users on one run store: they share it where both may write to it, and neither can lock the other out."""

import contextlib
import os
import tempfile
from pathlib import Path

import pytest

from harness.base.errors import UserError
from harness.campaign.store import STORE_FILE, open_store
from harness.results import first_seen
from tests.campaign.test_store import opened, result

pytestmark = pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="only root can be two users")
GROUP = 1010
ANN, BOB = 1001, 1002


@contextlib.contextmanager
def being(user, umask):
    """Do as another user does, who is in the group."""
    before = os.umask(umask)
    os.setegid(GROUP)
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.umask(before)


def keep(folder, key):
    """Add a result to the store in a folder; return which are there."""
    with open_store(folder, pytest.fail) as store:
        store.put([(key, result())])
        return {known for known in ("ann", "bob", "again") if store.get(known)}


@pytest.fixture
def shared(tmp_path):
    """Return a folder of Ann's that others may reach, as they may not `tmp_path`."""
    with opened(tmp_path / "warm.sqlite") as store:  # what is imported only then, may only root read
        store.put([("ann", result())])
        store.get("ann")
    keep(tmp_path, "ann")
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)  # noqa: PTH101
        folder = Path(name, "store")
        folder.mkdir()
        os.chown(folder, ANN, GROUP)
        yield folder


def test_users_whose_umask_lets_the_group_write_share_a_store(shared):
    shared.chmod(0o2775)
    with being(ANN, 0o002):
        assert keep(shared, "ann") == {"ann"}
    with being(BOB, 0o002):
        assert keep(shared, "bob") == {"ann", "bob"}
    with being(ANN, 0o002):
        assert keep(shared, "again") == {"ann", "bob", "again"}


@pytest.mark.parametrize("mode", [0o755, 0o2775, 0o777])
@pytest.mark.parametrize("lock", ["hers", "gone"])
def test_who_may_not_write_is_told_so_in_one_line_and_locks_nobody_out(shared, mode, lock):
    shared.chmod(mode)
    with being(ANN, 0o022):
        keep(shared, "ann")
    if lock == "gone":
        (shared / "campaign.lock").unlink()
    with being(BOB, 0o022), pytest.raises(UserError, match=r"Permission denied.*what it holds is kept.*umask") as told:
        keep(shared, "bob")
    assert "\n" not in str(told.value)
    assert {file.name for file in shared.iterdir()} <= {STORE_FILE, "campaign.lock"}, "no log of his beside her store"
    (shared / "campaign.lock").unlink(missing_ok=True)
    with being(ANN, 0o022):
        assert keep(shared, "again") == {"ann", "again"}


def test_a_damaged_file_that_another_user_may_not_set_aside_is_said_in_one_line(shared):
    shared.chmod(0o755)
    (shared / first_seen.FILE).write_text("damaged")
    with being(BOB, 0o022), pytest.raises(UserError, match=r"cannot read .*Permission denied"):
        first_seen.read(shared)
