"""Why a claim is contradicted, with the figures that the results have for it."""

from __future__ import annotations

import re
from collections.abc import Callable

from harness.declare.reason import PLACE
from harness.report.wording.formatting import rounded, span
from harness.results.model import Claim, Interval, ValuesClaim
from harness.results.model.answers import Answers

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


def _figure(found: re.Match[str], claim: Claim) -> str:
    name = found[1]
    if name not in _FIGURES:
        return found[0]
    if isinstance(claim, ValuesClaim):
        return MISSING
    return _FIGURES[name](claim, claim.signed)


def _median(claim: Answers, signed: bool) -> str:
    return rounded(claim.effect.estimate if claim.effect else None, signed=signed)


def _interval(claim: Answers, signed: bool) -> str:
    return span(claim.effect, signed=signed)


def _size(name: str) -> Callable[[Answers, bool], str]:
    def size(claim: Answers, signed: bool) -> str:
        if claim.effect is None or not borne_out(name, claim.effect):
            return f"{MISSING} (median {_median(claim, signed)}, {_interval(claim, signed)})"
        return rounded(abs(claim.effect.estimate))

    return size


_FIGURES: dict[str, Callable[..., str]] = {
    "effect": _median,
    "above": _size("above"),
    "below": _size("below"),
    "interval": _interval,
    "yes": lambda claim, _: str(claim.yes),
    "no": lambda claim, _: str(claim.seeds - claim.yes),
    "seeds": lambda claim, _: str(claim.seeds),
    "claimed": lambda claim, _: claim.claimed,
}
