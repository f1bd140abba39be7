"""The report's view of its first screen: the answer, before the evidence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from harness.report.lesson_view import MOST_ALIKE, MOST_OF_ALL, Lesson, most_important
from harness.report.view import Page
from harness.report.wording import reasons
from harness.report.wording.effects import answered
from harness.report.wording.formatting import count
from harness.report.wording.headline import headline, summary
from harness.results.model import Level, Results, SeedsClaim


@dataclass(frozen=True)
class Answer:
    """What the page says first."""

    headline: str
    summary: str
    """How many claims have which level."""
    tally: list[tuple[Level, int]]
    """Those that any claim has."""
    lessons: list[Lesson]
    sure: str
    """How sure all of it is, in a sentence."""
    nats: bool
    """Whether anything is measured in nats, which not everybody knows."""
    lesson: str
    """What shapes many of the verdicts; empty if the suite does not say, or the results do not bear it out."""


def answer(results: Results, page: Page) -> Answer:
    """Return the view of the first screen."""
    cards = [card for section in page.sections for card in section.cards]
    counts = Counter(card.level for card in cards)
    return Answer(
        headline=headline(
            results.suite, {section.title: [card.level for card in section.cards] for section in page.sections}
        ),
        summary=summary(card.level for card in cards),
        tally=[(level, counts[level]) for level in Level if counts[level]],
        lessons=most_important((card.lesson for card in cards), MOST_OF_ALL, MOST_ALIKE),
        sure=_sure(results),
        nats=any(isinstance(claim, SeedsClaim) and claim.metric.unit.startswith("nats") for claim in results.claims),
        lesson=reasons.advice(results.suite.lesson, {claim.title: claim for claim in results.claims}),
    )


def _sure(results: Results) -> str:
    judge = results.judge
    numbers = sorted(asked.seeds for claim in results.claims if (asked := answered(claim)) and asked.seeds)
    if not numbers:
        return ""
    seeds = count(numbers[-1], "random seed") if numbers[0] == numbers[-1] else f"{numbers[0]} to {numbers[-1]} seeds"
    return (
        f"Every answer rests on {seeds}, and the chance that even one of up to {judge.family_size} such verdicts is "
        f"wrong is at most {judge.family_alpha * 100:g} %."
    )
