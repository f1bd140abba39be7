"""Small data sets for questions about what a network can express; fixed, so that only the seed varies.

Each is a function without arguments that returns `Data`; its arrays depend on nothing but the code in here
and, where it is theirs, scikit-learn's.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from harness.data.arrays import Data, one_hot

Points = NDArray[np.float64]
Labels = NDArray[np.int64]


def _halves(x: Points, labels: Labels) -> Data:
    """Return points in random order, half of them to train on and half to test on."""
    order = np.random.default_rng(1).permutation(len(x))
    x, labels = x[order], labels[order]
    half = len(x) // 2
    return Data(
        x[:half].astype(np.float32),
        one_hot(labels[:half], 2),
        x[half:].astype(np.float32),
        one_hot(labels[half:], 2),
    )


def xor() -> Data:
    """Return the four corners of a square, opposite ones alike: 50 copies of each to train on, 50 to test on."""
    corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]], dtype=np.float32).repeat(50, axis=0)
    labels = one_hot((corners[:, 0] != corners[:, 1]).astype(np.int64), 2)
    return Data(corners, labels, corners, labels)


def circles() -> Data:
    """Return 400 points on two concentric circles, the inner of half the radius, with a little noise.

    The noise (standard deviation 0.05) leaves a gap of five standard deviations on either side of the middle.
    """
    from sklearn.datasets import make_circles

    return _halves(*make_circles(400, noise=0.05, factor=0.5, random_state=0))


def spirals() -> Data:
    """Return 400 points on two spirals that wind around each other one and a half times, without noise."""
    turns = np.sqrt(np.random.default_rng(0).uniform(0.02, 1, 200)) * 3 * np.pi
    arm = np.stack([turns * np.cos(turns), turns * np.sin(turns)], axis=1) / (3 * np.pi)
    return _halves(np.concatenate([arm, -arm]), np.repeat([0, 1], 200))


def checkerboard() -> Data:
    """Return 1600 points spread evenly over a board of 4 x 4 fields; the colour of the field is the class."""
    x = np.random.default_rng(0).uniform(-1, 1, (1600, 2))
    return _halves(x, np.floor((x + 1) * 2).astype(np.int64).sum(axis=1) % 2)


BINS = 10
"""Classes that stand for the continuous target in `diabetes_binned`: deciles, a common choice."""


def _diabetes() -> tuple[Points, Points]:
    """Return scikit-learn's diabetes data: 442 patients, 10 features of unit variance, in a fixed random order."""
    from sklearn.datasets import load_diabetes

    x, target = load_diabetes(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(x))
    return (x / x.std(axis=0))[order], target[order]


def diabetes() -> Data:
    """Return a regression: disease progression, standardized by the 342 training patients."""
    x, target = _diabetes()
    y = ((target - target[:342].mean()) / target[:342].std()).astype(np.float32)[:, None]
    features = x.astype(np.float32)
    return Data(features[:342], y[:342], features[342:], y[342:], truth=y[342:, 0])


def diabetes_binned() -> Data:
    """Return the same task as a classification into deciles, each standing for its patients' mean target."""
    whole = diabetes()
    edges = np.quantile(whole.y_train, np.linspace(0, 1, BINS + 1)[1:-1])
    train, test = (np.digitize(y[:, 0], edges) for y in (whole.y_train, whole.y_test))
    values = np.array([whole.y_train[train == label].mean() for label in range(BINS)], dtype=np.float32)
    return Data(
        whole.x_train,
        one_hot(train, BINS),
        whole.x_test,
        one_hot(test, BINS),
        truth=whole.truth,
        class_values=values,
    )


def noise() -> Data:
    """Return 200 standard normal numbers, shifted to a mean of 0, for a loss that reads each as its own slope."""
    drawn = np.random.default_rng(0).standard_normal((200, 1))
    x = (drawn - drawn.mean()).astype(np.float32)
    nothing = np.zeros_like(x)
    return Data(x, nothing, x, nothing, truth=nothing[:, 0])


TOYS: dict[str, Callable[[], Data]] = {
    "xor": xor,
    "circles": circles,
    "spirals": spirals,
    "checkerboard": checkerboard,
    "noise": noise,
    "diabetes": diabetes,
    "diabetes-binned": diabetes_binned,
}
SHAPES = {
    "xor": (200, 200, 2, 2),
    "circles": (200, 200, 2, 2),
    "spirals": (200, 200, 2, 2),
    "checkerboard": (800, 800, 2, 2),
    "noise": (200, 200, 1, 1),
    "diabetes": (342, 100, 10, 1),
    "diabetes-binned": (342, 100, 10, BINS),
}
"""Training examples, test examples, features, outputs: known without making the arrays."""
