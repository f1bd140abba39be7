"""Data that many calls need: written once, and mapped into the memory of every process that reads them."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from harness.base.errors import UserError
from harness.data.arrays import Data

LARGE = 1 << 20
"""Bytes from which on data are mapped; smaller ones are sent with every call."""


class SharedArrays:
    """A temporary folder with data in it, until it is closed."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._put: dict[int, tuple[Data, Callable[[], Data]]] = {}
        """Data by their identity, and what they are got from."""

    @property
    def folder(self) -> Path:
        """Where the data are.

        Raises:
            UserError: there is no place for it.

        """
        if self._folder is None:
            with _named_errors():
                self._folder = Path(tempfile.mkdtemp(prefix="claims-"))
        return self._folder

    def put(self, data: Data) -> Callable[[], Data]:
        """Return what another process of this machine gets the data from; the same data are written once.

        Raises:
            UserError: there is no room for them.

        """
        if id(data) not in self._put:
            with _named_errors():
                self._put[id(data)] = data, self._written(data)
        return self._put[id(data)][1]

    def _written(self, data: Data) -> Callable[[], Data]:
        arrays = {name: array for name, array in vars(data).items() if isinstance(array, np.ndarray)}
        if type(data) is not Data or sum(array.nbytes for array in arrays.values()) < LARGE:
            return partial(_itself, data)
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        return _Mapped(str(folder))

    def close(self) -> None:
        """Remove the folder; who has mapped the data keeps them."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        self._put.clear()


@contextlib.contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(f"the workers cannot be given the data: {error}; TMPDIR can name another place") from error


@dataclass(frozen=True)
class _Mapped:
    folder: str

    def __call__(self) -> Data:
        return _mapped(self.folder)


@lru_cache(maxsize=16)
def _mapped(folder: str) -> Data:
    files = {field.name: Path(folder) / f"{field.name}.npy" for field in fields(Data)}
    return Data(**{name: np.load(file, mmap_mode="r") for name, file in files.items() if file.exists()})


def _itself(data: Data) -> Data:
    return data
