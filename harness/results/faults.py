"""What is wrong with the content of a file, in one line that names the place."""

from __future__ import annotations

import re

from pydantic import JsonValue, ValidationError
from pydantic_core import ErrorDetails

from harness.results.model import MisfitError

LONGEST = 60
"""Characters of a wrong value that are repeated."""


def first_fault(error: ValidationError, content: JsonValue) -> str:
    """Return what is wrong first, such as "$.claims[3].seeds: Input should be a valid integer, not 'many'".

    Args:
        error: from the model.
        content: what it was given.
    """
    fault = error.errors(include_url=False)[0]
    place, name = _place(fault["loc"], content)
    if fault["type"] == "json_invalid":  # nested too deeply, say
        return str(fault["msg"])
    if fault["type"] == "missing":
        return f"{place}: {name!r} is missing"
    if fault["type"] == "extra_forbidden":
        return f"{place}: nothing of this name is known here"
    if fault["type"] == "value_error":
        cause = fault["ctx"]["error"]
        return f"{place}{cause.place if isinstance(cause, MisfitError) else ''}: {cause}"
    return f"{place}: {fault['msg']}{_given(fault)}"


def _given(fault: ErrorDetails) -> str:
    """Return the value that is wrong, if it is a short one."""
    value = fault["input"]
    if not isinstance(value, str | int | float | None):
        return ""
    text = repr(value)
    return f", not {text if len(text) <= LONGEST else text[:LONGEST] + '…'}"


def _place(location: tuple[int | str, ...], content: JsonValue) -> tuple[str, str]:
    """Return where a fault is, and the last name in its location.

    A location also names the choices that were made between several types, which are no places in the content.
    """
    place = "$"
    claims = location[:1] == ("claims",)
    for depth, part in enumerate(location):
        if claims and depth == 2:  # which kind of claim it is: fields may be called the same
            continue
        if isinstance(content, dict) and isinstance(part, str) and part in content:
            place += f".{part}" if re.fullmatch(r"\w+", part) else f"[{part!r}]"
            content = content[part]
        elif isinstance(content, list) and isinstance(part, int) and part < len(content):
            place += f"[{part}]"
            content = content[part]
    return place, str(location[-1]) if location else ""
