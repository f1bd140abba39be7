"""How one seed's training and test set come out of a pool; apart from all else, because a run's key has this code."""

from __future__ import annotations

import numpy as np

from harness import Data, one_hot, split

BINS = 10
"""Classes that stand for the continuous target in `binned_patients`: deciles, a common choice."""
PATIENTS = 342
"""Patients to train on, of the 442; the others are to test on."""


def some(pool: Data, rng: np.random.Generator, *, train: int, test: int) -> Data:
    """Return so many examples of either part of the pool, without replacement; only these become float32."""
    chosen = rng.choice(len(pool.x_train), train, replace=False)
    tested = rng.choice(len(pool.x_test), test, replace=False)
    return Data(
        pool.x_train[chosen].astype(np.float32),
        pool.y_train[chosen],
        pool.x_test[tested].astype(np.float32),
        pool.y_test[tested],
    )


def balanced(pool: Data, rng: np.random.Generator, *, train: int, test: int) -> Data:
    """Return so many examples of either part of the pool, as many of each class: a majority would be an advantage."""

    def chosen(y: np.ndarray, count: int) -> np.ndarray:
        classes = y.shape[1]
        each = [rng.choice(np.flatnonzero(one), count // classes, replace=False) for one in y.T]
        return rng.permutation(np.concatenate(each))

    kept, tested = chosen(pool.y_train, train), chosen(pool.y_test, test)
    return Data(pool.x_train[kept], pool.y_train[kept], pool.x_test[tested], pool.y_test[tested])


def all_split(pool: Data, rng: np.random.Generator, *, test: float) -> Data:
    """Return all images of the pool, split anew, as many of each digit in a part as its share."""
    halves = split(test)(pool, rng)
    return Data(halves.x_train.astype(np.float32), halves.y_train, halves.x_test.astype(np.float32), halves.y_test)


def patients(pool: Data, rng: np.random.Generator) -> Data:
    """Return all patients, split anew; the target is standardized by those to train on."""
    order = rng.permutation(len(pool.x_train))
    x, target = pool.x_train[order], pool.y_train[order].astype(np.float64)
    known = target[:PATIENTS]
    y = ((target - known.mean()) / known.std()).astype(np.float32)
    return Data(x[:PATIENTS], y[:PATIENTS], x[PATIENTS:], y[PATIENTS:], truth=y[PATIENTS:, 0])


def binned_patients(pool: Data, rng: np.random.Generator) -> Data:
    """Return the same patients, their target binned into deciles; each stands for its patients' mean target."""
    whole = patients(pool, rng)
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


def centred(pool: Data, rng: np.random.Generator) -> Data:
    """Return 200 numbers of the pool, shifted to a mean of 0, for a loss that reads each as its own slope."""
    drawn = rng.choice(pool.x_train, 200, replace=False).astype(np.float64)
    x = (drawn - drawn.mean()).astype(np.float32)
    nothing = np.zeros_like(x)
    return Data(x, nothing, x, nothing, truth=nothing[:, 0])
