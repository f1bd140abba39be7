"""Worker processes: what a call finds there, what comes back, what a death costs, and what is left when they end."""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from loky.backend.context import LokyContext
from threadpoolctl import threadpool_info

from harness.base.errors import UserError
from harness.campaign.workers import shared_arrays
from harness.campaign.workers.processes import ONE_THREAD, Processes
from harness.campaign.workers.protocol import open_workers
from harness.data.arrays import Data
from tests.toys import Received, die, hang, tiny_data, until

LARGE = tiny_data(train=60_000)


@pytest.fixture
def workers():
    with contextlib.closing(Processes(2, run_limit=600)) as two:
        yield two


@pytest.fixture(scope="module")
def worker():
    with contextlib.closing(Processes(1, run_limit=600)) as one:
        yield one


def threads():
    """Return the environment's numbers of threads, and those of the libraries that are loaded."""
    import sklearn.neural_network  # noqa: F401 (brings libraries with threads of their own)

    return {name: os.environ.get(name) for name in ONE_THREAD}, {pool["num_threads"] for pool in threadpool_info()}


def test_a_worker_is_a_process_of_one_thread_also_if_it_is_the_only_one(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    with contextlib.closing(Processes(1, run_limit=600)) as one:
        assert one.submit(os.getpid).result() != os.getpid()
        assert one.submit(threads).result() == (ONE_THREAD, {1})
    assert os.environ["OMP_NUM_THREADS"] == "2", "this process is as it was"
    assert "MKL_NUM_THREADS" not in os.environ


def test_a_set_of_texts_has_one_order_in_every_worker_whatever_the_session_says(monkeypatch):
    orders = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        with contextlib.closing(Processes(1, run_limit=600)) as one:
            orders.append(one.submit(_hashed).result())
    assert orders[0] == orders[1]


def _hashed():
    return hash("a text")


def test_a_worker_finds_modules_where_this_process_does(worker):
    assert set(sys.path) <= set(worker.submit(_path).result())


def _path():
    return sys.path


def test_calls_are_begun_in_their_order_and_a_worker_makes_several(worker, tmp_path):
    calls = [worker.submit(_append, tmp_path / "order", number) for number in range(20)]
    assert len({call.result() for call in calls}) == 1
    assert (tmp_path / "order").read_text() == "".join(f"{number} " for number in range(20))


def _append(path, number):
    with path.open("a") as file:
        file.write(f"{number} ")
    return os.getpid()


def test_there_are_as_many_workers_as_told(workers, tmp_path):
    calls = [workers.submit(_meet, tmp_path) for _ in range(2)]
    assert len({call.result() for call in calls}) == 2, "neither ends before both have begun"


def _meet(folder):
    (folder / str(os.getpid())).touch()
    until(lambda: len(list(folder.iterdir())) == 2, 120, "two at once")
    return os.getpid()


def test_what_a_call_raises_is_raised_here_and_says_where(worker):
    with pytest.raises(ZeroDivisionError) as raised:
        worker.submit(divmod, 1, 0).result()
    assert "Traceback" in str(raised.value.__cause__)


# -- deaths ------------------------------------------------------------------------------------------------------------


def test_the_death_of_a_worker_is_that_of_its_call_and_the_next_call_finds_another(workers):
    with pytest.raises(workers.deaths):
        workers.submit(die).result()
    assert workers.submit(os.getpid).result() != os.getpid()


def test_a_worker_that_dies_between_calls_is_replaced_before_the_next(workers):
    pids = {workers.submit(os.getpid).result() for _ in range(2)}
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    time.sleep(1)
    assert workers.submit(os.getpid).result() not in pids


@pytest.mark.parametrize("end", ["cancel", "close"])
def test_calls_in_their_middle_are_ended_at_once(workers, tmp_path, end):
    calls = [workers.submit(_say_and_hang, tmp_path) for _ in range(3)]
    until(lambda: len(list(tmp_path.iterdir())) == 2, 120, "two calls under way")
    started = time.monotonic()
    getattr(workers, end)()
    assert time.monotonic() - started < 30
    assert all(call.cancelled() or call.exception() for call in calls)
    for path in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.name), 0)


