"""Numbers and names as the report prints them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from harness.base.numbers import superscript
from harness.results.model import Interval


def rounded(number: float | None, *, signed: bool = False) -> str:
    """Return a number with the digits that a reader can use, and with a real minus sign; a dash where there is none."""
    if number is None or math.isnan(number):
        return "–"
    if math.isinf(number):
        return ("+" if signed and number > 0 else "−" if number < 0 else "") + "∞"
    if number and not 1e-5 <= abs(number) < 1e5:
        text = f"{number:+.2e}" if signed else f"{number:.2e}"
        digits, exponent = text.split("e")
        text = f"{digits} × 10{superscript(int(exponent))}"
    else:
        decimals = 0 if abs(number) >= 100 else 2 if abs(number) >= 10 else 3
        if 0 < abs(number) < 0.01:  # two digits that say something
            decimals = 1 - math.floor(math.log10(abs(number)))
        text = f"{number:+.{decimals}f}" if signed else f"{number:.{decimals}f}"
        if number == round(number):
            text = text.partition(".")[0]
    return "0" if text in ("-0", "+0") else text.replace("-", "−")


def span(interval: Interval | None, *, signed: bool = False) -> str:
    """Return an interval's limits, such as "0.012 to 0.034"."""
    if interval is None or interval.low is None or interval.high is None:
        return "too few seeds for an interval"
    return f"{rounded(interval.low, signed=signed)} to {rounded(interval.high, signed=signed)}"


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


def about(number: int) -> int:
    """Return a number of which only the first two digits mean anything."""
    return round(number, 2 - len(str(number)))


def one_of(unit: str) -> str:
    """Return a unit as there is one of it, such as "unit of weight" for "units of weight"."""
    words = unit.split(" ")
    place = next((place for place, word in enumerate(words) if word in ("of", "per")), len(words)) - 1
    word = words[place]
    words[place] = word.removesuffix("es") if word.endswith("sses") else word.removesuffix("s")
    return " ".join(words)


def megabytes(size: int) -> str:
    """Return a number of bytes in MB, with two digits after the point."""
    return f"{size / 1e6:.2f} MB"


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
