"""What the execution asks of its workers: which calls, in what order, how many at a time, and what it makes of ends."""

from concurrent.futures import Future
from dataclasses import replace
from itertools import chain

import pytest

from harness.base.errors import UserError
from harness.campaign.execute import Answer, Execution, Failure
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.train.job import Job
from tests.own_kind import Walk
from tests.toys import task, toy_registry

TASKS = [task(Walk(steps=4, drift=float(number)), (4,), (0, 1), at_once=2) for number in range(8)]


class DeathError(Exception):
    """As if a worker had died."""


class Hands:
    """In the place of workers: ends the first call that is under way as soon as there are as many as workers.

    Args:
        ends: what a call ends with, by its job's experiment: a list of which it takes one after the other, the last one
            again and again. An exception is raised; None: its results.

    """

    run_limit = 600
    deaths = (DeathError,)

    def __init__(self, count, calls, ends=None):
        self.count, self.calls, self.ends = count, calls, ends or {}
        self.jobs, self.beside = [], []
        """What was sent, and how many calls were under way beside it."""
        self.under_way = []
        self.cancelled = self.is_heard = False
        self.heard = []

    def share(self, data):
        """Share nothing."""
        return lambda: data

    def submit(self, _call, pickled, *_):
        """Take a call."""
        job, future = Job.unpickled(pickled), Future()
        self.jobs.append(job)
        self.heard += [job] if self.is_heard else []
        self.beside.append(len(self.under_way))
        self.under_way.append((job, future))
        while len(self.under_way) >= self.count or (self.under_way and len(self.jobs) >= self.calls):
            self.end(*self.under_way.pop(0))
        return future

    def end(self, job, future):
        """End a call."""
        left = self.ends.get(job.experiment)
        end = (left.pop(0) if len(left) > 1 else left[0]) if left else None
        if isinstance(end, Exception):
            future.set_exception(end)
        else:
            future.set_result(end or results(job.experiment, job.stops, job.seeds))

    def aloud(self):
        """Remember it."""
        self.is_heard = True

    def cancel(self):
        """Remember it."""
        self.cancelled = True


def results(_experiment, stops, seeds):
    return Answer([(seed, stop, RunResult({}, {}, None, f"{seed}-{stop}", 0.0)) for seed in seeds for stop in stops])


def executed(tasks, workers, done=None):
    """Execute tasks; return the runs that were handed over, in their order, and those that failed."""
    handed = []
    done = done or (lambda results: handed.append([run for run, _ in results]))
    failed = Execution(toy_registry(), "epoch", workers, done, pytest.fail).run(tasks)
    return handed, {run: failure.reason for run, failure in failed.items()}


def test_tasks_are_begun_in_their_order_and_handed_over_as_they_end():
    workers = Hands(2, len(TASKS))
    handed, crashed = executed(TASKS, workers)
    assert [(job.experiment, job.stops, job.seeds) for job in workers.jobs] == [
        (one.experiment, one.stops, one.seeds) for one in TASKS
    ]
    assert sorted(handed, key=str) == sorted((one.runs for one in TASKS), key=str)
    assert crashed == {}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_as_many_tasks_are_under_way_as_there_are_workers(count):
    workers = Hands(count, len(TASKS))
    executed(TASKS, workers)
    assert max(workers.beside) + 1 == count


def test_a_task_goes_on_with_its_next_call_before_another_begins_and_each_is_handed_over():
    tasks = [replace(one, seeds=(0, 1, 2)) for one in TASKS[:2]]
    workers = Hands(1, 4)
    handed, _ = executed(tasks, workers)
    assert [(job.experiment, job.seeds) for job in workers.jobs] == [
        (one.experiment, seeds) for one in tasks for seeds in ((0, 1), (2,))
    ]
    assert handed == [replace(one, seeds=seeds).runs for one in tasks for seeds in ((0, 1), (2,))]


def test_results_are_handed_over_before_all_tasks_are_begun():
    seen = []
    workers = Hands(2, len(TASKS))
    executed(TASKS, workers, done=lambda _: seen.append(len(workers.jobs)))
    assert seen == [2, 3, 4, 5, 6, 7, 8, 8]


def test_a_task_under_suspicion_is_tried_again_alone_when_all_others_are_done():
    died = [TASKS[1].experiment, TASKS[2].experiment]
    workers = Hands(2, len(TASKS), {died[0]: [DeathError(), None], died[1]: [DeathError(), None]})
    handed, crashed = executed(TASKS, workers)
    again = workers.jobs[len(TASKS) :]
    assert [(job.experiment, job.seeds) for job in again] == [(arm, (seed,)) for arm in died for seed in (0, 1)]
    assert workers.beside[len(TASKS) :] == [0] * 4
    assert crashed == {}
    assert sorted(map(repr, chain(*handed))) == sorted(repr(run) for one in TASKS for run in one.runs)


