"""Data from arrays that are in memory."""

from __future__ import annotations

from typing import Any

import numpy as np

from harness.base.errors import DeclarationError
from harness.data.arrays import Data, Floats, truth_of
from harness.data.split import check_share, train_and_test
from harness.data.targets import class_targets, numbers, regression_targets

SPLIT_SEED = 0
"""Decides which examples `test=` keeps to test on, the same ones every time."""


def from_arrays(
    x: Any,
    y: Any,
    *,
    x_test: Any = None,
    y_test: Any = None,
    test: float | None = None,
    regression: bool = False,
) -> Data:
    """Return arrays as data to train and test on.

    Args:
        x: inputs (examples, ...) of any shape, all finite; kept as float32.
        y: classes (examples,) as numbers, texts or booleans, or as one-hot rows (examples, classes); for a regression
            the targets (examples,) or (examples, outputs).
        x_test: inputs of a test part of its own.
        y_test: its targets, in the form that y has.
        test: without one, the share of the examples to test on: always the same ones, of each class its share, and
            both parts in random order.
        regression: whether y are the targets themselves, and no classes.

    Raises:
        DeclarationError: the arrays do not fit together, or a value in them cannot be; neither a test part nor `test`
            is given, or both are.

    """
    if not isinstance(regression, bool):
        raise DeclarationError(f"regression must be True or False, not {regression!r}")
    if (x_test is None) != (y_test is None):
        raise DeclarationError("x_test and y_test belong together: one of them is missing")
    if (test is None) == (x_test is None):
        fault = "not both" if test is not None else "and neither is given"
        raise DeclarationError(f"either test=, a share of the examples, or x_test= and y_test= are due, {fault}")
    if test is not None:
        check_share(test)
    inputs, targets = _inputs("x", x), _targets(y, y_test, regression=regression)
    rows, tested_rows = targets
    _check_lengths(inputs, rows, "")
    if test is not None:
        train, tested = train_and_test(rows, test, np.random.default_rng(SPLIT_SEED), regression=regression)
        parts = inputs[train], rows[train], inputs[tested], rows[tested]
    else:
        assert tested_rows is not None
        tested_inputs = _inputs("x_test", x_test)
        _check_lengths(tested_inputs, tested_rows, "_test")
        if inputs.shape[1:] != tested_inputs.shape[1:]:
            raise DeclarationError(
                f"examples of x have the shape {inputs.shape[1:]}, those of x_test {tested_inputs.shape[1:]}"
            )
        parts = inputs, rows, tested_inputs, tested_rows
    return Data(*parts, truth=truth_of(parts[3]) if regression else None)


def from_bunch(bunch: Any, *, test: float, regression: bool = False) -> Data:
    """Return a data set of scikit-learn, as its `load_...()` and `fetch_...()` return it.

    Args:
        bunch: has `data`, or else `images`, and `target`.
        test: the share of the examples to test on (`from_arrays`).
        regression: whether the targets are numbers, and no classes.

    Raises:
        DeclarationError: it is something else, or its arrays cannot be trained and tested on.

    """
    x = next((getattr(bunch, name) for name in ("data", "images") if getattr(bunch, name, None) is not None), None)
    y = getattr(bunch, "target", None)
    if x is None or y is None:
        missing = "target" if x is not None else "data"
        raise DeclarationError(
            f"from_bunch takes a Bunch with data and target; {type(bunch).__name__} has no {missing}"
        )
    return from_arrays(x, y, test=test, regression=regression)


def _inputs(name: str, given: Any) -> Floats:
    inputs = numbers(name, given)
    if inputs.ndim < 2 or not inputs[0].size:
        raise DeclarationError(
            f"{name} must have the shape (examples, features) or one with more axes, not {inputs.shape}"
        )
    return inputs


def _targets(y: Any, y_test: Any, *, regression: bool) -> tuple[Floats, Floats | None]:
    if not regression:
        return class_targets(y, y_test)
    rows = regression_targets("y", y)
    if (rows == rows[0]).all(axis=0).any():
        raise DeclarationError("y has one and the same number for every example: there is nothing to learn")
    if y_test is None:
        return rows, None
    tested = regression_targets("y_test", y_test)
    if rows.shape[1] != tested.shape[1]:
        raise DeclarationError(f"y has {rows.shape[1]} outputs, y_test {tested.shape[1]}")
    return rows, tested


def _check_lengths(x: Floats, y: Floats, part: str) -> None:
    if len(x) != len(y):
        raise DeclarationError(f"x{part} has {len(x)} examples, y{part} {len(y)}")
