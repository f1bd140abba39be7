"""Splits into a training and a test part: by chance, and for classes stratified."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from harness.base.errors import DeclarationError
from harness.base.numbers import is_finite
from harness.data.arrays import Data, truth_of

if TYPE_CHECKING:
    from harness.data.dataset import Draw

Indices = NDArray[np.int64]


def split(test: float) -> Draw:
    """Return a `draw` that pools the training and the test part and splits them anew for every seed.

    Every seed has as many examples of each class in each part (`train_and_test`). Inputs are left as they are: what
    is estimated from the training part, such as `Data.standardized`, belongs after the draw.

    Args:
        test: the share of the examples to test on, above 0 and below 1.

    Raises:
        DeclarationError: no such share. When it draws: a part would lack a class or be empty, or the pool has a target
            behind its test set that its training set has not.

    """
    check_share(test)
    return partial(_drawn, test=float(test))


def check_share(test: object) -> None:
    """Hold a share of examples to test on to being one.

    Raises:
        DeclarationError: it is not.

    """
    if not is_finite(test) or not 0 < test < 1:  # type: ignore[operator]
        raise DeclarationError(f"test must be a share above 0 and below 1, such as 0.25, not {test!r}")


def train_and_test(y: NDArray[Any], test: float, rng: np.random.Generator, *, regression: bool) -> tuple[Indices, ...]:
    """Return which examples are to be trained on and which to be tested on, both in random order.

    Of each class as many as its share of the test part, rounded so that the sum is right, and at least one in each
    part; which ones, and the order, is up to `rng`.

    Args:
        y: targets (examples, outputs), one-hot for classes.
        test: the share of the examples to test on; `round(test * examples)` of them.
        rng: draws.
        regression: whether y are no classes.

    Raises:
        DeclarationError: a part would be empty, or lack a class.

    """
    order = rng.permutation(len(y))
    labels = np.zeros(len(y), np.int64) if regression else y.argmax(axis=1)[order]
    tested = np.zeros(len(y), bool)
    for label, count in zip(np.unique(labels), _test_counts(labels, test, regression=regression), strict=True):
        tested[np.flatnonzero(labels == label)[:count]] = True
    return order[~tested], order[tested]


def _test_counts(labels: NDArray[np.int64], test: float, *, regression: bool) -> NDArray[np.int64]:
    """Return how many examples of each class that there is are to be tested on."""
    present, sizes = np.unique(labels, return_counts=True)
    wanted, classes = round(test * len(labels)), len(sizes)
    if sizes.min() < 2:
        one = "there is" if regression else f"class {present[sizes.argmin()]} (in ascending order, from 0) has"
        more = "" if regression else "; for numbers as targets say regression=True"
        raise DeclarationError(f"{one} one example only, and each part needs at least one{more}")
    if not classes <= wanted <= len(labels) - classes:
        least = "one" if regression else f"one of each of the {classes} classes"
        raise DeclarationError(
            f"test={test:g} of {len(labels)} examples is {wanted}, and each part needs at least {least}"
        )
    exact = test * sizes
    counts = np.clip(exact.astype(np.int64), 1, sizes - 1)
    while counts.sum() != wanted:
        step = 1 if counts.sum() < wanted else -1
        possible = (counts + step >= 1) & (counts + step < sizes)
        counts[np.where(possible, step * (exact - counts), -np.inf).argmax()] += step
    return counts


def _drawn(pool: Data, rng: np.random.Generator, *, test: float) -> Data:
    truth = truth_of(pool.y_test) if pool.is_regression else None
    if pool.class_values is not None or not _same(pool.truth, truth):
        raise DeclarationError("split() cannot draw from data whose `truth` is another than y_test: write a draw")
    x, y = np.concatenate([pool.x_train, pool.x_test]), np.concatenate([pool.y_train, pool.y_test])
    train, tested = train_and_test(y, test, rng, regression=pool.is_regression)
    truth = truth_of(y[tested]) if pool.is_regression else None
    return Data(x[train], y[train], x[tested], y[tested], truth=truth)


def _same(one: NDArray[Any] | None, other: NDArray[Any] | None) -> bool:
    return one is other if one is None or other is None else np.array_equal(one, other)
