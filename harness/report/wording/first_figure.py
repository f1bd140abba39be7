"""What the figure of the first screen shows, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from harness.report.wording.formatting import count, listing
from harness.report.wording.headline import LEVEL_VERBS
from harness.results.model import Level

_AGAINST = (Level.FAILS, Level.DEPENDS)
"""What becomes of a claim of which something failed."""


class Outcome(NamedTuple):
    """What became of a claim."""

    level: Level
    multiple: float
    """Of its deciding question: the effect as a multiple of what was claimed."""
    opposite: bool
    """Whether that is the opposite of it, and not only a median below 0."""


def first_title(outcomes: Sequence[Outcome]) -> str:
    """Return how claims fail: the other way round, or short of what was claimed; else how many hold.

    Args:
        outcomes: of all claims with an effect, at least two.

    """
    against = [one for one in outcomes if one.level in _AGAINST]
    if not against:
        return _without_failures(outcomes)
    several = len(against) > 1
    who = " or ".join(LEVEL_VERBS[level][several] for level in _AGAINST if any(one.level is level for one in against))
    ways = {
        ("turns out the other way round", "turn out the other way round"): [one.opposite for one in against],
        ("falls short", "fall short"): [one.multiple < 1 and not one.opposite for one in against],
        ("is too rarely as claimed", "are too rarely as claimed"): [one.multiple >= 1 for one in against],
    }
    found = [(verbs, sum(are)) for verbs, are in ways.items() if any(are)]
    if len(found) > 1:
        parts = [f"{number} {verbs[number > 1]}" for verbs, number in found]
        return f"Of the {len(against)} claims that {who}, {listing(parts)}"
    ((verbs, _),) = found
    return f"All {len(against)} claims that {who} {verbs[1]}" if several else f"The one claim that {who} {verbs[0]}"


def _without_failures(outcomes: Sequence[Outcome]) -> str:
    holds = sum(one.level is Level.HOLDS for one in outcomes)
    measured = count(len(outcomes), "measured claim")
    if not holds:
        return f"None of {measured} is decided"
    if holds == len(outcomes):
        return f"All {measured} turn out as claimed"
    undecided = len(outcomes) - holds
    verbs = "turns" if holds == 1 else "turn", "is" if undecided == 1 else "are"
    return f"Of {measured} {holds} {verbs[0]} out as claimed and {undecided} {verbs[1]} undecided"
