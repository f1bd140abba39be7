"""The plan: every run once, a shorter training inside a longer one, in the order of the questions."""

import heapq
import math

import pytest

from harness.campaign.plan import LEAST_WORK, TASK_WORK, runs_for, seeds_at, tasks_for
from harness.declare.run import Run
from tests.toys import TOY, ask, task

A, B, C = TOY, TOY.with_(hidden=(8,)), TOY.with_(learning_rate=0.2)


def cheap(_experiment):
    return 1.0


def test_a_run_that_two_questions_share_is_planned_once():
    runs = runs_for([(ask(A, B), 12), (ask(A, C), 12)])
    assert len(runs) == len(set(runs)) == 36
    assert set(runs) == {Run(arm, seed) for arm in (A, B, C) for seed in range(12)}


def test_each_question_gets_its_own_number_of_seeds():
    runs = runs_for([(ask(A, B), 12), (ask(A, C), 24)])
    assert {arm: sum(run.experiment == arm for run in runs) for arm in (A, B, C)} == {A: 24, B: 12, C: 24}


def test_the_order_of_the_runs_is_fixed():
    questions = [(ask(A, B), 12), (ask(C, B), 24)]
    assert runs_for(questions) == runs_for(questions)


@pytest.mark.parametrize(
    ("look", "most", "seeds"),
    [
        (0, 48, 12),
        (1, 48, 18),
        (6, 48, 48),
        (7, 48, 48),
        (2, 29, 24),
        (3, 29, 24),  # seeds 24..28 reach no look, so they would decide nothing
        (0, 12, 12),
        (2, 12, 12),
        (0, 5, 5),  # a limit below the first look is taken as it is
        (1, 5, 5),
        (0, 1000, 12),
        (1, None, 18),
        (9, None, 48),
    ],
)
def test_seeds_stop_at_the_last_look_within_the_limit(look, most, seeds):
    assert seeds_at(ask(A, B), look, most) == seeds


def test_a_question_with_looks_of_its_own_gets_those():
    assert [seeds_at(ask(A, B, looks=(20, 60)), look, 100) for look in range(3)] == [20, 60, 60]


def test_a_shorter_training_is_part_of_the_longer_one():
    runs = runs_for([(ask(A.with_(epochs=10), A.with_(epochs=5)), 3)])
    (one,) = tasks_for(runs, cheap, 1)
    assert one.experiment == A.with_(epochs=10)
    assert one.stops == (5, 10)
    assert one.seeds == (0, 1, 2)
    assert set(one.runs) == set(runs)


def test_what_only_looks_on_is_part_of_one_training_and_what_is_taken_while_it_trains_is_not():
    ablated = A.with_(epochs=6).measuring("ablation")
    runs = [Run(one, 0) for one in (A, A.measuring("training_set"), ablated, A.measuring("updates"))]
    tracked, shared = sorted(tasks_for(runs, cheap, 1), key=lambda one: len(one.runs))
    assert shared.experiment == A.with_(epochs=6).measuring("ablation", "training_set")
    assert (shared.stops, set(shared.runs)) == ((A.epochs, 6), set(runs[:3]))
    assert tracked.experiment == A.measuring("updates")


def test_only_trainings_that_are_evaluated_alike_share_their_beginning():
    seldom = A.with_(epochs=10, evaluate_every=5)
    tasks = tasks_for(runs_for([(ask(seldom, seldom.with_(epochs=5)), 1), (ask(A.with_(epochs=10), B), 1)]), cheap, 1)
    assert {(each.experiment.evaluate_every, each.stops) for each in tasks if each.experiment.epochs == 10} == {
        (5, (5, 10)),
        (1, (10,)),
    }


def test_a_seed_that_lacks_only_the_shorter_training_is_not_trained_longer():
    runs = [Run(A.with_(epochs=5), 0), Run(A.with_(epochs=5), 1), Run(A.with_(epochs=10), 1)]
    tasks = tasks_for(runs, lambda experiment: experiment.epochs, 1)
    assert {(each.seeds, each.stops, each.experiment.epochs) for each in tasks} == {
        ((0,), (5,), 5),
        ((1,), (5, 10), 10),
    }


