"""Small data sets for questions about what a network can express; fixed, so that only the seed varies.

Each is a function without arguments that returns `Data`; its arrays depend on nothing but the code in here and, of
the circles, scikit-learn's.
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


PLANAR: dict[str, Callable[[], Data]] = {
    "xor": xor,
    "circles": circles,
    "spirals": spirals,
    "checkerboard": checkerboard,
}
"""Data of two features, which can be drawn on paper."""
