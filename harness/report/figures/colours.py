"""One colour, and one marker, for one setting over the whole page: assigned from the results as a whole.

What an arm is told apart by is its setting: the value of the field in which the arms of its question differ. The
settings that are compared most come first, so that the text's usual ones have the first colour; two of one
field that meet in a claim have different ones; and those of one field share a colour only when there are none left.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

from harness.declare.labels import field_name, field_value
from harness.report.figures.svg import SERIES
from harness.report.wording.effects import Asked, answered
from harness.results.model import Claim, Experiment, RoundsClaim, SeedsClaim

ASIDE = ("measure", "evaluate_every")
"""Fields that change nothing about the arm that a reader sees."""
Setting = tuple[str, str]
"""A field, or several, as people write them; and what is in it."""


def settings(claim: Asked, experiments: Mapping[str, Experiment]) -> list[Setting]:
    """Return what each of a question's arms, sides or leads is told apart by; nothing where one stands alone."""
    if isinstance(claim, RoundsClaim):
        return [(claim.by, f"{side:g}") for side in claim.sides]
    arms = [experiments.get(arm.experiment, {}) for arm in claim.arms]
    if _are_leads(claim):
        arms = arms[::2]
    return _apart(arms) if len(arms) > 1 else []


def _are_leads(claim: SeedsClaim) -> bool:
    return bool(claim.leads) and len(claim.arms) == 4


def differing(arms: Sequence[Experiment]) -> list[str]:
    """Return the fields in which experiments differ, in their order."""
    names = dict.fromkeys(name for arm in arms for name in arm if name not in ASIDE)
    return [name for name in names if any(arm.get(name) != arms[0].get(name) for arm in arms)]


def _apart(arms: Sequence[Experiment]) -> list[Setting]:
    """Return the value of one field if that tells all arms apart, one of words before one of numbers; else all."""
    fields = differing(arms)
    alone = [name for name in fields if len({field_value(arm.get(name)) for arm in arms}) == len(arms)]
    words = [name for name in alone if all(isinstance(arm.get(name), str) for arm in arms)]
    chosen = [*words, *alone][:1] or fields
    name = ", ".join(map(field_name, chosen))
    return [(name, ", ".join(field_value(arm.get(field)) for field in chosen)) for arm in arms]


def assigned(claims: Iterable[Claim], experiments: Mapping[str, Experiment]) -> dict[Setting, int]:
    """Return the number of each setting's colour."""
    often: Counter[Setting] = Counter()
    meets: defaultdict[Setting, set[Setting]] = defaultdict(set)
    of_claims: defaultdict[str, set[Setting]] = defaultdict(set)
    for claim in claims:
        asked = answered(claim)
        met = settings(asked, experiments) if asked else []
        often.update(met)
        of_claims[claim.id].update(met)
    for met_in_claim in of_claims.values():
        for one, other in permutations(met_in_claim, 2):
            if one[0] == other[0]:
                meets[one].add(other)
    numbers: dict[Setting, int] = {}
    for setting, _ in often.most_common():
        taken = {numbers[other] for other in meets[setting] if other in numbers}
        used = Counter(number for other, number in numbers.items() if other[0] == setting[0])
        numbers[setting] = min(range(len(SERIES)), key=lambda number: (number in taken, used[number], number))
    return numbers
