"""What is said of the numbers that networks were given: between which they lie, and where that is not as declared."""

from __future__ import annotations

from collections.abc import Iterator

from harness.report.wording.formatting import rounded
from harness.results.model import Dataset, Inputs, Range

NARROW = 10
"""So many times narrower, and numbers are of another unit: 0 to 1 in the place of 0 to 255."""


def between(numbers: Range) -> str:
    """Return the ends of a range, such as "0 to 255"."""
    low, high = map(rounded, numbers)
    return f"{low} to {high}"


def notices(dataset: Dataset) -> Iterator[str]:
    """Yield a line for every set of data whose inputs are others than declared, or others in the test part."""
    for name, size in dataset.sizes.items():
        if size.inputs and (said := _odd(size.inputs)):
            yield f"data {name!r}: {said}; all were used as they are"


def _odd(inputs: Inputs) -> str:
    for part, found in (("trained on", inputs.trained), ("tested on", inputs.tested)):
        if inputs.declared and not _fits(found, inputs.declared):
            return f"inputs from {between(found)} are {part}, and {between(inputs.declared)} are declared"
    narrow, wide = sorted((inputs.trained, inputs.tested), key=_width)
    if 0 < _width(narrow) * NARROW < _width(wide):
        return f"inputs from {between(inputs.trained)} are trained on, but from {between(inputs.tested)} tested on"
    return ""


def _fits(found: Range, declared: Range) -> bool:
    """Return whether numbers lie in a range, and are not of a unit by which they would fill but little of it."""
    inside = declared[0] <= found[0] and found[1] <= declared[1]
    return inside and _width(found) * NARROW >= _width(declared)


def _width(numbers: Range) -> float:
    return numbers[1] - numbers[0]
