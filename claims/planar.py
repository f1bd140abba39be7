"""Points of two features for the claims about what a network can express: pools of which each seed draws some."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from harness import Data, one_hot

POINTS = 10_000
"""In each of the two parts of a pool."""


def circles() -> Data:
    """Return points on two concentric circles, the inner of half the radius, with noise of standard deviation 0.05."""
    from sklearn.datasets import make_circles

    return _pool(*make_circles(2 * POINTS, noise=0.05, factor=0.5, random_state=0))


def spirals(turns: float) -> Data:
    """Return points on two spirals that wind around each other so many times, without noise."""
    radius = np.sqrt(np.random.default_rng(0).uniform(0.02, 1, POINTS))
    angle = 2 * np.pi * turns * radius
    arm = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return _pool(np.concatenate([arm, -arm]), np.repeat([0, 1], POINTS))


def _pool(x: NDArray[np.float64], labels: NDArray[np.int64]) -> Data:
    """Return points, of which one half is to train on and the other to test on."""
    order = np.random.default_rng(1).permutation(len(x))
    points, y = x[order].astype(np.float32), one_hot(labels[order], 2)
    return Data(points[:POINTS], y[:POINTS], points[POINTS:], y[POINTS:])
