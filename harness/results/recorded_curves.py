"""A picture that a test hands to the report: curves, through pytest's own `record_property`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

from harness.base.numbers import is_finite
from harness.results.model import LARGEST, Curves

PROPERTY = "curves"
MOST_LINES, MOST_POINTS, LONGEST_TEXT = 6, 500, 100
_TEXTS = ("title", "x", "y")
_PLACES = {"start": 0.0, "step": 1.0}


def curves_of(properties: Iterable[tuple[str, object]]) -> Curves | None:
    """Return the curves among a test's properties, None if there are none.

    They are `{"title": text, "x": text, "y": text, "lines": {name: [number, ...]}}` under the name `PROPERTY`: at
    most `MOST_LINES` lines of 2 to `MOST_POINTS` numbers of a size up to `LARGEST`, the heights at 0, 1, 2 and so on,
    or with "start" and "step" at start, start + step and so on; texts of at most `LONGEST_TEXT` characters. Anything
    else is left alone: properties are the affair of the tests that record them.
    """
    found = (_curves(value) for name, value in properties if name == PROPERTY)
    return next((curves for curves in found if curves), None)


def _curves(value: object) -> Curves | None:
    if not isinstance(value, dict) or set(value) - set(_PLACES) != {*_TEXTS, "lines"}:
        return None
    places = {name: value.get(name, usual) for name, usual in _PLACES.items()}
    if not all(map(_is_height, places.values())) or places["step"] <= 0:
        return None
    title, x, y = (value[name] for name in _TEXTS)
    lines = value["lines"]
    if not (_is_text(title) and _is_text(x) and _is_text(y) and isinstance(lines, dict)):
        return None
    if not (1 <= len(lines) <= MOST_LINES and all(_is_text(name) and _is_line(line) for name, line in lines.items())):
        return None
    return Curves(
        title=title, x=x, y=y, lines={name: tuple(map(float, line)) for name, line in lines.items()}, **places
    )


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _is_line(value: object) -> bool:
    return isinstance(value, list) and 2 <= len(value) <= MOST_POINTS and all(map(_is_height, value))


def _is_height(value: object) -> bool:
    return isinstance(value, int | float) and is_finite(value) and abs(value) <= LARGEST
