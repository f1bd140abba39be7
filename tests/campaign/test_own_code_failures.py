"""Runs that fail in a project's own code: one try, one traceback, no verdict on them, and all others as ever."""

import asyncio
import contextlib
import logging
import math
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from harness.base.errors import UserError
from harness.campaign.evidence import Evidence
from harness.campaign.execute import Execution
from harness.campaign.loop import run_campaign
from harness.campaign.store import Store
from harness.campaign.workers.processes import Processes
from harness.data.dataset import Dataset
from harness.declare.claim import at_most, beats
from harness.declare.metrics import metric
from harness.declare.run import Run
from harness.judge.decide import Verdict
from harness.train.function import experiment
from tests.own_kind import Walk
from tests.toys import begun, task, tiny_data, toy_registry

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


def even():
    """Call a function that calls this one, for ever."""
    return odd()


def odd():
    """Call the other."""
    return even()


ENDS = {
    "exits": lambda: sys.exit(3),
    "interrupts": lambda: _raise(KeyboardInterrupt()),
    "cancels": lambda: _raise(asyncio.CancelledError("late")),
    "recurses": even,
    "waits for input": input,
    "dies": lambda: os._exit(3),
    "says much": lambda: _raise(ValueError("x" * 10**6)),
}


def _raise(error):
    raise error


@experiment(metrics=LOSS)
def ending(seed, *, how):
    """End seed 0 as no function should."""
    if seed == 0:
        ENDS[how]()
    return {"loss": seed + 0.5}


@experiment(metrics=LOSS)
def loud(seed):
    """Write wherever a terminal might be."""
    many = "much " * 20_000
    print(many)
    print(many, file=sys.stderr)
    print(many, file=sys.__stdout__)
    logging.getLogger("loud").warning(many)
    for descriptor in (1, 2):
        os.write(descriptor, many.encode())
    subprocess.run([sys.executable, "-c", "import os; os.write(1, b'much'); os.write(2, b'much')"], check=True)
    return {"loss": seed + 0.5}


@experiment(metrics=LOSS)
def threaded(seed):
    """Leave a thread that never ends, and that no exit of the process would end."""
    threading.Thread(target=time.sleep, args=(600,), daemon=False).start()
    return {"loss": seed + 0.5}


@experiment(metrics=LOSS)
def undefined(seed):
    """Return no number, once in a while."""
    return {"loss": math.nan if seed % 2 else float(seed)}


class Told:
    """Remembers what a campaign says besides its numbers."""

    def __init__(self):
        self.notes = []

    def plan(self, runs, work):
        """Need not know."""

    def advance(self, runs, work):
        """Need not know."""

    def goes_on(self, questions, seeds, runs):
        """Need not know."""

    def judged(self, question, judgement):
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
    failed = Execution(registry or toy_registry(), "epoch", workers, results.update, notes.append).run(tasks)
    return results, {run: failure.reason for run, failure in failed.items()}, notes


def test_the_seed_that_failed_has_one_try_and_the_others_of_its_task_their_results(workers, tmp_path):
    arm = division(log=str(tmp_path / "log"), by=1)
    results, crashed, notes = trained([task(arm, (1,), (0, 1, 2))], workers)
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
    results, crashed, notes = trained([task(wrong(kind=kind), (1,), (0,))], workers)
    assert (results, notes) == ({}, [])
    assert list(crashed.values()) == [reason]


def test_of_several_stops_those_before_the_failure_have_their_results(workers):
    walk = Walk(steps=6, trips=((1, 3),))
    results, crashed, notes = trained([task(walk, (2, 4, 6), (0, 1))], workers)
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
        [*(task(walk, (4,), tuple(range(4))) for walk in walks), task(other, (4,), (0,))], workers
    )
    assert len(crashed) == 9
    assert sorted(note.splitlines()[-1] for note in notes) == [
        "ValueError: tripped at step 1",
        "ValueError: tripped at step 2",
    ]