def _say_and_hang(folder):
    (folder / str(os.getpid())).touch()
    hang()


def test_workers_that_were_cancelled_can_be_used_again(workers):
    first = workers.submit(os.getpid).result()
    workers.cancel()
    assert workers.submit(os.getpid).result() != first


def test_workers_that_start_early_import_what_they_are_told_and_survive_if_they_cannot():
    with contextlib.closing(Processes(1, run_limit=600)) as one:
        one.start("no.such.module")
        one.start("wave")
        assert one.submit(_has_imported, "wave").result()


def _has_imported(module):
    return module in sys.modules


def test_ctrl_c_does_not_reach_a_worker(worker):
    pid = worker.submit(os.getpid).result()
    os.kill(pid, signal.SIGINT)
    assert worker.submit(os.getpid).result() == pid


def test_what_is_opened_is_closed():
    with open_workers(1, None, 600) as opened:
        pid = opened.submit(os.getpid).result()
        assert (opened.count, opened.run_limit) == (1, 600)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


# -- data --------------------------------------------------------------------------------------------------------------


def test_large_data_are_mapped_once_in_a_worker_and_read_only(worker):
    shared = worker.share(LARGE)
    sums, same, mapped, writeable = worker.submit(_received, shared).result()
    assert (same, mapped, writeable) == (True, True, False)
    assert sums == {name: None if array is None else float(array.sum()) for name, array in vars(LARGE).items()}


def _received(shared):
    data = shared()
    x = data.x_train
    sums = {name: None if array is None else float(array.sum()) for name, array in vars(data).items()}
    return sums, shared().x_train is x, isinstance(x, np.memmap), x.flags.writeable


def test_mapped_data_are_the_data_bit_for_bit():
    with contextlib.closing(shared_arrays.SharedArrays()) as arrays:
        whole = Data(**{**vars(LARGE), "truth": np.arange(20, dtype=np.float32)})
        assert arrays.put(whole)().sha256 == whole.sha256


def test_the_same_data_are_written_once(worker):
    assert worker.share(LARGE) is worker.share(LARGE)


def test_small_data_are_sent_and_so_are_those_of_a_kind_of_its_own(worker, tmp_path):
    small = tiny_data()
    assert worker.submit(_received, worker.share(small)).result()[2:] == (False, True)
    worker.submit(_received, worker.share(Received(tmp_path))).result()
    assert len(list(tmp_path.iterdir())) == 1


def test_data_are_gone_with_the_workers(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with contextlib.closing(Processes(1, run_limit=600)) as one:
        shared = one.share(LARGE)
        one.submit(_received, shared).result()
        (folder,) = tmp_path.iterdir()
        assert sum(file.stat().st_size for file in folder.rglob("*.npy")) > shared_arrays.LARGE
    assert list(tmp_path.iterdir()) == []


SAID = r"the workers cannot be given the data: .*; TMPDIR can name another place"


def test_no_room_for_the_data_is_said_in_one_line_and_can_be_made(small_disk, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(small_disk))
    with contextlib.closing(Processes(1, run_limit=600)) as one:
        for _ in range(2):
            with pytest.raises(UserError, match=SAID):
                one.share(LARGE)


def test_no_place_for_temporary_files_is_said_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with contextlib.closing(Processes(1, run_limit=600)) as one:
        with pytest.raises(UserError, match=SAID):
            one.share(LARGE)
        with pytest.raises(UserError, match=SAID):
            one.submit(os.getpid)


def test_a_folder_that_is_gone_meanwhile_does_not_hinder_the_end():
    with contextlib.closing(Processes(1, run_limit=600)) as one:
        shared = one.share(LARGE)
        for file in Path(shared.folder).iterdir():
            file.unlink()


def test_a_system_that_cannot_start_a_worker_is_said_in_one_line(monkeypatch):
    def no_room(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(LokyContext, "Lock", no_room)
    with contextlib.closing(Processes(1, 600)) as workers, pytest.raises(UserError) as refused:
        workers.submit(tiny_data)
    assert "worker processes cannot be started: [Errno 28] No space left on device" in str(refused.value)
    assert "/dev/shm" in str(refused.value)
