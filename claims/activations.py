"""The two ways to Keras' activation functions, and the inputs at which their formulas are most likely to fail."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from harness import claim

SECTION = "Activation function"

AC4 = claim(
    "AC4",
    section=SECTION,
    says="The sigmoid maps every number into 0 to 1: to 1/2 at 0, to less on its left and more on its right; "
    "its derivative is a bell around 0.",
)
AC5 = claim(
    "AC5",
    section=SECTION,
    says="ReLU is 0 left of 0 and changes nothing right of it; its derivative is 0 on the left and 1 on the right.",
)

SEEN = np.linspace(-6, 6, 97)
"""The inputs at which a function is drawn."""
EXTREMES = [0.0, -0.0, 1e-300, -1e-300, 1e-30, -1e-30, 1e-8, -1e-8, 40.0, -40.0, 1000.0, -1000.0, np.inf, -np.inf]
dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])
ways = pytest.mark.parametrize("way", ["function", "layer"])


def activation(keras: Any, name: str, way: str, dtype: str) -> Any:
    """Return Keras' activation: the function itself, or the layer that the tutorial's listings add."""
    return getattr(keras.activations, name) if way == "function" else keras.layers.Activation(name, dtype=dtype)


def seen(name: str, value: NDArray[Any], derivative: NDArray[Any]) -> dict[str, Any]:
    """Return the picture of a function with its derivative at `SEEN`, (97,) each, for the report."""
    lines = {"value": value.tolist(), "derivative": derivative.tolist()}
    title = {"title": f"{name} with its derivative", "x": "x", "y": "as Keras computes it"}
    return {**title, "lines": lines, "start": float(SEEN[0]), "step": float(SEEN[1] - SEEN[0])}
