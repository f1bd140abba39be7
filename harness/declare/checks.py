"""What values in a declaration are held to; each check raises DeclarationError with what would be valid."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from harness.base.errors import DeclarationError
from harness.base.nearest import did_you_mean, nearest
from harness.base.numbers import is_finite

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")


MOST_NAMES = 12
"""Names that a message lists; of more it gives the nearest."""
LIST = "pytest --claims-list"
"""What prints all that a session's claims can name."""


def known(value: str, names: Collection[str], what: str, all_names: str = LIST) -> str:
    """Return a value if it is a known name.

    Args:
        value: the value.
        names: those that are known.
        what: what they are names of.
        all_names: where all of them are found, if they are too many for a message.

    Raises:
        DeclarationError: it is not among them; says which is nearest.

    """
    if isinstance(value, str) and value in names:
        return value
    hint = did_you_mean(value, names)
    if len(names) <= MOST_NAMES:
        raise DeclarationError(f"unknown {what} {value!r}{hint} (known: {', '.join(sorted(names))})")
    near = ", ".join(nearest(value, names, most=3, cutoff=0.0))
    raise DeclarationError(f"unknown {what} {value!r}{hint} (nearest: {near}; all {len(names)}: {all_names})")


def changed(declared: D, changes: Mapping[str, Any], what: str) -> D:
    """Return a declaration with some fields changed.

    Args:
        declared: an instance of a dataclass.
        changes: new values by field.
        what: what its fields are called, such as "part of a suite".

    Raises:
        DeclarationError: an unknown field.

    """
    names = [field.name for field in dataclasses.fields(declared)]
    for name in changes:
        known(name, names, what)
    return dataclasses.replace(declared, **changes)


def check_whole(name: str, value: Any, at_least: int) -> None:
    """Hold a value to being a whole number of at least so much."""
    if not isinstance(value, int) or isinstance(value, bool) or value < at_least:
        raise DeclarationError(f"{name} must be a whole number of at least {at_least}, not {value!r}")


def check_finite(name: str, value: Any) -> None:
    """Hold a value to being a finite number."""
    if not is_finite(value):
        raise DeclarationError(f"{name} must be a finite number, not {value!r}")


def check_interval(low: float, high: float) -> None:
    """Hold an interval to having two finite ends, the low one below the high one.

    Raises:
        DeclarationError: it has not.

    """
    check_finite("an end of an interval", low)
    check_finite("an end of an interval", high)
    if low >= high:
        raise DeclarationError(f"an interval's low end must be below its high end, not {low}, {high}")
