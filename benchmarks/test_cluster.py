"""The same work on the same cores: local workers against a Dask cluster."""

import contextlib

import pytest
from distributed import Client

from benchmarks.training import CORES
from benchmarks.tutorial import TUTORIAL
from harness.campaign.execute import Execution
from harness.campaign.plan import Task
from harness.campaign.workers.cluster import Cluster
from harness.campaign.workers.processes import Processes
from harness.declare.registry import current
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from tests.dask_processes import scheduler, worker

TASKS = [Task(TUTORIAL, (TUTORIAL,), tuple(range(seed, seed + 4))) for seed in range(0, 24, 4)]


@pytest.mark.benchmark(group="cluster")
def test_a_cluster_against_local_workers(compare, tmp_path):
    """24 runs of the tutorial's network; workers that have trained before, a connection to the cluster each time."""

    def train(workers):
        trained: dict[Run, RunResult] = {}
        assert not Execution(current(), "epoch", workers, trained.update, print).run(TASKS)
        return {run: result.fingerprint for run, result in trained.items()}

    def on_cluster(address):
        with contextlib.closing(Cluster(address, run_limit=600)) as cluster:
            return train(cluster)

    with contextlib.ExitStack() as processes:
        address = processes.enter_context(scheduler(tmp_path))
        for _ in range(CORES):
            processes.enter_context(worker(address, tmp_path))
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(CORES, timeout=30)
        local = processes.enter_context(contextlib.closing(Processes(CORES, run_limit=600)))
        assert on_cluster(address) == train(local)
        sides = {"local workers": lambda: train(local), "Dask cluster": lambda: on_cluster(address)}
        compare(sides, rounds=9, per=dict.fromkeys(sides, 1.0), unit="s")
