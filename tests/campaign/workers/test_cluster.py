"""A real Dask scheduler with two real workers: the numbers of this machine, and everything that can go wrong there."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from concurrent.futures import CancelledError

import pytest
from distributed import Client, KilledWorker

from harness.base.errors import UserError
from harness.campaign.execute import Execution
from harness.campaign.workers import cluster
from harness.campaign.workers.cluster import Cluster, find_scheduler
from harness.campaign.workers.processes import Processes
from harness.declare.run import Run
from harness.train.function import experiment
from tests.campaign.test_survival import LONG, RUNS
from tests.dask_processes import scheduler, worker
from tests.own_kind import HEIGHT, OTHERS, WALK
from tests.projects import PATIENCE, Project
from tests.toys import TOY, Received, Troubled, die, numbers, task, tiny_data, toy_registry, until

TROUBLED = WALK.with_(data="circles")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dask")
    with scheduler(folder) as found, worker(found, folder), worker(found, folder):
        with Client(found, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
        yield found


@pytest.fixture
def workers(address):
    # A worker that a test has killed is started again by its nanny.
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=120)
    with contextlib.closing(Cluster(address, run_limit=600)) as connected:
        yield connected


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)


def trained(experiments, workers, registry=None, note=pytest.fail):
    """Train experiments with two seeds each; return all results and what crashed."""
    results = {}
    tasks = [task(experiment, (experiment.training[1],), (0, 1)) for experiment in experiments]
    execution = Execution(registry or toy_registry(), "epoch", workers, results.update, note)
    return results, {run: failure.reason for run, failure in execution.run(tasks).items()}


def runs(experiments):
    return {Run(experiment, seed) for experiment in experiments for seed in (0, 1)}


def test_a_cluster_computes_the_numbers_of_this_machine_bit_for_bit(workers):
    sklearn = [TOY.with_(library="sklearn", learning_rate=rate / 10) for rate in range(1, 4)]
    experiments = [*sklearn, *OTHERS, TOY, TOY.with_(dropout=0.5, optimizer="adam", hidden=(5, 4))]
    there, crashed = trained(experiments, workers)
    with contextlib.closing(Processes(1, run_limit=600)) as process:
        here, _ = trained(experiments, process)
    assert (workers.count, crashed) == (2, {})
    assert there.keys() == runs(experiments)
    assert numbers(there) == numbers(here)


def test_data_are_sent_to_each_worker_once(workers, tmp_path):
    registry = toy_registry(instead={"xor": Received(tmp_path)})
    for experiments in (OTHERS[:3], OTHERS[3:]):
        assert trained(experiments, workers, registry)[0].keys() == runs(experiments)
    assert len(list(tmp_path.iterdir())) == 2


def test_the_runs_of_a_worker_that_dies_are_trained_all_the_same(workers, tmp_path):
    registry = toy_registry(instead={"circles": Troubled(die, log=tmp_path / "begun")})
    results, crashed = trained([TROUBLED, *OTHERS], workers, registry)
    assert (tmp_path / "begun").exists()
    assert crashed == {}
    assert results.keys() == runs([TROUBLED, *OTHERS])


@pytest.mark.slow
def test_the_runs_of_a_worker_killed_mid_run_with_its_nanny_go_to_the_other(tmp_path):
    (tmp_path / "project").mkdir()
    project = Project(tmp_path / "project", claims=LONG)
    with (
        scheduler(tmp_path) as found,
        worker(found, tmp_path) as one,
        worker(found, tmp_path) as other,
        Client(found, set_as_default=False) as client,
    ):
        client.wait_for_workers(2, timeout=120)
        groups = {address: os.getpgid(pid) for address, pid in client.run(os.getpid).items()}
        assert set(groups.values()) == {one.pid, other.pid}
        (victim,) = (address for address, group in groups.items() if group == one.pid)
        session = project.start("claims", "--claims-scheduler", found)
        until(lambda: (project.rows and client.processing()[victim]) or session.poll() is not None, 180, "a run there")
        assert session.poll() is None, session.communicate()[0]
        os.killpg(one.pid, signal.SIGKILL)
        text, _ = session.communicate(timeout=PATIENCE)
        assert client.nthreads().keys() == groups.keys() - {victim}, "nobody has started it again"
    assert session.returncode == 0, text
    campaign = project.results["campaign"]
    assert (campaign["workers"], campaign["runs_trained"], project.rows) == (2, RUNS, RUNS)
    assert set(project.verdicts.values()) == {"supported"}


def test_a_call_is_answered_whose_result_was_lost_with_its_worker(workers, monkeypatch):
    async def lost(*_arguments, **_options):
        raise KilledWorker("answer", None, 1)

    monkeypatch.setattr("distributed.client.Future._result", lost)
    with pytest.raises(KilledWorker):
        workers.submit(abs, -1).result(timeout=60)


@pytest.mark.slow
def test_a_task_that_kills_every_worker_is_given_up_and_all_others_are_trained(workers):
    registry = toy_registry(instead={"circles": Troubled(die)})
    results, crashed = trained([TROUBLED, *OTHERS], workers, registry)
    assert crashed.keys() == runs([TROUBLED])
    assert set(crashed.values()) == {"the worker process that trained it died, twice"}
    assert results.keys() == runs(OTHERS)


@experiment(metrics={"height": HEIGHT})
def half(seed, *, fails):
    """Fail with one of the seeds."""
    if seed == fails:
        raise ValueError("no height")
    return {"height": float(seed)}


def test_a_projects_own_code_is_sent_by_value_and_its_failure_told_with_the_traceback(workers):
    notes = []
    results, crashed = trained([half(fails=0), half(fails=-1)], workers, note=notes.append)
    assert crashed == {Run(half(fails=0), 0): "half() raised ValueError: no height"}
    assert results.keys() == runs([half(fails=0), half(fails=-1)]) - crashed.keys()
    assert [note.splitlines()[-1] for note in notes] == ["ValueError: no height"]


def test_results_that_cannot_be_kept_end_the_training_and_leave_a_cluster_that_can_be_used(workers, address):
    def done(_results):
        raise UserError("the disk is full")

    tasks = [task(other, (2,), (0, 1)) for other in OTHERS]
    with pytest.raises(UserError, match="the disk is full"):
        Execution(toy_registry(), "epoch", workers, done, pytest.fail).run(tasks)
    with Client(address, set_as_default=False) as client:
        until(lambda: not client.run_on_scheduler(_tasks), 60, "the scheduler has forgotten what was under way")
    assert trained(OTHERS, workers)[0].keys() == runs(OTHERS)


@pytest.mark.slow
def test_ctrl_c_leaves_a_cluster_that_can_be_used(workers, address, tmp_path):
    project = Project(tmp_path, claims=LONG)
    session = project.start("claims", "--claims-scheduler", address)
    until(lambda: project.rows or session.poll() is not None, 180, "a run in the store")
    session.send_signal(signal.SIGINT)
    text, _ = session.communicate(timeout=PATIENCE)
    assert session.returncode == pytest.ExitCode.INTERRUPTED, text
    assert "Traceback" not in text, text
    campaign = project.results["campaign"]
    assert campaign["workers"] == 2
    assert 0 < campaign["runs_trained"] <= project.rows
    with Client(address, set_as_default=False) as client:
        until(lambda: not client.run_on_scheduler(_tasks), 60, "the scheduler has forgotten the session's tasks")
    assert trained(OTHERS, workers)[0].keys() == runs(OTHERS)


def _tasks(dask_scheduler):
    return len(dask_scheduler.tasks)


def test_a_worker_with_other_versions_is_refused_before_the_training(address, monkeypatch):
    here = {**cluster.facts(), "keras": "0.0"}
    monkeypatch.setattr(cluster, "facts", lambda: here)
    with pytest.raises(UserError, match=r"worker tcp://\S+: its numbers could be others: keras is \S+ there and 0.0 h"):
        Cluster(address, run_limit=600)


def test_a_worker_with_another_order_of_sets_is_refused(address, monkeypatch):
    monkeypatch.setattr(cluster, "ONE_ORDER", {"PYTHONHASHSEED": "1"})
    with pytest.raises(UserError, match="PYTHONHASHSEED is 6640 there and 1 here"):
        Cluster(address, run_limit=600)


def test_a_worker_with_other_versions_that_comes_later_trains_nothing(workers):
    workers._session = {**cluster.facts(), "the trainer's code": "older"}
    with pytest.raises(UserError, match=r"the trainer's code is \w+ there and older here"):
        trained([WALK], workers)


def test_a_worker_with_several_threads_is_refused(address, tmp_path):
    with worker(address, tmp_path, threads=2), Client(address, set_as_default=False) as client:
        client.wait_for_workers(3, timeout=120)
        with pytest.raises(UserError, match="several threads, which would share a network; start it with --nthreads 1"):
            Cluster(address, run_limit=600)
    with Client(address, set_as_default=False) as client:
        until(lambda: len(client.nthreads()) == 2, 60, "the third worker is gone")


@pytest.mark.usefixtures("impatient")
def test_a_scheduler_without_workers_is_said(tmp_path):
    with scheduler(tmp_path) as found, pytest.raises(UserError, match="no worker has come within 1 s"):
        Cluster(found, run_limit=600)


@pytest.mark.parametrize("address", ["", "localhost", "tcp://127.0.0.1:port", "http://127.0.0.1:8786"])
def test_an_address_that_is_none_is_said(address):
    with pytest.raises(UserError, match=r"--claims-scheduler: '.*' is not an address such as tcp://127.0.0.1:8786"):
        find_scheduler(address)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("listens", [True, False])
def test_an_address_where_no_scheduler_answers_is_said(listens):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        if listens:
            other.listen()
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(UserError, match=f"no Dask scheduler answers at {address}"):
            find_scheduler(address)


def test_a_workers_address_is_not_taken_for_a_schedulers(address):
    with Client(address, set_as_default=False) as client:
        one = next(iter(client.nthreads()))
    with pytest.raises(UserError, match=f"at {one} is a worker, not a scheduler"):
        find_scheduler(one)


@pytest.mark.usefixtures("impatient")
def test_a_scheduler_is_looked_for_also_where_pytest_is_run_by_a_notebook():
    async def cell():
        find_scheduler("tcp://127.0.0.1:1")

    with pytest.raises(UserError, match="no Dask scheduler answers"):
        asyncio.run(cell())


def test_a_mistake_ends_the_session_in_one_line_before_the_training(project):
    outcome = project.pytest("claims", "--claims-scheduler", "nowhere")
    assert outcome.code == pytest.ExitCode.USAGE_ERROR
    assert outcome.lines[-1].startswith("ERROR: --claims-scheduler: 'nowhere' is not an address"), outcome.text
    assert "Traceback" not in outcome.text
    assert project.rows == 0


def test_without_the_extra_the_missing_package_is_named(project):
    (project.folder / "bare.py").write_text("import sys\nsys.modules['distributed'] = None\n")
    outcome = project.pytest("claims", "-p", "bare", "--claims-scheduler", "tcp://127.0.0.1:1")
    assert outcome.code == pytest.ExitCode.USAGE_ERROR
    said = "ERROR: --claims-scheduler needs the package distributed, which is not installed: "
    said += "pip install 'pytest-claims[cluster]'"
    assert outcome.lines[-1] == said, outcome.text
    assert "Traceback" not in outcome.text


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0, 15], ids=["at once", "when the client has given up"])
def test_a_scheduler_that_has_died_between_two_rounds_is_said(tmp_path, seconds):
    with contextlib.ExitStack() as lives, contextlib.ExitStack() as dies:
        found = dies.enter_context(scheduler(tmp_path))
        lives.enter_context(worker(found, tmp_path))
        connected = lives.enter_context(contextlib.closing(Cluster(found, run_limit=600)))
        assert trained(OTHERS[:1], connected)[0].keys() == runs(OTHERS[:1])
        shared = connected.share(tiny_data())
        dies.close()
        time.sleep(seconds)
        with pytest.raises(UserError, match="the scheduler was lost; what was trained is kept"):
            trained(OTHERS, connected)
        with pytest.raises((UserError, CancelledError)):
            connected.submit(shared).result(timeout=60)


@pytest.mark.slow
def test_a_scheduler_that_dies_ends_the_session_in_one_line_and_nothing_is_lost(tmp_path):
    (tmp_path / "project").mkdir()
    project = Project(tmp_path / "project", claims=LONG)
    with contextlib.ExitStack() as lives, contextlib.ExitStack() as dies:
        found = dies.enter_context(scheduler(tmp_path))
        lives.enter_context(worker(found, tmp_path))
        session = project.start("claims", "--claims-scheduler", found)
        until(lambda: project.rows or session.poll() is not None, 180, "a run in the store")
        dies.close()
        text, _ = session.communicate(timeout=PATIENCE)
    assert "--claims-scheduler: the scheduler was lost; what was trained is kept" in text, text
    assert "Traceback" not in text, text
    assert session.returncode == pytest.ExitCode.USAGE_ERROR
    assert project.rows > 0
