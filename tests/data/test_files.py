"""What is in the place of a data file, or wrong with it, is said in one line that names it, whoever reads the file."""

import bz2
import gzip
import lzma
import os
import pickle
import re
from pathlib import Path

import numpy as np
import pytest

from harness import mnist, read_csv, read_npz
from harness.base.errors import UserError
from harness.data.dataset import Dataset

READERS = {
    "npz": lambda path: read_npz(path, test=0.25),
    "csv": lambda path: read_csv(path, target="kind", test=0.25),
    "mnist": lambda path: mnist(Path(path)),
}
TABLE = "a,b,kind\n" + "".join(f"{i},{i / 2},{'yn'[i % 2]}\n" for i in range(12))
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 11490434\n"
PAGE = "\ufeff\n <!DOCTYPE html>\n<html><head><title>Not found</title></head></html>\n"

INSTEAD = {
    "pointer": (POINTER.encode(), "is a pointer of Git LFS instead of the file; `git lfs pull` fetches it"),
    "page": (PAGE.encode(), "is a web page .* instead of the file"),
    "xml": (b"<?xml version='1.0'?><Error>AccessDenied</Error>", "is a web page .* instead of the file"),
    "empty": (b"", "is empty$"),
    "gzip": (gzip.compress(TABLE.encode()), "is compressed by gzip; unpack it$"),
    "bzip2": (bz2.compress(TABLE.encode()), "is compressed by bzip2; unpack it$"),
    "xz": (lzma.compress(TABLE.encode()), "is compressed by xz; unpack it$"),
    "pickle": (pickle.dumps([1, 2, 3]), "is a pickle, which is not read"),
    "utf-16": (TABLE.encode("utf-16"), "is text in UTF-16; save it as UTF-8$"),
    "hdf5": (b"\x89HDF\r\n\x1a\n" + bytes(20), "is an HDF5 file$"),
    "zeros": (bytes(5000), "is of another kind, or damaged$"),
    "no archive": (b"PK\x05\x06" + bytes(18), "is an empty zip archive$"),
}


def refused(read, path):
    """Return the line with which a file is refused; never one that advises to load it unsafely."""
    with pytest.raises(UserError) as error:
        read(path)
    line = str(error.value)
    assert "\n" not in line
    assert not {"unsafe", "allow_pickle", "pickled data"} & set(line.split())
    return line


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize(("content", "message"), INSTEAD.values(), ids=INSTEAD.keys())
def test_what_is_in_the_place_of_the_file_is_called_what_it_is(read, content, message, tmp_path):
    path = tmp_path / "given"
    path.write_bytes(content)
    line = refused(read, path)
    assert line.startswith(f"{path} ")
    assert re.search(message, line), line


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
def test_a_file_that_cannot_be_read_at_all_is_named(read, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert refused(read, tmp_path / "gone") == f"no such file: {tmp_path / 'gone'}"
    assert refused(read, "gone/file") == f"no such file: gone/file (in {tmp_path})"
    assert refused(read, tmp_path) == f"{tmp_path} is a folder, not a file"
    os.mkfifo(tmp_path / "pipe")
    assert refused(read, tmp_path / "pipe") == f"{tmp_path / 'pipe'} is no regular file"
    (tmp_path / "loop").symlink_to("loop")
    assert refused(read, tmp_path / "loop") == f"no such file: {tmp_path / 'loop'}"
    (tmp_path / "closed").write_text(TABLE)
    monkeypatch.setattr(Path, "open", denied)
    assert refused(read, tmp_path / "closed") == f"cannot read {tmp_path / 'closed'}: Permission denied"


def denied(*_):
    raise PermissionError(13, "Permission denied")


def test_the_home_folder_is_expanded(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "table.csv").write_text(TABLE)
    np.savez(tmp_path / "arrays.npz", x=np.eye(12), y=np.arange(12) % 2)
    assert READERS["csv"]("~/table.csv").x_train.shape == (9, 2)
    assert READERS["npz"]("~/arrays.npz").x_train.shape == (9, 12)
    for read in READERS.values():
        assert refused(read, "~/gone") == f"no such file: {tmp_path / 'gone'}"
        assert refused(read, "~nobody-of-this-name/x").startswith("no such file: ~nobody-of-this-name/x")


def test_each_reader_is_told_of_the_other(tmp_path):
    table, arrays = tmp_path / "table.csv", tmp_path / "arrays.npz"
    table.write_text(TABLE)
    np.savez(arrays, x=np.eye(12), y=np.arange(12) % 2)
    assert refused(READERS["npz"], table) == f"{table} is text, and no npz file (read_csv reads tables)"
    assert refused(READERS["csv"], arrays) == f"{arrays} is a zip archive, as npz files are (read_npz reads them)"


@pytest.mark.parametrize("kind", ["csv", "npz"])
def test_a_session_uses_what_it_has_read_first_though_the_file_changes(kind, tmp_path):
    path = tmp_path / f"mine.{kind}"

    def write(content):
        if kind == "csv":
            path.write_text(content)
        else:
            np.savez(path, x=np.arange(24.0).reshape(12, 2) * len(content), y=np.arange(12) % 2)

    write(TABLE)
    session = Dataset("mine", lambda: READERS[kind](path))
    before = session.example.sha256
    write(TABLE.replace("11,5.5", "11,99"))
    later = Dataset("mine", lambda: READERS[kind](path))
    assert later.fingerprint != session.fingerprint, "the next session trains on what is there then"
    path.unlink()
    assert session.for_seed(3).sha256 == session.pool.sha256 == before
