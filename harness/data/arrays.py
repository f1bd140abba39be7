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
    """Arrays to train and test on: x float32 (examples, features), y float32 (examples, outputs).

    y is one-hot for a classification, the target itself for a regression. `truth` (test examples,) is the
    continuous target behind the test set, if there is one, and `class_values` (classes,) what each class
    stands for, if the target was binned.
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


def one_hot(labels: NDArray[Any], classes: int) -> Floats:
    """Return labels (examples,) as one-hot rows (examples, classes)."""
    rows: Floats = np.eye(classes, dtype=np.float32)[labels]
    return rows
