"""Why a claim is contradicted, and what to do instead, with the figures that the results have for it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from harness.declare.reason import PLACE
from harness.report.wording import quantities
from harness.report.wording.effects import Asked, answered
from harness.results.model import Claim, Interval

MISSING = "an amount that these results do not show"


def filled(reason: str, claim: Claim) -> str:
    """Return a reason with its figures; what is no figure's name stays as it is.

    A direction that the results do not bear out is said to be none: the interval of the effect includes 0, or lies on
    the other side.

    Args:
        reason: as `contradicted` was given it.
        claim: the test's results.

    """
    return PLACE.sub(lambda found: _figure(found, claim), reason)


def borne_out(name: str, effect: Interval | None) -> bool:
    """Return whether the whole interval of an effect lies on the side of 0 that a figure's name says."""
    if effect is None or effect.low is None or effect.high is None:
        return False
    return {"above": effect.low > 0, "below": effect.high < 0}.get(name, True)


def advice(text: str, claims: Mapping[str, Claim]) -> str:
    """Return advice with its figures, without the sentences whose figures the results do not bear out.

    Args:
        text: as a claim's `so` or the suite's `lesson` has it: each figure with the title of a test, {NS4[B].above}.
        claims: the tests by their titles.

    """
    sentences = re.split(r"(?<=[.!?])\s+(?=[^a-z])", text.strip())
    filled_in = [_advised(sentence, claims) for sentence in sentences]
    return " ".join(sentence for sentence in filled_in if MISSING not in sentence)


def _advised(sentence: str, claims: Mapping[str, Claim]) -> str:
    def place(found: re.Match[str]) -> str:
        title, _, name = found[1].rpartition(".")
        asked = answered(claims[title]) if title in claims else None
        return _FIGURES[name](asked) if asked and name in _FIGURES else MISSING

    return PLACE.sub(place, sentence)


def _figure(found: re.Match[str], claim: Claim) -> str:
    name = found[1]
    if name not in _FIGURES:
        return found[0]
    asked = answered(claim)
    return _FIGURES[name](asked) if asked else MISSING


def _median(claim: Asked) -> str:
    return quantities.figure(claim, claim.effect.estimate, signed=claim.signed) if claim.effect else MISSING


def _interval(claim: Asked) -> str:
    return quantities.limits(claim, claim.effect, signed=claim.signed) or "too few seeds for an interval"


def _size(name: str) -> Callable[[Asked], str]:
    def size(claim: Asked) -> str:
        if claim.effect is None or not borne_out(name, claim.effect) or math.isinf(claim.effect.estimate):
            return f"{MISSING} (median {_median(claim)}, {_interval(claim)})"
        return quantities.figure(claim, abs(claim.effect.estimate))

    return size


_FIGURES: dict[str, Callable[[Asked], str]] = {
    "effect": _median,
    "above": _size("above"),
    "below": _size("below"),
    "interval": _interval,
    "yes": lambda claim: str(claim.yes),
    "no": lambda claim: str(claim.seeds - claim.yes),
    "seeds": lambda claim: str(claim.seeds),
    "claimed": quantities.claimed,
}
