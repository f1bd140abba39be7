"""The arrays that a network is trained and tested on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Data:
    """Arrays to train and test on: x float32 (examples, ...), y float32 (examples, outputs).

    y is one-hot for a classification, the target itself for a regression. `truth` is the continuous target behind the
    test set, if there is one: (test examples,), or (test examples, outputs) where there are several. `class_values`
    (classes,) is what each class stands for, if the target was binned.
    """

    x_train: Floats
    y_train: Floats
    x_test: Floats
    y_test: Floats
    truth: Floats | None = None
    class_values: Floats | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of all arrays, with their names, types and shapes."""
        sha = hashlib.sha256()
        for name, array in vars(self).items():
            if array is not None:
                sha.update(f"{name} {array.dtype} {array.shape} ".encode())
                sha.update(array.tobytes())
        return sha.hexdigest()

    @property
    def is_regression(self) -> bool:
        """True if y is the target itself."""
        return self.truth is not None and self.class_values is None

    def scaled(self, factor: float) -> Data:
        """Return the data with the inputs multiplied by a factor."""
        if factor == 1:
            return self
        return replace(self, x_train=self.x_train * np.float32(factor), x_test=self.x_test * np.float32(factor))

    def standardized(self) -> Data:
        """Return the data with every input feature shifted and scaled to mean 0 and deviation 1 in the training part.

        The test part is shifted and scaled by the same numbers. A feature that is constant in the training part is 0
        in both: nothing can be learned of it. Targets stay as they are.
        """
        constant = self.x_train.min(axis=0) == self.x_train.max(axis=0)  # whose deviation may be rounded to above 0
        mean = self.x_train.mean(axis=0, dtype=np.float64)
        deviation = np.where(constant, np.inf, self.x_train.std(axis=0, dtype=np.float64))
        x_train, x_test = (((x - mean) / deviation).astype(np.float32) for x in (self.x_train, self.x_test))
        return replace(self, x_train=x_train, x_test=x_test)

    def split_off(self, share: float) -> tuple[Data, Floats, Floats]:
        """Return the data without the last `share` of the training examples, and those as x and y."""
        kept = len(self.x_train) - round(share * len(self.x_train))
        rest = self.x_train[kept:], self.y_train[kept:]
        return replace(self, x_train=self.x_train[:kept], y_train=self.y_train[:kept]), *rest

    def with_label_noise(self, share: float, rng: np.random.Generator) -> Data:
        """Return the data with a share of the training labels replaced by another class, any with equal chance."""
        y = self.y_train.copy()
        wrong = rng.choice(len(y), size=round(share * len(y)), replace=False)
        shift = rng.integers(1, y.shape[1], size=len(wrong))
        y[wrong] = one_hot((y[wrong].argmax(axis=1) + shift) % y.shape[1], y.shape[1])
        return replace(self, y_train=y)


def truth_of(y_test: Floats) -> Floats:
    """Return the targets (examples, outputs) of a regression's test set as its `truth`."""
    return y_test[:, 0] if y_test.shape[1] == 1 else y_test


def one_hot(labels: NDArray[Any], classes: int) -> Floats:
    """Return labels (examples,) as one-hot rows (examples, classes)."""
    rows: Floats = np.eye(classes, dtype=np.float32)[labels]
    return rows