class Stumbling(Walk):
    """A kind of arm whose author has not thought of errors."""

    def train(self, seed, stops, setting):
        """Walk, unless the seed is 1."""
        yield from super().train(seed // (seed - 1) and seed, stops, setting)


def test_an_error_in_a_kind_of_arm_of_ones_own_costs_its_own_run(workers):
    results, crashed, notes = trained([task(Stumbling(steps=4), (4,), (0, 1, 2))], workers)
    assert {run.seed for run in results} == {0, 2}
    assert {run.seed: reason.partition(":")[0] for run, reason in crashed.items()} == {
        1: "Stumbling.train() raised ZeroDivisionError"
    }
    assert len(notes) == 1


def torn(pool, rng):
    """Draw as nobody should: fail for about every other seed."""
    if rng.random() < 0.5:
        raise ValueError("nothing to draw")
    return pool


def test_a_draw_that_fails_is_a_failure_of_its_seed(workers):
    registry = toy_registry()
    registry.datasets["torn"] = Dataset("torn", tiny_data, torn)
    walk = Walk(steps=2, data="torn")
    results, crashed, notes = trained([task(walk, (2,), tuple(range(8)))], workers, registry)
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
        trained([task(locked(), (1,), (0,))], workers)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("exits", "ending() raised SystemExit: 3"),
        ("interrupts", "its code raised KeyboardInterrupt"),
        ("cancels", "ending() raised CancelledError: late"),
        ("recurses", "ending() raised RecursionError: maximum recursion depth exceeded"),
        ("waits for input", "ending() raised EOFError: EOF when reading a line"),
    ],
)
def test_a_function_that_ends_in_an_unusual_way_fails_its_own_seed_only(workers, how, reason):
    results, crashed, notes = trained([task(ending(how=how), (1,), (0, 1))], workers)
    assert crashed == {Run(ending(how=how), 0): reason}
    assert [run.seed for run in results] == [1]
    (note,) = notes
    assert "in ending" in note
    assert len(note.splitlines()) <= 102, "functions that call each other for ever leave thousands of lines"


def test_a_function_that_ends_its_process_is_tried_twice_and_costs_no_other_seed(workers):
    results, crashed, _ = trained([task(ending(how="dies"), (1,), (0, 1))], workers)
    assert crashed == {Run(ending(how="dies"), 0): "the worker process that trained it died, twice"}
    assert [run.seed for run in results] == [1]


def test_a_huge_message_is_cut(workers):
    _, crashed, (note,) = trained([task(ending(how="says much"), (1,), (0,))], workers)
    assert len(crashed[Run(ending(how="says much"), 0)]) < 1000
    assert len(note) < 10_000


def test_what_a_function_writes_reaches_no_terminal_and_blocks_nothing(capfd):
    with contextlib.closing(Processes(1, 600)) as silent:
        results, crashed, notes = trained([task(loud(), (1,), (0, 1))], silent)
    assert (len(results), crashed, notes) == (2, {}, [])
    assert capfd.readouterr() == ("", "")


def test_threads_that_a_function_leaves_end_with_the_session():
    started = time.monotonic()
    with contextlib.closing(Processes(1, 600)) as left:
        results, crashed, _ = trained([task(threaded(), (1,), (0, 1))], left)
    assert (len(results), crashed) == (2, {})
    assert time.monotonic() - started < 60


def test_a_lambda_and_a_closure_are_sent_to_a_worker(workers):
    arms = [experiment(metrics=LOSS)(lambda seed, added=added: {"loss": float(seed + added)}) for added in (1, 2)]

    def kept(added):
        @experiment(metrics=LOSS)
        def closure(seed):
            return {"loss": float(seed + added)}

        return closure

    tasks = [task(make(), (1,), (0,)) for make in (*arms, kept(3), kept(4))]
    results, crashed, _ = trained(tasks, workers)
    assert crashed == {}
    assert sorted(result.measurements["loss"] for result in results.values()) == [1.0, 2.0, 3.0, 4.0]
    assert len({Evidence(toy_registry(), "epoch", 1, None).key(run) for run in results}) == 4


def test_a_run_that_returns_no_number_has_diverged_and_the_worst_value(workers, tmp_path):
    arm = undefined()
    asked = [at_most(arm, on="loss", value=1e9)]
    evidence = Evidence(toy_registry(), "epoch", 2, 12)
    with contextlib.closing(Store(tmp_path / "runs.sqlite")) as store:
        run_campaign(asked, evidence, store, workers, Told())
    for question in asked:
        assert evidence.judgement(question).answers == (True, False) * 6


def test_an_error_in_a_projects_code_is_no_verdict_and_all_other_questions_are_decided(workers, tmp_path):
    sound, slow, failing = Walk(steps=4, drift=3.0), Walk(steps=4), Walk(steps=4, trips=((5, 2), (6, 3)))
    asked, other = (beats(sound, arm, on="height", by=1.0) for arm in (failing, slow))
    evidence, told = Evidence(toy_registry(), "epoch", 2, None), Told()
    with contextlib.closing(Store(tmp_path / "runs.sqlite")) as store:
        run_campaign([asked, other], evidence, store, workers, told)
        kept = {seed for seed in range(12) if store.get(evidence.key(Run(failing, seed)))}
    judged = evidence.judgement(asked)
    assert judged.verdict is Verdict.NOT_JUDGED
    assert judged.reason == "seed 5 could not be trained: a walk raised ValueError: tripped at step 2"
    assert judged.seeds == 5, "no seed is dropped: what comes after the missing one has no place"
    assert evidence.judgement(other).verdict is Verdict.SUPPORTED
    assert kept == set(range(12)) - {5, 6}
    assert [note.splitlines()[-1] for note in told.notes] == [
        "ValueError: tripped at step 2",
        "ValueError: tripped at step 3",
    ]
