"""Sessions that are killed or interrupted: what was trained is kept, and no process stays behind."""

import os
import signal
from pathlib import Path

import pytest

from tests.projects import Project
from tests.toys import until

RATES = (0.1, 0.2, 0.3)
RUNS = 2 * 12 * len(RATES)
LONG = f"""
import pytest
from harness.claim import beats, claim
from tests.toy_claims import SKLEARN

NETWORK = SKLEARN.with_(epochs=30)

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


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see other processes")
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


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see other processes")
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