def test_tasks_answer_exactly_the_runs_asked_for_each_once():
    runs = runs_for([(ask(A, B), 7), (ask(A.with_(epochs=9), C), 5)])
    answered = [run for each in tasks_for(runs, lambda _: TASK_WORK / 3, 1) for run in each.runs]
    assert sorted(map(repr, answered)) == sorted(map(repr, runs))


def test_seeds_are_bundled_up_to_a_tasks_worth_of_work():
    runs = runs_for([(ask(A, B), 8)])
    assert {len(each.seeds) for each in tasks_for(runs, lambda _: TASK_WORK / 4, 1)} == {4}
    assert {len(each.seeds) for each in tasks_for(runs, cheap, 1)} == {8}


def test_many_workers_get_smaller_tasks_but_none_smaller_than_building_its_network_is_worth():
    def sizes(workers, work):
        tasks = tasks_for(runs_for([(ask(A, B), 12)]), lambda _: work, workers)
        return {len(each.seeds) for each in tasks}

    assert sizes(1, TASK_WORK / 4) == {4}
    assert sizes(16, TASK_WORK / 4) == {1}
    assert sizes(16, LEAST_WORK / 6) == {6}


def test_a_run_beyond_a_tasks_worth_is_a_task_of_its_own():
    assert [len(each.seeds) for each in tasks_for(runs_for([(ask(A, B), 2)]), lambda _: 9 * TASK_WORK, 1)] == [1] * 4


SIZES = {A.with_(hidden=(units,)): float(size) for units, size in enumerate([5, 1, 9, 2, 7, 3, 1, 8] * 30, start=4)}


def spans(tasks, workers):
    """Return when each run ends, and when the last one does, if every worker takes the next task when it is free."""
    free, ends = [0.0] * workers, {}
    for one in tasks:
        end = heapq.heappop(free) + SIZES[one.experiment] * len(one.seeds)
        heapq.heappush(free, end)
        ends |= dict.fromkeys(one.runs, end)
    return ends, max(free)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_what_is_asked_first_is_answered_first_and_it_takes_no_longer_for_it(workers):
    arms = list(SIZES)
    questions = [ask(*arms[start : start + 2]) for start in range(0, len(arms), 2)]
    tasks = tasks_for(runs_for([(question, 1) for question in questions]), SIZES.__getitem__, workers)
    ends, makespan = spans(tasks, workers)
    answered = [max(ends[run] for run in runs_for([(question, 1)])) for question in questions]
    early = answered[: len(answered) // 2]
    assert max(early) < 0.6 * makespan
    _, largest_first = spans(sorted(tasks, key=lambda one: -SIZES[one.experiment]), workers)
    assert makespan <= 1.01 * largest_first


def test_of_the_last_tasks_the_largest_comes_first():
    sizes = {A: 2.0, B: 3.0, C: 1.0}
    tasks = tasks_for(runs_for([(ask(A, B), 2), (ask(A, C), 2)]), lambda e: sizes[e.with_(epochs=A.epochs)], 1)
    assert [each.experiment for each in tasks] == [B, A, C]


def test_no_runs_make_no_tasks():
    assert tasks_for([], cheap, 1) == []


@pytest.mark.parametrize("nothing", [0.0, math.nan, math.inf])
def test_an_experiment_that_says_its_work_is_no_number_is_planned_all_the_same(nothing):
    tasks = tasks_for(runs_for([(ask(A, B), 3)]), lambda _: nothing, 1)
    assert sum(len(each.runs) for each in tasks) == 6


def test_a_task_is_taken_apart_by_seeds_and_then_by_stops():
    whole = task(A.with_(epochs=4), (2, 4), (7, 8))
    of_seed = whole.parts()
    assert of_seed == [task(A.with_(epochs=4), (2, 4), (7,)), task(A.with_(epochs=4), (2, 4), (8,))]
    assert of_seed[0].parts() == [task(A, (2,), (7,)), task(A.with_(epochs=4), (4,), (7,))]
    assert of_seed[0].parts()[0].parts() == [task(A, (2,), (7,))], "one run is its own part"
    for one in (whole, of_seed[0]):
        assert [run for part in one.parts() for run in part.runs] == one.runs
