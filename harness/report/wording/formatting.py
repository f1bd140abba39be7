"""Numbers, names and addresses as the report prints them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from harness.base.numbers import from_json

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


def plain(number: float) -> str:
    """Return a number that somebody has chosen as people write it: 0.02, 500, 10⁻⁷."""
    digits, _, exponent = f"{number:.5g}".partition("e")
    digits = digits.replace("-", "−")
    if not exponent:
        return digits
    power = f"10{superscript(int(exponent))}"
    return power if digits == "1" else f"{digits} × {power}"


def margin_text(margin: float | Sequence[float]) -> str:
    """Return a margin, which for an interval is a pair."""
    return plain(margin) if isinstance(margin, int | float) else " to ".join(map(plain, margin))


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    if not seconds:
        return "0 s"
    for limit, factor, unit in ((1e-6, 1e9, "ns"), (1e-3, 1e6, "µs"), (1.0, 1e3, "ms"), (120.0, 1.0, "s")):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}"
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s"


def count(number: int, noun: str) -> str:
    """Return a count with its noun, in the plural unless there is one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listing(parts: Sequence[str]) -> str:
    """Return parts as an enumeration: "a, b and c"."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def capital(text: str) -> str:
    """Return text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def words_of_test(nodeid: str, params: str = "") -> str:
    """Return a test's name as words, for it is a sentence; the parametrize id does not belong to it."""
    name = nodeid.removesuffix(f"[{params}]").rpartition("::")[2]
    return name.removeprefix("test_").replace("_", " ")


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return a sorting key that puts NS2 before NS10."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", text)]


class Addresses:
    """Hands out the page's ids: each usable in a link, and none twice.

    None has two hyphens in a row, so that ids of an address' own parts, such as NS4--title, are no other's.
    """

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
