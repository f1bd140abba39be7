"""--claims-prune: the store forgets what the session's claims can do without, and nothing if some are left out."""

import contextlib
import shutil

import pytest

from harness.campaign.store import open_store
from tests.projects import Project

OTHER = """
import pytest
from harness import claim
from tests.toy_claims import SKLEARN, learns

@claim("OTH", says="Another claim.")
@pytest.mark.parametrize("question", [learns(SKLEARN.with_(hidden=(7,)))], ids=["seven"])
def test_another(question, judge):
    assert judge(question).supported
"""
TOY = OTHER.replace("OTH", "TOY").replace("7", "6").replace("seven", "six")


def with_both(folder):
    """Return a project with two files of claims."""
    project = Project(folder, claims=TOY)
    project.claim("other", OTHER)
    return project


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """Return pytest's cache with the runs of both files in the store."""
    project = with_both(tmp_path_factory.mktemp("first"))
    outcome = project.pytest("claims", "--claims-workers", "2")
    assert outcome.code == 0, outcome.text
    return project.folder / ".pytest_cache"


@pytest.fixture
def trained(tmp_path, cache):
    """Return a project with two files of claims whose runs are in the store."""
    project = with_both(tmp_path)
    shutil.copytree(cache, tmp_path / cache.name)
    assert project.rows == 48
    return project


def test_the_runs_of_claims_that_are_gone_are_removed_and_the_others_kept(trained):
    (trained.folder / "claims" / "test_other.py").unlink()
    # The session uses none of the seeds beyond the first, and loses none of them either.
    outcome = trained.pytest("claims", "--claims-prune", "--claims-max-seeds", "1")
    assert outcome.code == 0, outcome.text
    (said,) = (line for line in outcome.lines if line.startswith("--claims-prune: "))
    assert "24 runs" in said.partition("removed")[0]
    assert "24 runs" in said.partition("removed")[2]
    assert trained.rows == 24
    again = trained.pytest("claims")
    assert "0 runs trained, 24 from the store" in again.text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-k", "TOY"], "--claims-prune: 1 question would lose the runs, such as OTH[seven]"),
        (["--deselect", "claims/test_other.py"], "--claims-prune: 1 question would lose the runs"),
        (["claims/test_other.py::test_another"], "--claims-prune: single tests were named"),
        (["-n", "2"], "--claims-prune: not with pytest-xdist"),
    ],
)
def test_a_session_that_leaves_claims_out_removes_nothing(trained, options, said):
    where = () if "::" in options[0] else ("claims",)
    outcome = trained.pytest(*where, "--claims-prune", *options)
    assert outcome.code == pytest.ExitCode.USAGE_ERROR
    assert any(line.startswith(f"ERROR: {said}") for line in outcome.lines), outcome.text
    assert trained.rows == 48


def test_a_session_that_asks_nothing_removes_nothing(trained):
    exact = trained.claim(
        "exact", "from harness import claim\n\n@claim('EX', says='x')\ndef test_it():\n    assert 1\n"
    )
    outcome = trained.pytest(str(exact), "--claims-prune")
    assert outcome.code == pytest.ExitCode.USAGE_ERROR
    assert "ERROR: --claims-prune: no claim here asks seeds" in outcome.text
    assert trained.rows == 48


def test_it_waits_for_a_session_that_trains(trained):
    folder = trained.folder / ".pytest_cache" / "d" / "claims"
    (trained.folder / "claims" / "test_other.py").unlink()
    with contextlib.ExitStack() as training:
        training.enter_context(open_store(folder, lambda _: None))
        with trained.start("claims", "--claims-prune") as session:
            said = ""
            while "another session is training" not in said:
                assert session.poll() is None, said
                said += session.stdout.readline()
            assert trained.rows == 48
            training.close()
            text, _ = session.communicate()
    assert session.returncode == 0, said + text
    assert trained.rows == 24
