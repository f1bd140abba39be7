"""Inputs and targets as people have them, made float32: numbers, and classes as numbers, texts, booleans or one-hot."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.base.errors import DeclarationError
from harness.data.arrays import Floats, one_hot

_KINDS = {"b": "booleans", "i": "numbers", "u": "numbers", "f": "numbers", "U": "texts", "S": "bytes"}
_LARGEST_WHOLE = 2**53
"""Beyond it not every whole number is a float."""


def numbers(name: str, given: Any) -> Floats:
    """Return inputs (examples, ...) or the targets of a regression as float32.

    Raises:
        DeclarationError: they are no numbers, or one of them is not finite.

    """
    array = _array(name, given)
    if array.dtype.kind not in "biuf":
        raise DeclarationError(f"{name} must be numbers, not {_KINDS.get(array.dtype.kind, array.dtype)}")
    _check_finite(name, array)
    with np.errstate(over="ignore"):
        floats = array.astype(np.float32, order="C")
    if not np.isfinite(floats).all():
        raise DeclarationError(f"{name} has numbers beyond {np.finfo(np.float32).max:.2g}, the largest of float32")
    return floats


def regression_targets(name: str, given: Any) -> Floats:
    """Return the targets of a regression, (examples,) or (examples, outputs), as rows (examples, outputs).

    Raises:
        DeclarationError: they are no numbers, or of another shape.

    """
    y = numbers(name, given)
    rows = y[:, None] if y.ndim == 1 else y
    if rows.ndim != 2 or not rows.shape[1]:
        raise DeclarationError(f"{name} must have the shape (examples,) or (examples, outputs), not {y.shape}")
    return rows


def class_targets(y: Any, y_test: Any) -> tuple[Floats, Floats | None]:
    """Return classes as one-hot rows (examples, classes), and those of a test part of its own, if there is one.

    The classes are those in y, in ascending order; of one-hot rows, the columns.

    Raises:
        DeclarationError: they are no classes, y has one class only, or y_test has one that y has not.

    """
    labels, columns = _labels("y", y)
    present, numbered = np.unique(labels, return_inverse=True)
    if len(present) < 2:
        raise DeclarationError(f"y has the one class {present[0].item()!r}; at least two are needed")
    if y_test is None:
        return (one_hot(numbered, len(present)) if columns is None else one_hot(labels, columns)), None
    tested, tested_columns = _labels("y_test", y_test)
    if (columns, _KINDS[labels.dtype.kind]) != (tested_columns, _KINDS[tested.dtype.kind]):
        forms = _form(labels, columns), _form(tested, tested_columns)
        raise DeclarationError(f"y and y_test must give classes alike, not as {forms[0]} and as {forms[1]}")
    strange = np.setdiff1d(tested, present)
    if len(strange):
        raise DeclarationError(f"y_test has the class {strange[0].item()!r}, which y has not")
    if columns is not None:
        return one_hot(labels, columns), one_hot(tested, columns)
    return one_hot(numbered, len(present)), one_hot(np.searchsorted(present, tested), len(present))


def _labels(name: str, given: Any) -> tuple[NDArray[Any], int | None]:
    """Return class labels (examples,), and the number of columns if they were one-hot rows."""
    array = _array(name, given)
    if array.dtype.kind not in _KINDS:
        raise DeclarationError(f"{name} must be numbers, texts or booleans, not {array.dtype}")
    if array.ndim == 2 and array.shape[1] > 1 and array.dtype.kind in "biuf":
        if not (((array == 0) | (array == 1)).all() and (array.sum(axis=1) == 1).all()):
            raise DeclarationError(
                f"{name} has rows that are not one-hot, a single 1 among 0s; for numbers as targets say regression=True"
            )
        return array.argmax(axis=1), array.shape[1]
    if array.ndim != 1 and array.shape[1:] != (1,):
        raise DeclarationError(f"{name} must be classes (examples,) or one-hot rows, not of the shape {array.shape}")
    labels = array.reshape(-1)
    return (_whole(name, labels) if labels.dtype.kind == "f" else labels), None


def _form(labels: NDArray[Any], columns: int | None) -> str:
    return _KINDS[labels.dtype.kind] if columns is None else f"{columns} one-hot columns"


def _whole(name: str, labels: NDArray[Any]) -> NDArray[np.int64]:
    """Return class numbers that are given as floats as whole numbers."""
    _check_finite(name, labels)
    broken = (labels != np.round(labels)) | (np.abs(labels) > _LARGEST_WHOLE)
    if broken.any():
        value = labels[broken][0].item()
        raise DeclarationError(
            f"{name} has {value:g}, and classes are whole numbers; for a regression say regression=True"
        )
    return labels.astype(np.int64)


def _array(name: str, given: Any) -> NDArray[Any]:
    """Return what was given as an array of at least one example; texts or numbers kept as objects as what they are."""
    if np.ma.is_masked(given):
        raise DeclarationError(f"{name} has masked values: leave such examples out, or fill them")
    try:
        array = np.asarray(given)
    except ValueError as error:
        raise DeclarationError(f"{name} is no array: its rows have different lengths") from error
    if array.dtype.kind == "O" and array.ndim == 1 and len({type(one) for one in array}) == 1:
        array = np.asarray(array.tolist())
    if array.dtype.kind == "O":
        what = "objects" if array.ndim else type(given).__name__
        raise DeclarationError(f"{name} must be an array of one kind of values, not {what}")
    if not array.ndim or not len(array):
        raise DeclarationError(f"{name} has no example")
    return array


def _check_finite(name: str, array: NDArray[Any]) -> None:
    finite = np.isfinite(array)
    if not finite.all():
        place = int(np.argwhere(~finite)[0][0])
        raise DeclarationError(f"{name} has NaN or an infinite number, first in example {place} (counted from 0)")
