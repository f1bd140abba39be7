"""Execution, with real worker processes: the same numbers as here, workers that die, runs that hang."""

import gc
import os

import pytest
from joblib.externals.loky import get_reusable_executor

from harness.base.errors import UserError
from harness.campaign.execute import execute
from harness.campaign.plan import Task
from harness.campaign.workers.processes import Processes
from harness.declare.run_result import Run
from tests.toys import TOY, ToySource, Troubled, die, divide_by_zero, hang, run_out_of_memory

# By scikit-learn, because a worker that replaces a dead one has that imported in a second.
NETWORK = TOY.with_(library="sklearn")
OTHERS = [NETWORK.with_(learning_rate=rate / 10) for rate in range(1, 7)]
DEADLY = NETWORK.with_(data="circles")


def task(experiment, stops=None, seeds=(0, 1)):
    return Task(experiment, stops or (experiment.epochs,), seeds)


@pytest.fixture(autouse=True)
def _no_workers_left():
    yield
    get_reusable_executor().shutdown()


def trained(tasks, source=None, workers=2, run_limit=600):
    """Execute tasks; return all results and what crashed."""
    results, pids = {}, set()

    def done(task_results):
        pids.add(os.getpid())
        results.update(task_results)

    crashed = execute(tasks, source or ToySource(), trainer="epoch", workers=Processes(workers, run_limit), done=done)
    assert pids <= {os.getpid()}, "results are kept by this process"
    return results, crashed


def numbers(results):
    return {run: (result.curves, result.measurements, result.fingerprint) for run, result in results.items()}


def test_a_run_has_the_same_numbers_in_whichever_process_and_company_it_is_trained():
    experiment = NETWORK.with_(epochs=4, hidden=(5,))
    together, crashed = trained(
        [task(experiment, stops=(2, 4)), task(NETWORK, seeds=(3, 0)), task(NETWORK, seeds=(5,))]
    )
    assert not crashed
    assert set(together) == {
        *(Run(experiment.with_(epochs=epochs), seed) for epochs in (2, 4) for seed in (0, 1)),
        *(Run(NETWORK, seed) for seed in (3, 0, 5)),
    }
    get_reusable_executor().shutdown()
    alone, _ = trained([task(NETWORK, seeds=(5,)), task(experiment, stops=(2, 4), seeds=(1,))], workers=1)
    assert numbers(alone) == {run: values for run, values in numbers(together).items() if run in alone}


def test_nothing_to_train_starts_nothing():
    assert trained([], source=None) == ({}, {})


def test_a_worker_that_dies_once_costs_a_second_try_and_nothing_else(tmp_path):
    source = ToySource(instead={"circles": Troubled(die, once=tmp_path / "died")})
    results, crashed = trained([task(OTHERS[0]), task(DEADLY), *map(task, OTHERS[1:])], source)
    assert (tmp_path / "died").exists()
    assert crashed == {}
    assert set(results) == {Run(experiment, seed) for experiment in (*OTHERS, DEADLY) for seed in (0, 1)}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_kills_its_worker_every_time_is_given_up_and_all_others_are_trained(workers):
    source = ToySource(instead={"circles": Troubled(die)})
    results, crashed = trained([task(DEADLY), *map(task, OTHERS)], source, workers)
    assert crashed.keys() == {Run(DEADLY, 0), Run(DEADLY, 1)}
    assert set(crashed.values()) == {"the worker process that trained it died, twice"}
    assert set(results) == {Run(experiment, seed) for experiment in OTHERS for seed in (0, 1)}


def test_a_task_that_runs_out_of_memory_every_time_is_given_up_and_all_others_are_trained():
    source = ToySource(instead={"circles": Troubled(run_out_of_memory)})
    results, crashed = trained([task(DEADLY), *map(task, OTHERS)], source)
    assert crashed.keys() == {Run(DEADLY, 0), Run(DEADLY, 1)}
    assert set(crashed.values()) == {"it ran out of memory, twice"}
    assert set(results) == {Run(experiment, seed) for experiment in OTHERS for seed in (0, 1)}


def test_a_task_that_runs_out_of_memory_once_is_trained_the_second_time(tmp_path):
    source = ToySource(instead={"circles": Troubled(run_out_of_memory, once=tmp_path / "full")})
    results, crashed = trained([task(OTHERS[0]), task(DEADLY)], source)
    assert crashed == {}
    assert set(results) == {Run(experiment, seed) for experiment in (OTHERS[0], DEADLY) for seed in (0, 1)}


def test_a_fault_in_the_trainer_is_no_result_of_a_claim():
    with pytest.raises(ZeroDivisionError):
        trained([task(DEADLY)], ToySource(instead={"circles": Troubled(divide_by_zero)}))


def test_a_run_that_hangs_is_ended_at_the_limit_and_all_others_are_trained(capfd):
    source = ToySource(instead={"circles": Troubled(hang)})
    results, crashed = trained([task(DEADLY), *map(task, OTHERS)], source, run_limit=3)
    assert crashed.keys() == {Run(DEADLY, 0), Run(DEADLY, 1)}
    assert set(crashed.values()) == {"it took longer than 3 s (--claims-run-limit), or its worker process died, twice"}
    assert set(results) == {Run(experiment, seed) for experiment in OTHERS for seed in (0, 1)}
    assert "in hang" in capfd.readouterr().err, "where it hung"


def test_a_run_that_hangs_once_is_trained_the_second_time(tmp_path):
    source = ToySource(instead={"circles": Troubled(hang, once=tmp_path / "hung")})
    results, crashed = trained([task(DEADLY)], source, run_limit=3)
    assert crashed == {}
    assert set(results) == {Run(DEADLY, 0), Run(DEADLY, 1)}


def test_results_that_cannot_be_kept_end_the_training_at_once_and_quietly():
    def done(_results):
        raise UserError("the disk is full")

    with pytest.raises(UserError, match="the disk is full"):
        execute([task(other) for other in OTHERS], ToySource(), trainer="epoch", workers=Processes(2, 600), done=done)
    gc.collect()  # what is left over would be heard of here
    results, crashed = trained([task(OTHERS[0])])
    assert (len(results), crashed) == (2, {})
