"""The fingerprint of a network's weights."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from numpy.typing import NDArray


def weights_fingerprint(weights: Iterable[NDArray[Any]]) -> str:
    """Return 16 hexadecimal digits of a hash of all weights, to the last bit."""
    sha = hashlib.sha256()
    for one in weights:
        sha.update(one.tobytes())
    return sha.hexdigest()[:16]
