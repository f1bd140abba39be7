"""Independent random streams of one seed, by what they are for (numpy's SeedSequence spawn keys)."""

from __future__ import annotations

import numpy as np

from harness.base.streams import named_stream

WEIGHTS, ORDER, DROPOUT, NOISE, MEASURE = range(5)


def stream(seed: int, *path: int) -> np.random.SeedSequence:
    """Return one of a seed's independent random streams, such as `stream(seed, ORDER, epoch)`."""
    return np.random.SeedSequence(seed, spawn_key=path)


def measurement_stream(seed: int, name: str) -> np.random.SeedSequence:
    """Return the stream of a measurement."""
    return named_stream(seed, name, MEASURE)


def keras_seed(seed: int, *path: int) -> int:
    """Return a seed for Keras: 31 bits, because Keras' are signed."""
    return int(stream(seed, *path).generate_state(1)[0] >> 1)
