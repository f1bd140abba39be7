"""Arrays by name, from npz files of numpy."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from harness.base.errors import DeclarationError, UserError
from harness.data.arrays import Data
from harness.data.convert import from_arrays
from harness.data.files import ARCHIVE, TEXT, data_file, faults_of

Layout = tuple[str, ...]

WHOLE: Layout = ("x", "y")
PARTS: Layout = ("x_train", "y_train", "x_test", "y_test")
"""What the arrays are called, unless told otherwise: before a split, and in Keras' files."""


def read_npz(
    path: str | os.PathLike[str],
    *,
    names: tuple[str, str] | tuple[str, str, str, str] | None = None,
    test: float | None = None,
    regression: bool = False,
) -> Data:
    """Return the data in an npz file: the arrays `x` and `y`, or `x_train`, `y_train`, `x_test` and `y_test`.

    Args:
        path: of the file; `~` is the home folder.
        names: what the two or four arrays are called in it, in that order, if otherwise.
        test: the share of the examples to test on, if there are two arrays (`from_arrays`).
        regression: whether y are the targets themselves, and no classes.

    Raises:
        UserError: the file cannot be read, has other arrays, or they cannot be trained and tested on.
        DeclarationError: `names` are not two or four.

    """
    if names is not None and len(names) not in (2, 4):
        raise DeclarationError(f"names must be those of x and y, or of {', '.join(PARTS)}, not {names!r}")
    x, y, *parts = npz_arrays(path, *([tuple(names)] if names else [WHOLE, PARTS])).values()
    x_test, y_test = parts or (None, None)
    with faults_of(path):
        return from_arrays(x, y, x_test=x_test, y_test=y_test, test=test, regression=regression)


def npz_arrays(path: str | os.PathLike[str], *layouts: Layout) -> dict[str, NDArray[Any]]:
    """Return the arrays of an npz file that one of the layouts names, which has to be the only one that fits.

    Nothing in the file is run: Python objects in it are refused.

    Raises:
        UserError: the file is missing, damaged or something else, or no layout, or several, are in it.

    """
    with data_file(path) as (shown, file, looks):
        if looks != ARCHIVE:
            hint = ", and no npz file (read_csv reads tables)" if looks == TEXT else ""
            raise UserError(f"{shown} is {looks}{hint}")
        return _arrays(shown, file, layouts)


def _arrays(shown: Path, file: BinaryIO, layouts: Collection[Layout]) -> dict[str, NDArray[Any]]:
    try:
        # Of the open file, because numpy leaves its own open when it turns out to be damaged.
        with np.load(file, allow_pickle=False) as archive:
            names = _names(shown, archive.files, layouts)
            arrays = {name: _array(shown, archive, name) for name in names}
    except UserError:
        raise
    except Exception as error:  # of damaged bytes zipfile, zlib and numpy raise a dozen kinds
        problem = str(error).partition("\n")[0] or type(error).__name__
        raise UserError(f"{shown} is a damaged npz file ({problem})") from error
    return arrays


def _names(shown: Path, there: list[str], layouts: Collection[Layout]) -> Layout:
    fitting = [layout for layout in layouts if set(layout) <= set(there)]
    if len(fitting) == 1:
        return fitting[0]
    due = " or ".join(", ".join(layout) for layout in layouts)
    fault = f"both {due}: say which, by names=(...)" if fitting else f"not the arrays that are due: {due}"
    raise UserError(f"{shown} has {fault} (it has: {', '.join(sorted(there)) or 'none'})")


def _array(shown: Path, archive: Any, name: str) -> NDArray[Any]:
    try:
        array = archive[name]
    except ValueError as error:
        if not str(error).startswith("Object arrays"):
            raise
        raise UserError(f"{shown}: {name} has Python objects in it; save numbers or texts") from error
    if not isinstance(array, np.ndarray):
        raise UserError(f"{shown}: {name} is no array of numpy")
    return array
