"""Runs that fail in a project's own code: one try, one traceback, no verdict on them, and all others as ever."""

import contextlib
import threading
from pathlib import Path

import pytest

from harness.base.errors import UserError
from harness.campaign.evidence import Evidence
from harness.campaign.execute import Execution
from harness.campaign.loop import run_campaign
from harness.campaign.plan import Task
from harness.campaign.store import Store
from harness.campaign.workers.processes import Processes
from harness.data.dataset import Dataset
from harness.declare.claim import beats
from harness.declare.metrics import metric
from harness.declare.run import Run
from harness.judge.decide import Verdict
from harness.train.function import experiment
from tests.own_kind import Walk
from tests.toys import begun, tiny_data, toy_registry

LOSS = {"loss": metric("loss", higher_is_better=False)}


@experiment(metrics=LOSS)
def division(seed, *, log, by=1):
    """Divide by the seed's distance from some number, after leaving a byte in a log."""
    begun(Path(log))
    return {"loss": 1 / (seed - by)}


@experiment(metrics=LOSS)
def wrong(seed, *, kind):  # noqa: ARG001 (a seed is what a function must take)
    """Return what cannot be a result."""
    return {"text": {"loss": "low"}, "nothing": None, "another": {"los": 1.0}}[kind]


class Told:
    """Remembers what a campaign says besides its numbers."""

    def __init__(self):
        self.notes = []

    def plan(self, runs):
        """Need not know."""

    def advance(self, runs):
        """Need not know."""

    def decided(self, claims, of):
        """Need not know."""

    def note(self, text):
        """Remember a text."""
        self.notes.append(text)


@pytest.fixture(scope="module")
def workers():
    with contextlib.closing(Processes(2, 600)) as processes:
        yield processes


def trained(tasks, workers, registry=None):
    """Execute tasks; return all results, what crashed and what was noted."""
    results, notes = {}, []
    crashed = Execution(registry or toy_registry(), "epoch", workers, results.update, notes.append).run(tasks)
    return results, crashed, notes


def test_the_seed_that_failed_has_one_try_and_the_others_of_its_task_their_results(workers, tmp_path):
    arm = division(log=str(tmp_path / "log"), by=1)
    results, crashed, notes = trained([Task(arm, (1,), (0, 1, 2))], workers)
    assert crashed == {Run(arm, 1): "division() raised ZeroDivisionError: division by zero"}
    assert {run.seed: result.measurements for run, result in results.items()} == {0: {"loss": -1.0}, 2: {"loss": 1.0}}
    assert (tmp_path / "log").stat().st_size == 3, "nothing was called a second time"
    (note,) = notes
    assert note.startswith("Traceback")
    assert 'return {"loss": 1 / (seed - by)}' in note, "where it failed"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("text", "wrong() returned 'low' for 'loss': a number, a bool or a list of numbers is due"),
        ("nothing", "wrong() must return its values by name, such as {'accuracy': 0.9}, not None"),
        ("another", "wrong() returned ['los'], and its metrics read ['loss']"),
    ],
)
def test_what_is_no_result_is_said_without_a_traceback_which_would_be_the_harness_own(workers, kind, reason):
    results, crashed, notes = trained([Task(wrong(kind=kind), (1,), (0,))], workers)
    assert (results, notes) == ({}, [])
    assert list(crashed.values()) == [reason]


def test_of_several_stops_those_before_the_failure_have_their_results(workers):
    walk = Walk(steps=6, trips=((1, 3),))
    results, crashed, notes = trained([Task(walk, (2, 4, 6), (0, 1))], workers)
    reason = "a walk raised ValueError: tripped at step 3"
    assert crashed == {Run(walk.with_(steps=4), 1): reason, Run(walk, 1): reason}
    assert set(results) == {
        *(Run(walk.with_(steps=steps), 0) for steps in (2, 4, 6)),
        Run(walk.with_(steps=2), 1),
    }
    assert len(notes) == 1, "both stops failed of the same"


def test_the_same_traceback_is_noted_once_and_another_by_itself(workers):
    walks = [Walk(steps=4, drift=drift, trips=tuple((seed, 1) for seed in range(4))) for drift in (1.0, 2.0)]
    other = Walk(steps=4, trips=((0, 2),))
    _, crashed, notes = trained(
        [*(Task(walk, (4,), tuple(range(4))) for walk in walks), Task(other, (4,), (0,))], workers
    )
    assert len(crashed) == 9
    assert sorted(note.splitlines()[-1] for note in notes) == [
        "ValueError: tripped at step 1",
        "ValueError: tripped at step 2",
    ]


def torn(pool, rng):
    """Draw as nobody should: fail for about every other seed."""
    if rng.random() < 0.5:
        raise ValueError("nothing to draw")
    return pool


def test_a_draw_that_fails_is_a_failure_of_its_seed(workers):
    registry = toy_registry()
    registry.datasets["torn"] = Dataset("torn", tiny_data, torn)
    walk = Walk(steps=2, data="torn")
    results, crashed, notes = trained([Task(walk, (2,), tuple(range(8)))], workers, registry)
    assert len(results) + len(crashed) == 8
    assert results
    assert set(crashed.values()) == {"drawing from the data 'torn' raised ValueError: nothing to draw"}
    assert len(notes) == 1


def test_what_cannot_be_sent_to_a_worker_ends_the_session_in_one_line(workers):
    lock = threading.Lock()

    @experiment(metrics=LOSS)
    def locked(seed):
        with lock:
            return {"loss": float(seed)}

    with pytest.raises(UserError, match="cannot be sent to a worker, because something in it cannot be pickled"):
        trained([Task(locked(), (1,), (0,))], workers)


def test_a_campaign_leaves_the_question_open_with_the_reason_and_decides_the_others(workers, tmp_path):
    sound, slow, failing = Walk(steps=4, drift=3.0), Walk(steps=4), Walk(steps=4, trips=((5, 2), (6, 3)))
    asked, other = (beats(sound, arm, on="height", by=1.0) for arm in (failing, slow))
    evidence, told = Evidence(toy_registry(), "epoch", 2, None), Told()
    with contextlib.closing(Store(tmp_path / "runs.sqlite")) as store:
        run_campaign([asked, other], evidence, store, workers, told)
        kept = {seed for seed in range(12) if store.get(evidence.key(Run(failing, seed)))}
    judged = evidence.judgement(asked)
    assert judged.verdict is Verdict.INCONCLUSIVE
    assert judged.reason == "seed 5 could not be trained: a walk raised ValueError: tripped at step 2"
    assert judged.seeds == 5, "no seed is dropped: what comes after the missing one has no place"
    assert evidence.judgement(other).verdict is Verdict.SUPPORTED
    assert kept == set(range(12)) - {5, 6}
    assert [note.splitlines()[-1] for note in told.notes] == [
        "ValueError: tripped at step 2",
        "ValueError: tripped at step 3",
    ]
