"""Data sets by name: loaded once, identified by their content, and drawn anew for every seed where they say how."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from harness.base.code import code_fingerprint
from harness.base.errors import DeclarationError, UserError
from harness.base.numbers import digest
from harness.base.streams import named_stream
from harness.data.arrays import Data

Draw = Callable[[Data, np.random.Generator], Data]


@dataclass(frozen=True)
class Dataset:
    """A named pool of examples, and how one seed's training and test set come out of it.

    Args:
        name: what an experiment calls it.
        load: returns the pool; called once a process, when the data are first needed.
        draw: `draw(pool, rng)` returns one seed's training and test set. All arms of a seed see the same draw. None:
            every seed trains and tests on the pool as it is.

    """

    name: str
    load: Callable[[], Data]
    draw: Draw | None = None

    @cached_property
    def pool(self) -> Data:
        """The examples.

        Raises:
            UserError: they cannot be read.
            DeclarationError: `load` returned something else.

        """
        with self._named_errors("load"):
            pool = self.load()
        return self._data(pool, "load")

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the pool and of the code that draws from it."""
        return digest([self.pool.sha256, self.draw and code_fingerprint(self.draw)])

    def for_seed(self, seed: int) -> Data:
        """Return one seed's training and test set.

        Raises:
            DeclarationError: they are none.

        """
        return self._checked(self._drawn(seed))

    @cached_property
    def example(self) -> Data:
        """One seed's data, to see their shapes by; those of other seeds have the same.

        Raises:
            UserError: they cannot be read or drawn.
            DeclarationError: they are no data to train and test on.

        """
        self.pool  # noqa: B018 (whose errors are its own)
        with self._named_errors("draw"):
            drawn = self._drawn(0)
        data = self._checked(drawn)
        for name, array in vars(data).items():
            # Here and not for every run, which it would take longer. A network would only be said to diverge.
            if array is not None and not np.isfinite(array).all():
                raise DeclarationError(f"data {self.name!r}: {name} has NaN or infinite numbers")
        return data

    def _drawn(self, seed: int) -> object:
        """Return what the project's function makes of the pool."""
        if self.draw is None:
            return self.pool
        return self.draw(self.pool, np.random.default_rng(named_stream(seed, "data")))

    def _checked(self, drawn: object) -> Data:
        """Return one seed's data, if that is what they are."""
        function = "load" if self.draw is None else "draw"
        data = self._data(drawn, function)
        fault = _fault(data)
        if fault is not None:
            raise DeclarationError(f"data {self.name!r}: {function}() returned {fault}")
        return data

    @contextlib.contextmanager
    def _named_errors(self, function: str) -> Iterator[None]:
        """Turn an exception of the project's function into one line that names it, or at least the data."""
        try:
            yield
        except (UserError, MemoryError):
            raise
        except DeclarationError as error:
            raise DeclarationError(f"data {self.name!r}: {error}") from error
        except Exception as error:
            raise UserError(f"data {self.name!r}: {function}() raised {type(error).__name__}: {error}") from error

    def _data(self, returned: object, function: str) -> Data:
        if not isinstance(returned, Data):
            raise DeclarationError(
                f"data {self.name!r}: {function}() must return harness.Data, not {type(returned).__name__}"
            )
        return returned


def _fault(data: Data) -> str | None:
    """Return why data cannot be trained and tested on; None if they can."""
    for name in ("x_train", "y_train", "x_test", "y_test"):
        array = getattr(data, name)
        if not isinstance(array, np.ndarray) or array.dtype != np.float32:
            return f"as {name} no array of float32, but {getattr(array, 'dtype', type(array).__name__)}"
        if not len(array):
            return f"no example as {name}"
    if data.y_train.ndim != 2 or data.y_train.shape[1:] != data.y_test.shape[1:]:
        shapes = f"{data.y_train.shape} and {data.y_test.shape}"
        return f"targets of the shapes {shapes}: rows of as many outputs are due (harness.one_hot)"
    if data.x_train.shape[1:] != data.x_test.shape[1:]:
        return f"examples of different shapes: {data.x_train.shape[1:]} and {data.x_test.shape[1:]}"
    for part in ("train", "test"):
        x, y = len(getattr(data, f"x_{part}")), len(getattr(data, f"y_{part}"))
        if x != y:
            return f"{x} examples as x_{part}, but {y} as y_{part}"
    if data.truth is not None and len(data.truth) != len(data.x_test):
        return f"{len(data.x_test)} examples as x_test, but {len(data.truth)} as truth"
    return None
