"""Disks that are full or cannot be written to: real ones, mounted where the tests may do so."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


def _mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    with contextlib.suppress(FileNotFoundError):
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    return False


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """Mount a file system in memory, such as one of `size=100k`."""
    folder.mkdir()
    if not _mount(folder, options):
        pytest.skip("needs the right to mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class ReadOnly:
    """A folder that can be made read-only: by its mode, or, for root, who may write anywhere, by its mount."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._by_mount = os.geteuid() == 0

    def lock(self) -> None:
        """Make it read-only."""
        self._set("ro", 0o555)

    def unlock(self) -> None:
        """Make it writable again."""
        self._set("rw", 0o755)

    def _set(self, option: str, mode: int) -> None:
        if self._by_mount:
            subprocess.run(["mount", "-o", f"remount,{option}", str(self.folder)], check=True)
        else:
            self.folder.chmod(mode)


@contextlib.contextmanager
def read_only_folder(folder: Path) -> Iterator[ReadOnly]:
    """Give a folder that can be made read-only; writable at first."""
    if os.geteuid() == 0:
        with mounted(folder, "size=10m"):
            yield ReadOnly(folder)
        return
    folder.mkdir()
    try:
        yield ReadOnly(folder)
    finally:
        folder.chmod(0o755)
