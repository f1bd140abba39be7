"""Independent random streams of one seed, by name."""

from __future__ import annotations

import hashlib

import numpy as np


def named_stream(seed: int, name: str, *path: int) -> np.random.SeedSequence:
    """Return the random stream of a name, which does not depend on what other names there are."""
    return np.random.SeedSequence(seed, spawn_key=(*path, int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])))
