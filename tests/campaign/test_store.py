"""The store: what was put is there, whatever happened since; what is damaged counts as absent."""

import contextlib
import math
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from harness.base.errors import UserError
from harness.campaign.store import Store, open_store
from harness.declare.run_result import RunResult

ROOT = Path(__file__).parents[2]


def result(loss=0.5, **changes):
    fields = {
        "curves": {"test_loss": (1.0, loss)},
        "measurements": {"train_loss": loss},
        "diverged_at": None,
        "fingerprint": "f",
        "seconds": 0.1,
    }
    return RunResult(**{**fields, **changes})


def opened(path):
    return contextlib.closing(Store(path))


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path / "runs.sqlite") as made:
        yield made


@pytest.mark.parametrize("loss", [0.1, 1e-300, -0.0, math.nan, math.inf, -math.inf])
def test_a_result_comes_back_bit_for_bit_also_from_a_file_opened_again(store, loss):
    store.put([("k", result(loss, diverged_at=2))])
    assert repr(store.get("k")) == repr(result(loss, diverged_at=2))
    again = Store(store.path)
    assert repr(again.get("k")) == repr(result(loss, diverged_at=2))
    again.close()


def test_a_key_that_was_never_put_gives_nothing(store):
    assert store.get("k") is None


def test_a_result_put_again_replaces_the_first(store):
    store.put([("k", result(0.5))])
    store.put([("k", result(0.25))])
    assert store.get("k") == result(0.25)


def test_only_results_finished_since_a_time_are_given(store):
    before = time.time()
    store.put([("k", result())])
    assert store.get("k", since=before) == result()
    assert store.get("k", since=time.time() + 1) is None


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE runs SET result = replace(result, '0.5', '0.6')",
        "UPDATE runs SET result = substr(result, 1, 20)",
        "UPDATE runs SET result = ''",
        "UPDATE runs SET result = x'00ff'",
        "UPDATE runs SET checksum = 'x'",
    ],
)
def test_a_damaged_row_counts_as_absent_and_can_be_put_again(store, damage):
    store.put([("k", result()), ("other", result(0.75))])
    with sqlite3.connect(store.path) as file:
        file.execute(f"{damage} WHERE key = 'k'")
    file.close()
    assert store.get("k") is None
    assert store.get("other") == result(0.75)
    store.put([("k", result())])
    assert store.get("k") == result()


def test_a_row_under_another_runs_key_counts_as_absent(store):
    store.put([("k", result())])
    with sqlite3.connect(store.path) as file:
        file.execute("UPDATE runs SET key = 'other'")
    file.close()
    assert store.get("other") is None


def test_results_that_cannot_be_written_leave_the_store_as_it_was(store):
    store.put([("k", result())])
    with pytest.raises(AttributeError):
        store.put([("k", result(0.25)), ("bad", None)])
    assert store.get("k") == result()
    store.put([("after", result())])
    assert store.get("after") == result()


def test_a_kill_in_the_middle_of_writing_loses_nothing_that_was_committed(tmp_path):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "runs.sqlite")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    for line in writer.stdout:
        if int(line) == 50:
            break
    writer.send_signal(signal.SIGKILL)
    # What it had said before it died counts too; the last line may be cut off.
    committed = 50 + sum(line.endswith("\n") for line in writer.stdout)
    writer.stdout.close()
    writer.wait()
    store = Store(tmp_path / "runs.sqlite")
    for batch in range(committed + 1):
        assert store.get(f"{batch}-0") == store.get(f"{batch}-1") == result(float(batch))
    # A batch is there as a whole or not at all.
    assert (store.get(f"{committed + 1}-0") is None) == (store.get(f"{committed + 1}-1") is None)
    store.close()


WRITER = textwrap.dedent(
    """
    import sys
    from itertools import count
    from pathlib import Path
    from harness.campaign.store import Store
    from tests.campaign.test_store import result

    store = Store(Path(sys.argv[1]))
    for batch in count():
        store.put((f"{batch}-{part}", result(float(batch))) for part in range(2))
        print(batch, flush=True)
    """
)


def test_several_writers_at_once_lose_nothing(tmp_path):
    failures = []

    def write(writer):
        try:
            store = Store(tmp_path / "runs.sqlite")
            for number in range(30):
                store.put([(f"{writer}-{number}", result(float(number))), ("common", result())])
            store.close()
        except UserError as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    store = Store(tmp_path / "runs.sqlite")
    assert all(store.get(f"{w}-{n}") == result(float(n)) for w in "abcd" for n in range(30))
    store.close()


def test_one_campaign_at_a_time_has_the_store_and_the_next_finds_its_runs(tmp_path):
    order = []

    def second():
        with open_store(tmp_path, lambda _: waits.set()) as store:
            order.append(("second", store.get("k")))

    waits = threading.Event()
    with open_store(tmp_path, waiting=pytest.fail) as store:
        other = threading.Thread(target=second)
        other.start()
        assert waits.wait(10), "the second says that it has to wait"
        store.put([("k", result())])
        order.append("first")
    other.join()
    assert order == ["first", ("second", result())]


def test_pruning_keeps_what_is_to_be_kept_and_gives_space_back(store):
    long = result(curves={"test_loss": tuple(float(n) for n in range(500))})
    store.put((f"{number}", long) for number in range(200))
    pruned = store.prune(iter(["3", "5", "no such run"]))
    assert (pruned.removed_runs, pruned.left_runs) == (198, 2)
    assert pruned.removed_bytes > 198 * 2000
    assert pruned.left_bytes == store.size < 50_000
    assert [store.get(key) for key in ("3", "4", "5")] == [long, None, long]
    store.put([("new", result())])
    again = Store(store.path)
    assert (again.get("new"), again.get("3"), again.notices) == (result(), long, [])
    again.close()


def test_pruning_again_removes_nothing(store):
    store.put([("a", result()), ("b", result())])
    assert store.prune(["a"]).removed_runs == 1
    pruned = store.prune(["a"])
    assert (pruned.removed_runs, pruned.removed_bytes, pruned.left_runs) == (0, 0, 1)
