"""One campaign at a time, also on file systems without locks, and between machines that share one."""

import errno
import os
import signal
import subprocess
import sys
import time
import warnings

import pytest

from harness.campaign import lock
from harness.campaign.lock import NO_LOCKS, locked
from harness.campaign.store import open_store
from tests.projects import ROOT
from tests.toys import until

fcntl = pytest.importorskip("fcntl")
CODES = sorted(NO_LOCKS)
HOLD = """
import fcntl, os, sys, time
from pathlib import Path
code = int(sys.argv[2])
def flock(*_):
    raise OSError(code, os.strerror(code))
if code:
    fcntl.flock = flock
from harness.campaign.lock import locked
held = locked(Path(sys.argv[1]), lambda remedy: print("waits" + remedy, flush=True))
print("held", flush=True)
time.sleep(float(sys.argv[3]))
held[0].release()
print("released", flush=True)
time.sleep(60)
"""


def hold(path, code, seconds):
    """Start a process that holds the lock for so many seconds."""
    command = [sys.executable, "-c", HOLD, str(path), str(code), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


@pytest.fixture
def without_locks(monkeypatch, request):
    """Let the system answer that it has none."""

    def flock(*_):
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(fcntl, "flock", flock)
    return request.param


@pytest.mark.parametrize("without_locks", CODES, indirect=True, ids=[errno.errorcode[code] for code in CODES])
@pytest.mark.usefixtures("without_locks")
def test_without_the_systems_locks_a_file_stands_in_and_is_said_once_and_not_as_a_warning(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(2):
            with open_store(tmp_path, pytest.fail) as store:
                (notice,) = store.notices
                assert "this file system has no locks" in notice


def test_any_other_error_of_the_system_is_not_taken_for_that(monkeypatch, tmp_path):
    def flock(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(OSError, match="Input/output"):
        locked(tmp_path / "lock", pytest.fail)


@pytest.mark.parametrize("code", [0, errno.ENOSYS, errno.EOPNOTSUPP], ids=["flock", "ENOSYS", "EOPNOTSUPP"])
def test_a_second_one_waits_for_the_first_and_not_for_one_that_was_killed(tmp_path, code):
    path = tmp_path / "lock"
    with hold(path, code, 1.5) as first:
        assert first.stdout.readline() == "held\n"
        with hold(path, code, 1000) as second:
            assert second.stdout.readline().startswith("waits")
            assert second.stdout.readline() == "held\n"
            assert first.stdout.readline() == "released\n"
            second.send_signal(signal.SIGKILL)
            second.wait()
        first.kill()
    started = time.monotonic()
    with hold(path, code, 0) as third:
        until(lambda: third.stdout.readline() == "held\n", 30, "the lock is had")
        third.kill()
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EOPNOTSUPP], ids=["ENOSYS", "EOPNOTSUPP"])
def test_one_on_another_machine_is_waited_for_until_its_file_is_removed_and_that_is_said(tmp_path, code):
    with hold(tmp_path / "lock", code, 1000) as first:
        assert first.stdout.readline() == "held\n"
        first.kill()
    holder = next(file for file in tmp_path.iterdir() if file.stat().st_size)
    process, host, rest = holder.read_text().split("\n", maxsplit=2)
    holder.write_text("\n".join([process, f"not-{host}", rest]))
    with hold(tmp_path / "lock", code, 0) as second:
        assert second.stdout.readline().startswith(f"waits; remove {holder} if no session, on any machine, is ")
        time.sleep(0.5)  # longer than it takes to look at the file again
        assert holder.exists()
        holder.unlink()
        assert second.stdout.readline() == "held\n"
        second.kill()


def test_who_waits_is_told_again_and_again(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "TOLD_EVERY", 0.1)
    times = []
    with hold(tmp_path / "lock", 0, 1.5) as first:
        assert first.stdout.readline() == "held\n"
        held, _ = lock.locked(tmp_path / "lock", lambda _: times.append(time.monotonic()))
        held.release()
        first.kill()
    assert len(times) > 3
