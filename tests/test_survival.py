"""Sessions that are killed or interrupted, and stores that are damaged: no good run is lost, no wrong one used."""

import contextlib
import os
import random
import re
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.projects import Outcome, Project
from tests.toys import until

RATES = (0.1, 0.2, 0.3)
RUNS = 2 * 12 * len(RATES)
LONG = f"""
import pytest
from harness.claim import beats, claim
from tests.toy_claims import SKLEARN

NETWORK = SKLEARN.with_(epochs=15)

@claim("LON", section="Learning rate", says="Takes some seconds to train.")
@pytest.mark.parametrize(
    "question",
    [
        beats(NETWORK.with_(learning_rate=rate), NETWORK.with_(learning_rate=rate / 1e9), on="train_loss", by=1e-4)
        for rate in {RATES}
    ],
)
def test_long(question, judge):
    assert judge(question).supported
"""


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path, claims=LONG)


@pytest.fixture
def session(project):
    """Start a session of its own process group, as a terminal would, and wait until it has trained something."""
    started = project.start("claims", "--claims-workers", "2", start_new_session=True)
    try:
        until(lambda: project.rows or started.poll() is not None, 60, "a run in the store")
        assert started.poll() is None, started.stdout.read()
        yield started
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        started.stdout.close()


def group(leader):
    """Return the processes of a process group that are alive (not those that only wait to be buried)."""
    alive = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, pgrp = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:  # it has just ended
            continue
        if int(pgrp) == leader and state != "Z":
            alive.append(int(stat.parent.name))
    return alive


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see other processes")


@needs_proc
def test_after_a_kill_the_workers_end_and_a_new_session_trains_only_what_is_missing(project, session):
    assert len(group(session.pid)) >= 3
    session.kill()
    session.wait()
    until(lambda: not group(session.pid), 20, "the workers of a killed session are gone")
    kept = project.rows
    assert 0 < kept < RUNS
    outcome = project.pytest("claims", "--claims-workers", "2")
    assert outcome.code == 0, outcome.text
    campaign = project.results["campaign"]
    assert (campaign["runs_cached"], campaign["runs_trained"]) == (kept, RUNS - kept)
    assert set(project.verdicts.values()) == {"supported"}


@needs_proc
def test_ctrl_c_keeps_what_was_trained_reports_it_as_partial_and_leaves_no_process(project, session):
    os.killpg(session.pid, signal.SIGINT)
    text, _ = session.communicate(timeout=60)
    assert session.returncode == 2, text
    until(lambda: not group(session.pid), 20, "the workers of an interrupted session are gone")
    results = project.results
    assert results["complete"] is False
    assert 0 < results["campaign"]["runs_trained"] == len(results["runs"]) <= project.rows < RUNS
    assert "interrupted, so these verdicts are partial" in text
    assert "Traceback" not in text, text


