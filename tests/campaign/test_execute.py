"""Execution, with real worker processes: the same numbers as here, workers that die, runs that hang."""

import contextlib
import os
import time

import pytest

from harness.base.errors import UserError
from harness.campaign.execute import Execution
from harness.campaign.workers.processes import Processes
from harness.declare.run import Run
from tests.own_kind import OTHERS, WALK
from tests.toys import TOY, Troubled, die, divide_by_zero, hang, numbers, run_out_of_memory, task, toy_registry

DEADLY = WALK.with_(data="circles")


def troubled(*trouble, **when):
    return toy_registry(instead={"circles": Troubled(*trouble, **when)})


def trained(tasks, registry=None, workers=2, run_limit=600, note=pytest.fail):
    """Execute tasks; return all results and what crashed."""
    results, pids = {}, set()

    def done(task_results):
        pids.add(os.getpid())
        results.update(task_results)

    with contextlib.closing(Processes(workers, run_limit)) as processes:
        failed = Execution(registry or toy_registry(), "epoch", processes, done, note).run(tasks)
    assert pids <= {os.getpid()}, "results are kept by this process"
    return results, {run: failure.reason for run, failure in failed.items()}


def runs(*experiments):
    return {Run(experiment, seed) for experiment in experiments for seed in (0, 1)}


def test_a_run_has_the_same_numbers_in_whichever_process_and_company_it_is_trained():
    network = TOY.with_(library="sklearn")
    experiment = network.with_(epochs=4, hidden=(5,))
    together, crashed = trained(
        [task(experiment, stops=(2, 4)), task(network, seeds=(3, 0)), task(network, seeds=(5,))]
    )
    assert not crashed
    assert set(together) == {
        *(Run(experiment.with_(epochs=epochs), seed) for epochs in (2, 4) for seed in (0, 1)),
        *(Run(network, seed) for seed in (3, 0, 5)),
    }
    alone, _ = trained([task(network, seeds=(5,)), task(experiment, stops=(2, 4), seeds=(1,))], workers=1)
    assert numbers(alone) == {run: values for run, values in numbers(together).items() if run in alone}


def test_nothing_to_train_starts_nothing():
    processes = Processes(2, 600)
    assert Execution(toy_registry(), "epoch", processes, pytest.fail, pytest.fail).run([]) == {}
    assert processes._executor is None


def test_a_worker_that_dies_once_costs_a_second_try_and_nothing_else(tmp_path):
    registry = troubled(die, log=tmp_path / "begun")
    results, crashed = trained([task(OTHERS[0]), task(DEADLY), *map(task, OTHERS[1:])], registry)
    assert (tmp_path / "begun").exists()
    assert crashed == {}
    assert set(results) == runs(*OTHERS, DEADLY)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_kills_its_worker_every_time_is_given_up_and_all_others_are_trained(workers):
    results, crashed = trained([task(DEADLY), *map(task, OTHERS)], troubled(die), workers)
    assert crashed.keys() == runs(DEADLY)
    assert set(crashed.values()) == {"the worker process that trained it died, twice"}
    assert set(results) == runs(*OTHERS)


def test_a_task_that_runs_out_of_memory_every_time_is_given_up_and_all_others_are_trained():
    results, crashed = trained([task(DEADLY), *map(task, OTHERS)], troubled(run_out_of_memory))
    assert crashed.keys() == runs(DEADLY)
    assert set(crashed.values()) == {"it ran out of memory, twice"}
    assert set(results) == runs(*OTHERS)


def test_a_task_that_runs_out_of_memory_once_is_trained_the_second_time(tmp_path):
    results, crashed = trained([task(OTHERS[0]), task(DEADLY)], troubled(run_out_of_memory, log=tmp_path / "begun"))
    assert crashed == {}
    assert set(results) == runs(OTHERS[0], DEADLY)


def test_a_fault_in_the_trainer_is_no_result_of_a_claim_and_is_said():
    notes = []
    results, crashed = trained([task(DEADLY), task(WALK)], troubled(divide_by_zero), note=notes.append)
    assert {reason.split(":")[0] for reason in crashed.values()} == {"Walk.train() raised ZeroDivisionError"}
    assert crashed.keys() == runs(DEADLY)
    assert results.keys() == runs(WALK)
    assert "divide_by_zero" in notes[0]


@pytest.mark.slow
def test_a_run_that_hangs_is_ended_at_the_limit_and_all_others_are_trained(capfd):
    results, crashed = trained([task(DEADLY), *map(task, OTHERS)], troubled(hang), run_limit=3)
    assert crashed.keys() == runs(DEADLY)
    assert set(crashed.values()) == {"it took longer than 3 s (--claims-run-limit), or its worker process died, twice"}
    assert set(results) == runs(*OTHERS)
    assert "in hang" in capfd.readouterr().err, "where it hung"


def test_a_run_that_hangs_once_is_trained_the_second_time(tmp_path):
    results, crashed = trained([task(DEADLY)], troubled(hang, log=tmp_path / "begun"), run_limit=3)
    assert crashed == {}
    assert set(results) == runs(DEADLY)


def test_of_a_task_that_fails_twice_only_the_seed_that_is_to_blame_is_given_up(tmp_path):
    # The second seed kills its worker in the task (the second run of all) and on its own (the fourth).
    registry = troubled(die, log=tmp_path / "begun", at=(2, 4))
    results, crashed = trained([task(DEADLY, seeds=(0, 1, 2)), task(WALK)], registry)
    assert crashed == {Run(DEADLY, 1): "the worker process that trained it died, twice"}
    assert set(results) == {Run(DEADLY, 0), Run(DEADLY, 2), *runs(WALK)}


@pytest.mark.slow
@pytest.mark.parametrize(("at", "given_up"), [((1, 2, 5), [4]), ((1, 2, 4), [2]), ((1, 2, 4, 5), [2, 4])])
def test_of_several_stops_only_those_are_given_up_that_kill_their_worker(tmp_path, at, given_up):
    # The first seed in its task; then both, one after the other; then the first with each stop on its own.
    longer = DEADLY.with_(steps=4)
    results, crashed = trained([task(longer, stops=(2, 4), at_once=2)], troubled(die, log=tmp_path / "begun", at=at))
    assert list(crashed) == [Run(DEADLY.with_(steps=steps), 0) for steps in given_up]
    assert set(results) == runs(DEADLY, longer) - set(crashed)


def test_runs_tried_one_by_one_have_the_numbers_of_their_task(tmp_path):
    tasks = [task(DEADLY.with_(steps=4), stops=(2, 4))]
    first, _ = trained(tasks)
    second, _ = trained(tasks, troubled(die, log=tmp_path / "begun", at=(1, 2)))
    assert numbers(second) == numbers(first)


@pytest.mark.parametrize("trouble", [UserError("the disk is full"), KeyboardInterrupt()], ids=["failed", "ctrl-c"])
def test_what_ends_the_training_ends_it_at_once_and_quietly(capfd, trouble):
    def done(_results):
        raise trouble

    started = time.monotonic()
    with contextlib.closing(Processes(2, 600)) as processes:
        execution = Execution(troubled(hang), "epoch", processes, done, pytest.fail)
        with pytest.raises(type(trouble)):
            execution.run([task(DEADLY), *map(task, OTHERS)])
        assert processes._executor is None, "no worker is left"
    assert time.monotonic() - started < 60, "nobody waits for a run that hangs"
    assert capfd.readouterr().err == ""
