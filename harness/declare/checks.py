"""What values in a declaration are held to; each check raises DeclarationError with what would be valid."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from harness.base.errors import DeclarationError
from harness.base.numbers import is_finite

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")


def known(value: str, names: Collection[str], what: str) -> str:
    """Return `value` if it is one of `names`; otherwise raise DeclarationError with the nearest name."""
    if isinstance(value, str) and value in names:
        return value
    near = difflib.get_close_matches(str(value), names, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise DeclarationError(f"unknown {what} {value!r}{hint} (known: {', '.join(sorted(names))})")


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
