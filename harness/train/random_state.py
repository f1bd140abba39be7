"""The global random state of Python and of numpy, which Keras seeds with its own."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator

import numpy as np


@contextlib.contextmanager
def kept_random_state() -> Iterator[None]:
    """Put the state back that was there before: whoever draws from it next does not know of this training."""
    python, legacy = random.getstate(), np.random.get_state()  # noqa: NPY002 (others may use it)
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(legacy)  # noqa: NPY002
