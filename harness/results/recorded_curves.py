"""A picture that a test hands to the report: curves, through pytest's own `record_property`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from harness.base.numbers import is_finite

PROPERTY = "curves"
MOST_LINES, MOST_POINTS, LONGEST_TEXT, LARGEST = 6, 500, 100, 1e100


def curves_of(properties: Iterable[tuple[str, Any]]) -> dict[str, Any] | None:
    """Return the curves among a test's properties, None if there are none.

    They are `{"title": text, "x": text, "y": text, "lines": {name: [number, ...]}}` under the name `PROPERTY`: at
    most `MOST_LINES` lines of 2 to `MOST_POINTS` numbers of a size up to `LARGEST`, the heights at 0, 1, 2 and so on;
    texts of at most `LONGEST_TEXT` characters. Anything else is left alone: properties are the affair of the tests
    that record them.
    """
    found = next((value for name, value in properties if name == PROPERTY and _fits(value)), None)
    if found is None:
        return None
    return {**found, "lines": {name: [float(height) for height in line] for name, line in found["lines"].items()}}


def _fits(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"title", "x", "y", "lines"}:
        return False
    lines = value["lines"]
    return (
        all(_is_text(value[name]) for name in ("title", "x", "y"))
        and isinstance(lines, dict)
        and 1 <= len(lines) <= MOST_LINES
        and all(_is_text(name) and _is_line(line) for name, line in lines.items())
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _is_height(value: Any) -> bool:
    return is_finite(value) and abs(value) <= LARGEST


def _is_line(value: Any) -> bool:
    return isinstance(value, list) and 2 <= len(value) <= MOST_POINTS and all(map(_is_height, value))
