"""Files that are there as a whole or not at all, and folders that are looked at before they are needed."""

import os
import threading

import pytest

from harness.base.errors import UserError
from harness.base.files import check_folder, write_text


def test_a_file_is_written_with_its_folders_and_nothing_else(tmp_path):
    write_text(tmp_path / "a" / "b.txt", "ä")
    assert (tmp_path / "a" / "b.txt").read_text(encoding="utf-8") == "ä"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_anybody_may_read_it_whom_the_umask_allows(tmp_path):
    before = os.umask(0o022)
    try:
        write_text(tmp_path / "b.txt", "")
    finally:
        os.umask(before)
    assert (tmp_path / "b.txt").stat().st_mode & 0o777 == 0o644


def test_of_several_writers_one_wins_as_a_whole(tmp_path):
    path, texts = tmp_path / "b.txt", [letter * 200_000 for letter in "abcd"]
    seen = set()

    def write(text):
        for _ in range(10):
            write_text(path, text)
            seen.add(path.read_text(encoding="utf-8"))

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen <= set(texts)
    assert [found.name for found in tmp_path.iterdir()] == ["b.txt"]


def test_what_cannot_be_written_is_named_and_what_was_there_stays(tmp_path):
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(UserError, match=r"cannot write .*b\.txt: Is a directory"):
        write_text(tmp_path / "b.txt", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]
    (tmp_path / "file").write_text("old")
    with pytest.raises(UserError, match=r"cannot write .*c\.txt"):
        write_text(tmp_path / "file" / "c.txt", "new")
    assert (tmp_path / "file").read_text() == "old"


def test_text_that_is_none_leaves_the_file_as_it_was(tmp_path):
    write_text(tmp_path / "b.txt", "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(tmp_path / "b.txt", "\ud800")
    assert (tmp_path / "b.txt").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]


def test_a_folder_is_made_and_left_empty(tmp_path):
    check_folder(tmp_path / "a" / "b", ["c"], "--option")
    assert list((tmp_path / "a" / "b").iterdir()) == []


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("file/below", r"--option: cannot write to .*file/below: Not a directory"),
        ("file", r"--option: cannot write to .*file: File exists"),
        ("/proc/self/report", r"--option: cannot write to /proc/self/report: No such file"),
        ("taken", r"--option: a folder is in the place of .*taken/c"),
    ],
)
def test_a_folder_that_cannot_be_used_is_named_with_the_option(tmp_path, folder, message):
    (tmp_path / "file").touch()
    (tmp_path / "taken" / "c").mkdir(parents=True)
    with pytest.raises(UserError, match=message):
        check_folder(tmp_path / folder, ["c"], "--option")
