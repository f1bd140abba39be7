"""Numbers, names and addresses as the report prints them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from harness.run import from_json

Number = float | int | str | None
"""As in results.json: NaN and the infinities are strings there, and null is no value."""


def value(number: Number) -> float:
    """Return a number of results.json as a float; null is NaN."""
    return math.nan if number is None else from_json(number)


def figure(number: Number, *, signed: bool = False) -> str:
    """Return a number with the digits that a reader can use, and with a real minus sign."""
    x = value(number)
    if math.isnan(x):
        return "–"
    if math.isinf(x):
        return ("+" if signed and x > 0 else "−" if x < 0 else "") + "∞"
    if x and not 1e-5 <= abs(x) < 1e5:
        text = f"{x:+.2e}" if signed else f"{x:.2e}"
        digits, exponent = text.split("e")
        text = f"{digits} × 10{superscript(int(exponent))}"
    else:
        decimals = 0 if abs(x) >= 100 else 2 if abs(x) >= 10 else 3
        if 0 < abs(x) < 0.01:  # two digits that say something
            decimals = 1 - math.floor(math.log10(abs(x)))
        text = f"{x:+.{decimals}f}" if signed else f"{x:.{decimals}f}"
        if x == round(x):
            text = text.partition(".")[0]
    return "0" if text in ("-0", "+0") else text.replace("-", "−")


def superscript(number: int) -> str:
    """Return a whole number as it stands in an exponent."""
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def span(interval: Mapping[str, Any] | None, *, signed: bool = False) -> str:
    """Return an interval's limits, such as "0.012 to 0.034"."""
    if interval is None or interval["low"] is None or interval["high"] is None:
        return "too few seeds for an interval"
    return f"{figure(interval['low'], signed=signed)} to {figure(interval['high'], signed=signed)}"


def margin_text(margin: Any) -> str:
    """Return a margin, which for an interval claim is a pair."""
    ends = margin if isinstance(margin, list) else [margin]
    return " to ".join(figure(end) if 0 < abs(end) < 1e-4 else f"{end:g}".replace("-", "−") for end in ends)


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    for limit, factor, unit in ((1e-6, 1e9, "ns"), (1e-3, 1e6, "µs"), (1.0, 1e3, "ms"), (120.0, 1.0, "s")):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}"
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s"


def count(number: int, noun: str) -> str:
    """Return a count with its noun, in the plural unless there is one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listing(parts: list[str]) -> str:
    """Return parts as an enumeration: "a, b and c"."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def field_name(name: str) -> str:
    """Return an experiment's field as people write it."""
    return name.replace("_", " ")


def field_value(content: Any) -> str:
    """Return the value of an experiment's field as people write it."""
    if isinstance(content, list):
        separator = "-" if all(isinstance(item, int) for item in content) else ", "
        return separator.join(map(str, content)) or "none"
    if isinstance(content, float):
        text = f"{content:.4g}"
        whole = round(1 / content) if abs(content) > 1e-9 else 0
        # Pixels are scaled by 1/255, which no four digits are.
        return f"1/{whole}" if float(text) != content and content == 1 / (whole or 1) else text
    return str(content)


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return a sorting key that puts NS2 before NS10."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", text)]


class Addresses:
    """Hands out the page's ids: each usable in a link, and none twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, *parts: str) -> str:
        """Return an id made of these parts, as far as they can be part of one."""
        words = [re.sub(r"[^A-Za-z0-9._]+", "-", part).strip("-") for part in parts if part]
        wanted = "-".join(word for word in words if word) or "unnamed"
        if not wanted[0].isalpha():
            wanted = f"n{wanted}"
        address, again = wanted, 2
        while address in self._taken:
            address, again = f"{wanted}-{again}", again + 1
        self._taken.add(address)
        return address