def values(project):
    """Return what of the results does not depend on when and where they were trained."""
    results = project.results
    runs = {key: {**run, "seconds": None} for key, run in results["runs"].items()}
    return results["claims"], runs, results["controls"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Return a project after a session that nothing happened to, and how many seconds that took."""
    project = Project(tmp_path_factory.mktemp("undisturbed"), claims=LONG)
    started = time.monotonic()
    outcome = project.pytest("claims", "--claims-workers", "2")
    project.seconds = time.monotonic() - started
    assert outcome.code == 0, outcome.text
    assert project.results["campaign"]["runs_trained"] == RUNS
    return project


def workers(leader):
    """Return the worker processes of a session, without what the system of workers needs besides."""
    found = []
    for pid in group(leader):
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_text()
            if pid != leader and "loky" in command and "tracker" not in command:
                found.append(pid)
    return found


def ended(session):
    """Wait for a session's end; return how it ended."""
    text, _ = session.communicate(timeout=120)
    return Outcome(session.returncode, text)


@needs_proc
@pytest.mark.slow
@pytest.mark.parametrize("victim", ["parent", "worker", "both"])
@pytest.mark.parametrize("moment", range(7))
def test_a_kill_at_any_moment_costs_nothing_but_what_was_under_way(project, undisturbed, victim, moment):
    dice = random.Random(f"{victim} {moment}")
    session = project.start("claims", "--claims-workers", "2", start_new_session=True)
    try:
        time.sleep(dice.uniform(0, undisturbed.seconds))
        hit = workers(session.pid)
        if victim != "parent" and hit:
            os.kill(dice.choice(hit), signal.SIGKILL)
        if victim != "worker":
            session.kill()
        outcome = ended(session)
        until(lambda: not group(session.pid), 20, "no process of the session is left")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(session.pid, signal.SIGKILL)
    if victim == "worker":
        assert outcome.code == 0, outcome.text
        assert values(project) == values(undisturbed)
    kept = project.rows
    again = project.pytest("claims", "--claims-workers", "2")
    assert again.code == 0, again.text
    campaign = project.results["campaign"]
    assert (campaign["runs_cached"], campaign["runs_trained"]) == (kept, RUNS - kept)
    assert values(project) == values(undisturbed)


def test_two_sessions_at_once_train_everything_once_and_say_the_same(project, undisturbed):
    sessions = [project.start("claims", "--claims-workers", "1", "--claims-report", name) for name in ("one", "two")]
    outcomes = [ended(session) for session in sessions]
    assert [outcome.code for outcome in outcomes] == [0, 0], [outcome.text for outcome in outcomes]
    trained = []
    for name in ("one", "two"):
        shutil.copytree(project.folder / name, project.report, dirs_exist_ok=True)
        trained.append(project.results["campaign"]["runs_trained"])
        assert values(project) == values(undisturbed)
    assert sorted(trained) == [0, RUNS]


def store(project):
    (path,) = project.folder.glob(".pytest_cache/d/claims/runs.sqlite")
    return path


def run_sql(project, command):
    with contextlib.closing(sqlite3.connect(store(project))) as file, file:
        file.execute(command)


DAMAGES = {
    "a row": (
        lambda project: run_sql(project, "UPDATE runs SET result = replace(result, '0.', '1.') WHERE rowid = 7"),
        "1 of its runs failed their checksum and count as absent",
        1,
    ),
    "the end": (
        lambda project: os.truncate(store(project), store(project).stat().st_size // 2),
        "is damaged .* it was set aside as runs.sqlite.set-aside-1, and [0-9]+ whole runs of it were taken over",
        RUNS - 1,
    ),
    "everything": (
        lambda project: store(project).write_bytes(b"something else" * 1000),
        "is damaged .* it was set aside as runs.sqlite.set-aside-1, and 0 whole runs of it were taken over",
        RUNS,
    ),
    "the version": (
        lambda project: run_sql(project, "PRAGMA user_version=0"),
        "is of version 0, not 1: it was set aside as runs.sqlite.set-aside-1, and 0 whole runs",
        RUNS,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("damage", "notice", "lost"), DAMAGES.values(), ids=DAMAGES)
def test_damage_to_the_store_is_said_and_what_is_lost_is_trained_anew(undisturbed, tmp_path, damage, notice, lost):
    shutil.copytree(undisturbed.folder, tmp_path, dirs_exist_ok=True)
    project = Project(tmp_path, claims=LONG)
    damage(project)
    outcome = project.pytest("claims", "--claims-workers", "2")
    assert outcome.code == 0, outcome.text
    assert [line for line in outcome.lines if re.search(f"the run store .*{notice}", line)], outcome.text
    assert 0 < project.results["campaign"]["runs_trained"] <= lost
    assert values(project) == values(undisturbed)
    assert project.rows == RUNS


def one_line(outcome, message):
    """Hold a session to having ended in one line, before or during the training."""
    assert outcome.code == 4, outcome.text
    (line,) = (line for line in outcome.lines if "ERROR: " in line)
    assert re.search(f"ERROR: .*{message}", line), line
    assert "Traceback" not in outcome.text


@pytest.mark.slow
def test_a_full_disk_ends_the_session_in_one_line_and_what_was_trained_is_kept(project, undisturbed, small_disk):
    (small_disk / "ballast").write_bytes(bytes(180_000))
    outcome = project.pytest("claims", "--claims-workers", "2", "-o", f"cache_dir={small_disk}/cache")
    one_line(outcome, "the run store .* cannot be used: database or disk is full; what it holds is kept")
    assert not (project.report / "results.json").exists()
    shutil.copytree(small_disk / "cache", project.folder / ".pytest_cache")
    kept = project.rows
    assert 0 < kept < RUNS
    assert project.pytest("claims", "--claims-workers", "2").code == 0
    assert project.results["campaign"]["runs_cached"] == kept
    assert values(project) == values(undisturbed)


def test_a_store_in_a_read_only_folder_is_said_before_training(project, read_only):
    read_only.lock()
    one_line(project.pytest("claims", "-o", f"cache_dir={read_only.folder}/cache"), "no folder for the run store")
    read_only.unlock()


def test_a_warm_store_in_a_read_only_folder_is_said_and_kept(undisturbed, read_only):
    shutil.copytree(undisturbed.folder / ".pytest_cache", read_only.folder / "cache")
    read_only.lock()
    outcome = undisturbed.pytest("claims", "-o", f"cache_dir={read_only.folder}/cache", "--claims-report", "none")
    one_line(outcome, "the run store .* cannot be used: .*what it holds is kept")
    read_only.unlock()


def test_a_report_that_no_longer_fits_on_the_disk_is_said_in_one_line(undisturbed, small_disk):
    (small_disk / "ballast").write_bytes(bytes(250_000))
    outcome = undisturbed.pytest("claims", "--claims-report", str(small_disk / "report"))
    one_line(outcome, "cannot write .*results.json: No space left on device")
    assert list((small_disk / "report").iterdir()) == []
