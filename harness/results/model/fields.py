"""What every record of results.json is made of: the base class, and the types of its numbers and texts."""

from __future__ import annotations

import math
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from harness.base.numbers import NON_FINITE

LARGEST = 1e100
"""Finite numbers beyond this overflow where they are drawn; networks compute in 32 bits, which end at 3e38."""
ROUNDING = 1e-7
"""By so much a share that was calculated may exceed 1."""
MOST = 2**53
"""Counts beyond this are no counts of anything."""


class Record(BaseModel):
    """A part of results.json: frozen, strict about types, and without fields that nobody knows."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, ser_json_inf_nan="strings", use_attribute_docstrings=True
    )


class MisfitError(ValueError):
    """Parts of a record that do not fit together; `place` is where, seen from the record, such as ".arms[0]"."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place


def drawable(value: float) -> float:
    """Return a number, numpy's too, as a float that can be drawn: one beyond `LARGEST` is infinite there."""
    return float(value) if -LARGEST <= value <= LARGEST or math.isnan(value) else math.copysign(math.inf, value)


def _named(value: object) -> object:
    """Return the number that JSON has to spell as a string, such as "Infinity"; anything else as it is."""
    return NON_FINITE.get(value, value) if isinstance(value, str) else value


def _in_range(value: float) -> float:
    """Return a number that is finite up to `LARGEST`, or not finite at all; raise ValueError for others."""
    if -LARGEST <= value <= LARGEST or not math.isfinite(value):
        return value
    raise ValueError(f"{value:g} is beyond ±{LARGEST:g}")


def _finite(value: float) -> float:
    """Return a finite number up to `LARGEST`; raise ValueError for others."""
    if -LARGEST <= value <= LARGEST:
        return value
    raise ValueError(f"{value:g} is no number within ±{LARGEST:g}")


def _encodable(text: object) -> object:
    """Return text that UTF-8 can hold: a half of a surrogate pair, which may be in a message, is spelled out."""
    if not isinstance(text, str) or text.isascii() or text.isprintable():
        return text
    return "".join(f"⟨U+{ord(c):04X}⟩" if unicodedata.category(c) == "Cs" else c for c in text)


_NUMBER_SCHEMA = {"anyOf": [{"type": "number", "minimum": -LARGEST, "maximum": LARGEST}, {"enum": list(NON_FINITE)}]}

Number = Annotated[float, BeforeValidator(_named), AfterValidator(_in_range), WithJsonSchema(_NUMBER_SCHEMA)]
"""A float; in JSON, NaN and the infinities are the strings "NaN", "Infinity" and "-Infinity"."""
Finite = Annotated[
    float, AfterValidator(_finite), WithJsonSchema({"type": "number", "minimum": -LARGEST, "maximum": LARGEST})
]
"""A float that is neither NaN nor infinite."""
Amount = Annotated[Finite, Field(ge=0)]
"""A finite float of at least 0, such as seconds."""
Positive = Annotated[Finite, Field(gt=0)]
"""A finite float above 0."""
Share = Annotated[Finite, Field(ge=0, le=1 + ROUNDING)]
"""A probability, or another float from 0 to 1."""
Count = Annotated[int, Field(ge=0, le=MOST)]
"""A whole number from 0."""
Place = Annotated[int, Field(ge=1, le=MOST)]
"""A whole number from 1, such as an epoch's or a look's."""
Seed = Annotated[int, Field(gt=-(10**18), lt=10**18)]
"""A seed; those of a file of runs may be negative."""
Text = Annotated[str, BeforeValidator(_encodable)]
"""Text that a file can hold."""
