"""Effects in the units that people use: points for differences of shares, percent for shares, all else as it is."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Sequence

from harness.base.text import visible
from harness.report.wording import units
from harness.report.wording.effects import Asked
from harness.report.wording.formatting import one_of, rounded
from harness.results.model import Bound, Interval, RoundsClaim, ScopeRow

_HELD_AGAINST = re.compile(
    r"(?P<comma>,?) (?P<by>by more than|at least|at most|within|between) (?P<low>-?[\d.]+(?:e-?\d+)?)"
    r"(?: and (?P<high>-?[\d.]+(?:e-?\d+)?))?\?$"
)
"""The end of a question, as those of `harness.declare.questions` have it."""
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def unit_of(claim: Asked | ScopeRow) -> str:
    """Return the unit of a claim's effects; empty for what has none, such as a ratio of two values."""
    if isinstance(claim, RoundsClaim) or (not isinstance(claim, ScopeRow) and claim.compares and not claim.signed):
        return ""
    unit = claim.metric.unit
    return "" if unit in ("ratio", "yes or no", "exponent") else unit


def is_share(claim: Asked | ScopeRow) -> bool:
    """Return whether a claim's effects are shares, or differences of shares."""
    return units.is_share(unit_of(claim))


def number(claim: Asked | ScopeRow, value: float, *, signed: bool = False) -> str:
    """Return an effect without its unit, such as "2.9" for a share of 0.029."""
    if not is_share(claim) or not math.isfinite(value):
        text = rounded(value, signed=signed)
        return text.rstrip("0").rstrip(".") if "." in text and 10 <= abs(value) < 100 else text
    return units.percent(value, signed=signed)


def amount(claim: Asked | ScopeRow, value: float, *, signed: bool = False) -> str:
    """Return an effect with its unit, such as "2.9 points", "85 %" or "0.45 nats"."""
    text = number(claim, value, signed=signed)
    if is_share(claim):
        return _points(text) if claim.signed or _are_differences(claim) else f"{text} %"
    unit = unit_of(claim)
    return f"{text} {one_of(unit) if text.lstrip('+−') == '1' else unit}" if unit else text


def level(claim: Asked | ScopeRow, values: Sequence[float]) -> str:
    """Return the median of an arm's values with its unit: of a share a percentage, also where arms are compared."""
    median = statistics.median(values)
    if not is_share(claim):
        return amount(claim, median)
    return _points(number(claim, median)) if _are_differences(claim) else f"{number(claim, median)} %"


def _are_differences(claim: Asked | ScopeRow) -> bool:
    return not isinstance(claim, RoundsClaim) and claim.metric.is_difference


def _points(text: str) -> str:
    return f"{text} point" if text.lstrip("+−") == "1" else f"{text} points"


def figure(claim: Asked | ScopeRow, value: float, *, signed: bool = False) -> str:
    """Return an effect as a sentence that names the unit itself has it: only of a share is the unit added."""
    return amount(claim, value, signed=signed) if is_share(claim) else number(claim, value, signed=signed)


def limits(claim: Asked | ScopeRow, interval: Interval | None, *, signed: bool = False) -> str:
    """Return an interval's limits without unit, such as "68.2 to 71.8"; empty if it has none that are finite."""
    if interval is None or interval.low is None or interval.high is None:
        return ""
    if not (math.isfinite(interval.low) and math.isfinite(interval.high)):
        return ""
    return " to ".join(number(claim, limit, signed=signed) for limit in (interval.low, interval.high))


def in_words(claim: Asked | ScopeRow, value: float, *, signed: bool = False) -> str:
    """Return an effect with its unit, and one that is infinite in words."""
    return amount(claim, value, signed=signed) if math.isfinite(value) else "no finite value"


def span(claim: Asked | ScopeRow, interval: Interval | None, *, signed: bool = False) -> str:
    """Return an interval's limits without unit, also where one of them is infinite."""
    if interval is None or interval.low is None or interval.high is None:
        return "too few seeds for an interval"
    low, high = (number(claim, limit, signed=signed) for limit in (interval.low, interval.high))
    finite = math.isfinite(interval.low), math.isfinite(interval.high)
    return {(True, True): f"{low} to {high}", (True, False): f"{low} or more", (False, True): f"{high} or less"}.get(
        finite, "no finite limits"
    )


def question(claim: Asked) -> str:
    """Return a claim's question with what the effect is held against in people's units."""

    def value(text: str, *, last: bool) -> str:
        if not is_share(claim):
            return f"{text.replace('-', '−')} {unit_of(claim)}".rstrip() if last else text.replace("-", "−")
        return amount(claim, float(text)) if last else number(claim, float(text))

    def said(found: re.Match[str]) -> str:
        by, low, high = found["by"], found["low"], found["high"]
        if by == "by more than" and not float(low):
            return "?"
        first = f"{value(low, last=False)} and " if high else ""
        return f"{found['comma']} {by} {first}{value(high or low, last=True)}?"

    return _HELD_AGAINST.sub(said, claim.question)


def claimed(claim: Asked | ScopeRow) -> str:
    """Return what the effect is held against, such as "more than 1 point"."""
    if not is_share(claim):
        unit = unit_of(claim)
        return f"{claim.claimed} {unit}" if unit and claim.claimed[-1:].isdigit() else claim.claimed
    places = list(_NUMBER.finditer(claim.claimed))
    text = claim.claimed
    for place in reversed(places):
        value = float(place[0].replace("−", "-"))
        said = amount(claim, value) if place is places[-1] else number(claim, value)
        text = text[: place.start()] + said + text[place.end() :]
    return text


def held_against(claim: Asked, bound: Bound) -> str:
    """Return one of the values that an effect is held against, as the cards say it: "more than 1 point"."""
    label = visible(bound.label)
    if not is_share(claim):
        return re.sub(r"(?<!\w)-(?=\d)", "−", label)
    return _NUMBER.sub(lambda found: amount(claim, float(found[0].replace("−", "-"))), label)
