"""The store: what was put is there, whatever happened since; what is damaged counts as absent."""

import contextlib
import math
import os
import re
import shutil
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
from harness.campaign import store as store_module
from harness.campaign.store import Store, open_store, run_key
from harness.declare.run_result import Run, RunResult
from harness.tutorial.digits import open_source
from tests.toys import TOY, ToySource

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


def test_the_key_changes_with_everything_that_a_runs_numbers_depend_on(monkeypatch):
    digits, source = TOY.with_(data="digits"), ToySource()
    run = Run(digits, 0)
    keys = [
        run_key(run, source, "epoch"),
        run_key(Run(digits.with_(hidden=(5,)), 0), source, "epoch"),
        run_key(Run(digits, 1), source, "epoch"),
        run_key(run, ToySource(sha256="1" * 64), "epoch"),
        run_key(run, source, "fit"),
    ]
    monkeypatch.setattr(store_module, "trainer_version", lambda: "another")
    keys.append(run_key(run, source, "epoch"))
    monkeypatch.setattr(store_module, "library_versions", lambda: {"keras": "4"})
    keys.append(run_key(run, source, "epoch"))
    assert len(set(keys)) == len(keys)


def test_the_key_of_a_run_is_the_same_in_every_process():
    code = "from tests.campaign.test_store import *; print(run_key(Run(TOY, 7), open_source('mnist5k', None), 'epoch'))"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "5"}
    )
    assert said.stdout.strip() == run_key(Run(TOY, 7), open_source("mnist5k", None), "epoch")


@pytest.mark.parametrize("version", [0, 99])
def test_a_store_of_another_version_is_set_aside_as_it_is_and_said_to_be(tmp_path, version):
    path = tmp_path / "runs.sqlite"
    with opened(path) as old:
        old.put([("k", result())])
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version={version}")
    before = path.read_bytes()
    with opened(path) as store:
        assert store.get("k") is None, "another version's rows may mean something else"
        (notice,) = store.notices
    assert notice == (
        f"the run store {path} is of version {version}, not 1: it was set aside as runs.sqlite.set-aside-1, "
        "and 0 whole runs of it were taken over"
    )
    assert (tmp_path / "runs.sqlite.set-aside-1").read_bytes() == before


def test_a_second_store_that_is_set_aside_does_not_replace_the_first(tmp_path):
    path = tmp_path / "runs.sqlite"
    for content in (b"first" * 100, b"second" * 100):
        path.write_bytes(content)
        Store(path).close()
    assert (tmp_path / "runs.sqlite.set-aside-1").read_bytes() == b"first" * 100
    assert (tmp_path / "runs.sqlite.set-aside-2").read_bytes() == b"second" * 100


def test_a_session_that_was_killed_while_it_made_the_file_does_no_harm(tmp_path):
    (tmp_path / "runs.sqlite").touch()
    with opened(tmp_path / "runs.sqlite") as store:
        assert store.notices == []


ROWS = 400


@pytest.fixture
def full(tmp_path):
    """Return the path of a store with many rows, closed."""
    with opened(tmp_path / "runs.sqlite") as store:
        store.put((f"k{number}", result(float(number))) for number in range(ROWS))
    return tmp_path / "runs.sqlite"


def found(path):
    """Return how many of the rows are found, and what is said; every row that is found is the right one."""
    with opened(path) as store:
        results = {number: store.get(f"k{number}") for number in range(ROWS)}
        whole = {number: value for number, value in results.items() if value is not None}
        assert whole == {number: result(float(number)) for number in whole}
        store.put((f"k{number}", result(float(number))) for number in results.keys() - whole.keys())
        assert all(store.get(f"k{number}") == result(float(number)) for number in range(ROWS))
        return len(whole), store.notices


def test_a_sound_store_says_nothing(full):
    assert found(full) == (ROWS, [])


@pytest.mark.parametrize("share", [0.001, 0.3, 0.9, 0.99])
def test_of_a_truncated_file_what_is_whole_is_taken_over(full, share):
    size = int(share * full.stat().st_size)
    os.truncate(full, size)
    whole, (notice,) = found(full)
    assert re.search(rf"runs.sqlite is damaged .*: it was set aside as .*, and {whole} whole runs", notice)
    assert (full.parent / "runs.sqlite.set-aside-1").stat().st_size == size
    assert whole > ROWS * (share - 0.2)


@pytest.mark.parametrize("place", [0, 20, 100, 5_000, 20_000, 50_000, 80_000])
def test_of_a_file_with_an_overwritten_part_what_is_whole_is_taken_over(full, place):
    with full.open("r+b") as file:
        file.seek(place)
        file.write(b"\xa5" * 200)
    whole, notices = found(full)
    assert len(notices) == 1 or whole == ROWS
    assert whole > ROWS / 2 or place < 200, "only without its beginning is nothing to be had from a file"


def test_rows_that_fail_their_checksum_are_counted_and_said(full):
    with contextlib.closing(sqlite3.connect(full)) as file, file:
        file.execute("UPDATE runs SET result = replace(result, '1.0', '1.5') WHERE key IN ('k7', 'k8')")
    whole, (notice,) = found(full)
    assert whole == ROWS - 2
    assert notice == f"the run store {full}: 2 of its runs failed their checksum and count as absent"


def test_a_full_disk_is_said_and_what_was_there_before_stays(tmp_path, small_disk):
    path = small_disk / "runs.sqlite"
    kept = 0
    with opened(path) as store:
        try:
            for kept in range(10_000):
                store.put([(f"k{kept}", result(float(kept)))])
        except UserError as error:
            said = str(error)
    assert said == f"the run store {path} cannot be used: database or disk is full; what it holds is kept"
    assert kept > 10
    with contextlib.suppress(UserError), opened(path):
        pass
    shutil.copytree(small_disk, tmp_path / "roomier")
    with opened(tmp_path / "roomier" / "runs.sqlite") as store:
        assert store.notices == []
        assert all(store.get(f"k{number}") == result(float(number)) for number in range(kept))


def test_a_file_that_may_not_grow_is_said_and_the_next_result_is_as_good_as_ever(tmp_path):
    store = Store(tmp_path / "runs.sqlite")
    store.put([("k", result())])
    store._rows.execute("PRAGMA max_page_count=5")
    with pytest.raises(UserError, match="database or disk is full"):
        store.put((f"k{number}", result()) for number in range(1000))
    store._rows.execute("PRAGMA max_page_count=1000000")
    assert store.get("k0") is None
    store.put([("after", result(0.25))])
    assert (store.get("k"), store.get("after")) == (result(), result(0.25))
    store.close()


def test_a_folder_that_is_read_only_is_said_and_nothing_lost(full, read_only):
    shutil.copy(full, read_only.folder)
    read_only.lock()
    with (
        pytest.raises(UserError, match=r"runs\.sqlite cannot be used: .*what it holds is kept"),
        open_store(read_only.folder, waiting=pytest.fail),
    ):
        pass
    read_only.unlock()
    assert found(read_only.folder / "runs.sqlite") == (ROWS, [])


def test_a_folder_in_the_files_place_is_said(tmp_path):
    (tmp_path / "runs.sqlite").mkdir()
    with pytest.raises(UserError, match=r"runs\.sqlite cannot be used: unable to open"):
        Store(tmp_path / "runs.sqlite")


def test_one_campaign_at_a_time_has_the_store_and_the_next_finds_its_runs(tmp_path):
    order = []

    def second():
        with open_store(tmp_path, waits.set) as store:
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
