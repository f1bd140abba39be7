"""Files that are there as a whole or not at all, whoever else writes them and whatever happens meanwhile."""

from __future__ import annotations

import gzip
import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path

from harness.base.errors import UserError


def write_text(path: Path, text: str, outdated: Iterable[Path] = ()) -> None:
    """Write a file (UTF-8), and the folders that it is in; until all of it is written, what was there stays.

    Args:
        path: of the file; what it holds is compressed if its name ends in .gz.
        text: what is to be in it.
        outdated: files that are true of what was there; they are gone before the new one is in its place.

    Raises:
        UserError: it cannot be written.

    """
    # A name of its own: two sessions may write the same file, and each must rename what it has written itself.
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            if path.suffix == ".gz":
                temporary.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))  # the same text, the same file
            else:
                temporary.write_text(text, encoding="utf-8")
            for old in outdated:
                old.unlink(missing_ok=True)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from error


def expanded_path(path: str | os.PathLike[str]) -> Path:
    """Return a path whose `~` is the home folder, if there is one."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 (Path.expanduser() raises where there is none)


def check_folder(folder: Path, names: Iterable[str], option: str) -> None:
    """Make sure that files can be written to a folder, before hours are spent on what is to be in them.

    Args:
        folder: is made if it is not there.
        names: of the files.
        option: to be named if it cannot work.

    Raises:
        UserError: they cannot.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UserError(f"{option}: cannot write to {folder}: {error.strerror}") from error
    for name in names:
        if (folder / name).is_dir():
            raise UserError(f"{option}: a folder is in the place of {folder / name}")
