"""Data that only the scope map asks about: what of the tutorial's advice holds on other examples than its own?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from claims import draws
from harness import Data, one_hot, split


def digits() -> Data:
    """Return scikit-learn's digits: 1797 images of 8 by 8 pixels from 0 to 16, and the ten classes."""
    from sklearn.datasets import load_digits

    x, labels = load_digits(return_X_y=True)
    return pool(x, labels, classes=10)


def tumours() -> Data:
    """Return scikit-learn's breast cancer data: 569 tumours, 30 features, and whether they are benign."""
    from sklearn.datasets import load_breast_cancer

    x, labels = load_breast_cancer(return_X_y=True)
    return pool(x, labels, classes=2)


def pool(x: np.ndarray, labels: np.ndarray, classes: int) -> Data:
    """Return examples that are all in the first part."""
    x = x.astype(np.float32)
    y = one_hot(labels, classes)
    return Data(x, y, x[:0], y[:0])


def standardized(pool: Data, rng: np.random.Generator, *, test: float) -> Data:
    """Return all examples split anew, their features standardized by those to train on."""
    halves = split(test)(pool, rng)
    mean, deviation = halves.x_train.mean(axis=0), halves.x_train.std(axis=0)
    x_train, x_test = (((x - mean) / deviation).astype(np.float32) for x in (halves.x_train, halves.x_test))
    return Data(x_train, halves.y_train, x_test, halves.y_test)


ELSEWHERE: dict[str, tuple[Callable[[], Data], Callable[[Data, np.random.Generator], Data]]] = {
    "sklearn-digits": (digits, partial(draws.all_split, test=500 / 1797)),
    "breast-cancer": (tumours, partial(standardized, test=143 / 569)),
}
"""Name to a pool, and how a seed's examples are drawn from it."""
