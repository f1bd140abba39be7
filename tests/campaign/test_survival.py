"""Sessions that are killed or interrupted, or two at once: no good run is lost, none is trained twice."""

import contextlib
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.projects import PATIENCE, Outcome, Project
from tests.toys import until

RATES = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
"""Two networks each, and so two tasks: as many pieces in which runs come to the store."""
RUNS = 2 * 12 * len(RATES)
MOMENTS = int(os.environ.get("CLAIMS_TEST_MOMENTS", "1"))
"""At how many random moments each victim is killed; `make kills` takes more than every run of CI has time for."""
LONG = f"""
import pytest
from harness import beats, claim
from tests.toy_claims import SKLEARN

NETWORK = SKLEARN.with_(epochs=6)

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


WITH_KERAS = f"""{LONG}
from tests.toy_claims import KERAS, learns

@claim("KER", section="Learning rate", says="Takes TensorFlow to train.")
@pytest.mark.parametrize("question", [learns(KERAS)])
def test_with_keras(question, judge):
    assert judge(question).supported
"""


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path, claims=LONG)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Return the folder in which sessions put what is temporary."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def session(project, temporary):
    """Start a session of its own process group, as a terminal would, and wait until it has trained something."""
    started = project.start("claims", "--claims-workers", "2", start_new_session=True)
    try:
        until(lambda: project.rows or started.poll() is not None, 180, "a run in the store")
        assert started.poll() is None, started.stdout.read()
        assert list(temporary.glob("claims-*")), "where the workers' data are"
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
def test_after_a_kill_the_workers_end_and_a_new_session_trains_only_what_is_missing(project, session, temporary):
    assert len(group(session.pid)) >= 3
    session.kill()
    session.wait()
    until(lambda: not group(session.pid), 60, "the workers of a killed session are gone")
    assert not list(temporary.glob("claims-*"))
    kept = project.rows
    assert 0 < kept < RUNS
    outcome = project.pytest("claims", "--claims-workers", "2")
    assert outcome.code == 0, outcome.text
    campaign = project.results["campaign"]
    assert (campaign["runs_cached"], campaign["runs_trained"]) == (kept, RUNS - kept)
    assert set(project.verdicts.values()) == {"supported"}


@needs_proc
def test_ctrl_c_keeps_what_was_trained_reports_it_as_partial_and_leaves_nothing_behind(project, session, temporary):
    os.killpg(session.pid, signal.SIGINT)
    text, _ = session.communicate(timeout=PATIENCE)
    assert session.returncode == 2, text
    until(lambda: not group(session.pid), 60, "the workers of an interrupted session are gone")
    assert not list(temporary.glob("claims-*"))
    results = project.results
    assert results["complete"] is False
    assert 0 < results["campaign"]["runs_trained"] == len(results["runs"]) <= project.rows < RUNS
    assert "interrupted or ended early, so these verdicts are partial" in text
    assert "These results are partial" in (project.report / "index.html").read_text("utf-8")
    assert "Traceback" not in text, text


def values(project):
    """Return what of the results does not depend on when and where they were trained."""
    results = project.results
    runs = {key: {**run, "seconds": None} for key, run in results["runs"].items()}
    claims = [{**claim, "declaration": None} for claim in results["claims"]]  # which says when it was first seen
    return claims, runs, results["controls"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Return a project after a session that nothing happened to."""
    return finished(tmp_path_factory.mktemp("undisturbed"), LONG)


@pytest.fixture(scope="module")
def undisturbed_with_keras(tmp_path_factory):
    """Return the same, where TensorFlow was needed too."""
    return finished(tmp_path_factory.mktemp("undisturbed"), WITH_KERAS)


def finished(folder, claims):
    """Return a project after a whole session, and how many seconds that and its training took."""
    project = Project(folder, claims=claims)
    started = time.monotonic()
    outcome = project.pytest("claims", "--claims-workers", "2")
    project.seconds = time.monotonic() - started
    assert outcome.code == 0, outcome.text
    project.training = project.results["campaign"]["wall_seconds"]
    project.runs = project.results["campaign"]["runs_trained"]
    assert project.runs == RUNS + (24 if claims == WITH_KERAS else 0)
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
    text, _ = session.communicate(timeout=PATIENCE)
    return Outcome(session.returncode, text)


def killed(project, victim, seconds, dice):
    """Start a session and kill of it what the victim is, at a random moment within so many seconds.

    Without the parent a moment counts from the first worker on.

    Returns:
        How many runs were stored just before, and how the session ended; None if there was nothing left to kill.
    """
    with project.start("claims", "--claims-workers", "2", start_new_session=True) as session:
        try:
            if victim != "parent":
                until(lambda: workers(session.pid) or session.poll() is not None, 180, "a worker")
            time.sleep(dice.uniform(0, seconds))
            stored = project.rows
            living = workers(session.pid)
            if session.poll() is not None or not (living or victim == "parent"):
                return None
            if victim != "parent":
                os.kill(dice.choice(living), signal.SIGKILL)
            if victim != "worker":
                session.kill()
            outcome = ended(session)
            until(lambda: not group(session.pid), 60, "no process of the session is left")
            return stored, outcome
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(session.pid, signal.SIGKILL)


@needs_proc
@pytest.mark.slow
@pytest.mark.parametrize("victim", ["parent", "worker", "both"])
@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_kill_at_any_moment_costs_nothing_but_what_was_under_way(tmp_path, request, victim, moment, record_property):
    library, claims = ("keras", WITH_KERAS) if moment % 2 else ("sklearn", LONG)
    whole = request.getfixturevalue("undisturbed_with_keras" if moment % 2 else "undisturbed")
    dice = random.Random(f"{victim} {moment}")
    seconds = whole.seconds if victim == "parent" else whole.training
    for attempt in range(5):
        (tmp_path / f"{attempt}").mkdir()
        project = Project(tmp_path / f"{attempt}", claims=claims)
        if struck := killed(project, victim, seconds / 2**attempt, dice):
            break
    assert struck, "each session ended before its moment came"
    stored, outcome = struck
    if victim == "worker":
        assert outcome.code == 0, outcome.text
        assert values(project) == values(whole)
    kept = project.rows
    assert kept >= stored, "a run that was stored is never lost"
    record_property("kill", f"{victim} {library}: attempt {attempt}, {stored} stored, {kept} kept of {whole.runs}")
    again = project.pytest("claims", "--claims-workers", "2")
    assert again.code == 0, again.text
    campaign = project.results["campaign"]
    assert (campaign["runs_cached"], campaign["runs_trained"]) == (kept, whole.runs - kept)
    assert values(project) == values(whole)


@pytest.mark.slow
def test_two_sessions_at_once_train_everything_once_and_say_the_same(project, undisturbed):
    sessions = [project.start("claims", "--claims-workers", "1", "--claims-report", name) for name in ("one", "two")]
    outcomes = [ended(session) for session in sessions]
    assert [outcome.code for outcome in outcomes] == [0, 0], [outcome.text for outcome in outcomes]
    assert sum("another session is training with this run store" in outcome.text for outcome in outcomes) == 1
    trained = []
    for name in ("one", "two"):
        shutil.copytree(project.folder / name, project.report, dirs_exist_ok=True)
        trained.append(project.results["campaign"]["runs_trained"])
        assert values(project) == values(undisturbed)
    assert sorted(trained) == [0, RUNS]
