"""Numbers and other plain values as JSON can hold them, and as people write them."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

NON_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def to_json(value: float) -> float | str:
    """Return a number for JSON, which has no NaN and no infinity: they become their names."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return float(value)


def from_json(value: float | str) -> float:
    """Undo `to_json`."""
    return NON_FINITE[value] if isinstance(value, str) else float(value)


def is_finite(value: object) -> bool:
    """Return whether a value is a number that is neither NaN nor infinite, also as a float."""
    try:
        return not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)
    except OverflowError:  # a whole number beyond all floats
        return False


def superscript(number: int) -> str:
    """Return a whole number as it stands in an exponent."""
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def plain(number: float) -> str:
    """Return a number that somebody has chosen as people write it: 0.02, 500, 10⁻⁷."""
    digits, _, exponent = f"{number:.5g}".partition("e")
    digits = digits.replace("-", "−")
    if not exponent:
        return digits
    power = f"10{superscript(int(exponent))}"
    return power if digits == "1" else f"{digits} × {power}"


def as_python(value: Any) -> Any:
    """Return numpy's scalars, also those in tuples, as Python's own; any other value as it is."""
    if isinstance(value, tuple):
        return tuple(map(as_python, value))
    return value.item() if getattr(value, "ndim", None) == 0 and hasattr(value, "item") else value


def as_lists(value: Any) -> Any:
    """Return a value with lists in place of tuples, as JSON has them."""
    return list(map(as_lists, value)) if isinstance(value, tuple | list) else value


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON-ready value in its canonical form."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