def test_a_run_that_fails_alone_too_is_given_up_with_the_reason():
    arm = TASKS[3].experiment
    for end, reason in [
        (DeathError(), "the worker process that trained it died, twice"),
        (Failure("it ran out of memory"), "it ran out of memory, twice"),
    ]:
        handed, crashed = executed(TASKS, Hands(2, len(TASKS), {arm: [end]}))
        assert crashed == {Run(arm, seed): reason for seed in (0, 1)}
        assert len(list(chain(*handed))) == 2 * (len(TASKS) - 1)


def test_of_an_answer_what_is_there_is_handed_over_and_what_failed_is_final():
    longer = TASKS[0].experiment
    both = task(longer, (2, 4))
    found = results(longer, (2, 4), (0,))
    some = Answer([*found.results, *results(None, (2,), (1,)).results], {1: Failure("its code failed", final=True)})
    workers = Hands(2, 1, {longer: [some]})
    handed, crashed = executed([replace(both, at_once=2)], workers)
    assert len(workers.jobs) == 1, "no second try"
    assert handed == [[*replace(both, seeds=(0,)).runs, Run(longer.stopping(2), 1)]]
    assert crashed == {Run(longer, 1): "its code failed"}


def test_a_failure_after_the_last_stop_has_cost_nothing():
    one = TASKS[0]
    late = replace(results(one.experiment, one.stops, one.seeds), failures={0: Failure("too late", final=True)})
    handed, crashed = executed([one], Hands(2, 1, {one.experiment: [late]}))
    assert (handed, crashed) == ([one.runs], {})


@pytest.mark.parametrize("trouble", [UserError("the disk is full"), KeyboardInterrupt()], ids=["failed", "ctrl-c"])
def test_what_ends_the_training_ends_the_workers_and_begins_no_other_task(trouble):
    def done(_results):
        raise trouble

    workers = Hands(2, len(TASKS))
    with pytest.raises(type(trouble)):
        executed(TASKS, workers, done)
    assert workers.cancelled
    assert len(workers.jobs) == 2


def test_a_fault_of_the_harness_ends_the_workers_too():
    workers = Hands(2, len(TASKS), {TASKS[0].experiment: [ZeroDivisionError()]})
    with pytest.raises(ZeroDivisionError):
        executed(TASKS, workers)
    assert workers.cancelled


ALL_DIE = {task.experiment: [DeathError()] for task in TASKS}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_what_every_worker_dies_of_is_given_up_after_a_few_tries_and_says_nothing_of_a_claim(count):
    tasks = [task(Walk(steps=4, drift=float(number)), (4,), range(12), at_once=12) for number in range(60)]
    workers = Hands(count, 1, {one.experiment: [DeathError()] for one in tasks})
    notes = []
    execution = Execution(toy_registry(), "epoch", workers, pytest.fail, notes.append)
    failed = execution.run(tasks)
    assert failed.keys() == {run for one in tasks for run in one.runs}
    assert all(failure.final for failure in failed.values())
    assert execution.survival.verdicts == [
        "no worker has finished a run with Walk: of 4 arms, tried one by one, every worker died"
    ]
    assert len(workers.jobs) <= 2 * (count + 1) + 4
    assert workers.heard == workers.jobs[-1:], "the last one is heard"
    assert notes == ["no worker has survived a run with Walk so far; what the next one says is shown:"]
    sent = len(workers.jobs)
    assert execution.run(tasks) == failed
    assert len(workers.jobs) == sent, "a later round tries nothing of it"


def test_a_few_arms_that_kill_their_workers_do_not_stop_the_others():
    deadly = {task.experiment: [DeathError()] for task in TASKS[:4]}
    handed, crashed = executed(TASKS, Hands(2, 1, deadly))
    assert crashed.keys() == {run for task in TASKS[:4] for run in task.runs}
    assert set(crashed.values()) == {"the worker process that trained it died, twice"}
    assert {run for runs in handed for run in runs} == {run for task in TASKS[4:] for run in task.runs}


def test_the_only_arm_that_kills_every_worker_is_given_up_too_with_its_own_reason():
    arm = TASKS[0].experiment
    execution = Execution(toy_registry(), "epoch", Hands(2, 1, ALL_DIE), pytest.fail, pytest.fail)
    failed = execution.run(TASKS[:1])
    assert failed == {
        Run(arm, seed): Failure("the worker process that trained it died, twice", final=True) for seed in (0, 1)
    }
    assert execution.survival.verdicts == [
        "no worker has finished a run with Walk: 1 arm was tried on its own, and its worker died"
    ]
