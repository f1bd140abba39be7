"""A program as an arm: whatever can be started with a seed and prints numbers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness import at_most, beats, claim, experiment, holds, metric

PROGRAM = Path(__file__).parent / "simulate.py"
METRICS = {
    "mean_wait": metric("mean_wait", higher_is_better=False, unit="minutes"),
    "nobody_waited_an_hour": metric("nobody_waited_an_hour", higher_is_better=True),
}


@experiment(metrics=METRICS, version="1")
def queue(seed, *, counters):
    """Run the program; `version` has to be raised by hand when it changes, for nobody reads its code here."""
    command = [sys.executable, str(PROGRAM), str(counters), str(seed)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@claim("PR1", says="A fifth counter shortens the wait by more than half a minute.")
@pytest.mark.parametrize("question", [beats(queue(counters=5), queue(counters=4), on="mean_wait", by=0.5)])
def test_fifth_counter(question, judge):
    assert judge(question).supported


@claim("PR2", says="With five counters the mean wait is at most two minutes.")
@pytest.mark.parametrize("question", [at_most(queue(counters=5), on="mean_wait", value=2.0)])
def test_mean(question, judge):
    assert judge(question).supported


@claim("PR3", says="With four, too, nobody waits an hour.")
@pytest.mark.parametrize("question", [holds(queue(counters=4), on="nobody_waited_an_hour")])
def test_nobody(question, judge):
    assert judge(question).supported
