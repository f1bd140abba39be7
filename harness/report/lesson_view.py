"""The report's lessons: what the text says, what was seen, and what to do instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.judge.decide import Verdict
from harness.report.effect_bar import EffectBar, effect_bar
from harness.report.scope_reach import elsewhere
from harness.report.wording import reasons
from harness.report.wording.claim_answers import decisive, seen_of, strength
from harness.report.wording.effects import answered
from harness.report.wording.plain_answers import sureness, what_was_seen
from harness.results.model import Claim, Level, Results, ValuesClaim

MOST_OF_ALL = 5
MOST_OF_A_SECTION = 3
MOST_ALIKE = 2
"""Of one section among those of the whole text."""


@dataclass(frozen=True)
class Lesson:
    """What is to be learned from a claim."""

    id: str
    section: str
    address: str
    """The claim's card."""
    level: Level
    says: str
    saw: str
    sure: str
    """How sure that is, in a few words; empty if it is a matter of values."""
    so: str
    """What to do instead; empty if the suite does not say."""
    elsewhere: str
    """Where else the claim holds; empty where no map says so."""
    bar: EffectBar | None
    contradicted: bool
    """Whether the claim fails in any of its questions."""
    rank: tuple[bool, bool, bool, tuple[int, float]]
    """Higher is a lesson that matters more."""


def lesson(
    claims: Sequence[Claim], level: Level, address: str, by_title: Mapping[str, Claim], results: Results
) -> Lesson | None:
    """Return a claim's lesson; None if it holds or is open, and nothing is to be done about it.

    Claims that fail somewhere matter most, among them those of which the suite says what to do instead, then those that
    fail throughout, and then those whose opposite is shown, or which are farthest from their margin.
    """
    key, so = decisive(claims, level), reasons.advice(claims[0].so, by_title)
    contradicted = key.verdict is Verdict.REFUTED
    where, names = elsewhere(results, key.id), results.suite.names
    several = sum(not isinstance(claim, ValuesClaim) for claim in claims) > 1
    if not contradicted and not so:
        return None
    return Lesson(
        id=key.id,
        section=key.section,
        address=address,
        level=level,
        says=key.says,
        saw=seen_of(key, names) if several and not contradicted else what_was_seen(key),
        sure=sureness(key),
        so=so,
        elsewhere=where.get(key.title) or next(iter(where.values()), ""),
        bar=effect_bar(answered(key)),
        contradicted=contradicted,
        rank=(contradicted, bool(so), level is Level.FAILS, strength(key)),
    )


def most_important(lessons: Iterable[Lesson | None], most: int, alike: int | None = None) -> list[Lesson]:
    """Return the lessons that matter most, what matters more first.

    Args:
        lessons: of claims; None for a claim without.
        most: at most so many.
        alike: at most so many of a section, as long as there are others; None: it does not matter.

    """
    ranked = sorted(filter(None, lessons), key=lambda lesson: lesson.rank, reverse=True)
    often: Counter[str] = Counter()
    spread: list[Lesson] = []
    for lesson in ranked:
        often[lesson.section] += 1
        if alike is None or often[lesson.section] <= alike:
            spread.append(lesson)
    others = [lesson for lesson in ranked if lesson not in spread]
    return [*spread, *others][:most]
