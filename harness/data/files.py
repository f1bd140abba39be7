"""Files with data in them, opened with care: what is in the place of one is named in one line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from harness.base.errors import DeclarationError, UserError
from harness.base.files import expanded_path

HEAD = 1024
"""Bytes at a file's beginning by which it is recognised."""
ARCHIVE = "a zip archive, as npz files are"
TEXT = "text"
_LFS = "a pointer of Git LFS instead of the file; `git lfs pull` fetches it"
_BEGINNINGS = {
    b"PK\x03\x04": ARCHIVE,
    b"PK\x05\x06": "an empty zip archive",
    b"version https://git-lfs": _LFS,
    b"\x93NUMPY": "a single array (npy); numpy.savez(path, x=..., y=...) saves several",
    b"\x1f\x8b": "compressed by gzip; unpack it",
    b"BZh": "compressed by bzip2; unpack it",
    b"\xfd7zXZ": "compressed by xz; unpack it",
    b"\x28\xb5\x2f\xfd": "compressed by zstd; unpack it",
    b"\x89HDF": "an HDF5 file",
    b"PAR1": "a Parquet file",
    b"\xff\xfe": "text in UTF-16; save it as UTF-8",
    b"\xfe\xff": "text in UTF-16; save it as UTF-8",
    b"\x80": "a pickle, which is not read: loading one may run anything",
}
_PAGES = (b"<!doctype", b"<html", b"<head", b"<?xml", b"<!--")


@contextmanager
def data_file(path: str | os.PathLike[str]) -> Iterator[tuple[Path, BinaryIO, str]]:
    """Open a file with data in it; give its path (`~` expanded), the open file, and what it looks like.

    That is `ARCHIVE`, `TEXT`, or a description of something else.

    Raises:
        UserError: there is no such file, it is empty or cannot be read.

    """
    expanded = expanded_path(path)
    try:
        _check_regular(expanded)
        with expanded.open("rb") as file:
            head = file.read(HEAD)
            file.seek(0)
            if not head:
                raise UserError(f"{expanded} is empty")
            yield expanded, file, _looks_like(head)
    except OSError as error:
        raise UserError(f"cannot read {expanded}: {error.strerror or error}") from error


@contextmanager
def faults_of(path: str | os.PathLike[str]) -> Iterator[None]:
    """Name the file whose data turn out to be no data to train and test on.

    Raises:
        UserError: instead of a DeclarationError.

    """
    try:
        yield
    except DeclarationError as error:
        raise UserError(f"{expanded_path(path)}: {error}") from error


def _check_regular(path: Path) -> None:
    """Hold a path to being that of a regular file: reading a pipe would never end."""
    if path.is_file():
        return
    if path.exists():
        raise UserError(f"{path} is {'a folder, not a file' if path.is_dir() else 'no regular file'}")
    where = "" if path.is_absolute() else f" (in {Path.cwd()})"
    raise UserError(f"no such file: {path}{where}")


def _looks_like(head: bytes) -> str:
    for beginning, what in _BEGINNINGS.items():
        if head.startswith(beginning):
            return what
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGES):
        return "a web page (HTML or XML) instead of the file; download the file itself"
    return TEXT if b"\0" not in head else "of another kind, or damaged"
