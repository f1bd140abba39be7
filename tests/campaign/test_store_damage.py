"""A store's file that is damaged, another version's, or on a disk that is full: what is whole in it is taken over."""

import contextlib
import os
import re
import shutil
import sqlite3

import pytest

from harness.base.errors import UserError
from harness.campaign.store import Store, open_store
from tests.campaign.test_store import opened, result


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


@pytest.mark.parametrize("meanwhile", ["nothing", "another session"])
def test_a_store_that_is_removed_while_a_session_trains_is_made_anew_with_what_that_trained(tmp_path, meanwhile):
    path = tmp_path / "cache" / "runs.sqlite"
    path.parent.mkdir()
    with opened(path) as before:
        before.put([("before", result())])
    with opened(path) as store:
        store.put([("first", result(1.0))])
        shutil.rmtree(path.parent)
        if meanwhile == "another session":
            path.parent.mkdir()
            other = Store(path)
            other.put([("other", result(3.0))])
        assert store.notices == []
        store.put([("second", result(2.0))])
        store.put([("third", result(2.0))])
        (notice,) = store.notices
        assert "was removed while this session trained: it was made anew, with what this session had" in notice
        assert store.get("first") == result(1.0)
    if meanwhile == "another session":
        other.put([("later", result(3.0))])
        other.close()
    with opened(path) as after:
        assert [name for name in ("before", "first", "second", "third") if after.get(name)] == [
            "first",
            "second",
            "third",
        ]
        assert all(after.get(name) for name in ("other", "later")) is (meanwhile == "another session")
        assert after.notices == []
