"""The report's view of its first screen: the answer, before the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from harness.judge.cell_state import FALSE_AT_ONCE
from harness.report.lesson_view import MOST_ALIKE, MOST_OF_ALL, Lesson, most_important
from harness.report.scope_reach import Reach
from harness.report.view import Page
from harness.report.wording import reasons
from harness.report.wording.effects import answered
from harness.report.wording.formatting import count
from harness.report.wording.headline import headline, summary
from harness.results.model import Level, Results, ScopeMap, SeedsClaim, Suite

MOST_FAILING = 6
"""Failing claims that are named one by one."""


@dataclass(frozen=True)
class Answer:
    """What the page says first."""

    headline: str
    summary: str
    """How many claims have which level."""
    tally: list[tuple[Level, int]]
    """Those that any claim has."""
    failing: list[tuple[str, str]]
    """The claims that fail, each with the address of its card; at most `MOST_FAILING`."""
    more_failing: int
    """How many others fail."""
    lessons: list[Lesson]
    sure: str
    """How sure all of it is, in a sentence."""
    nats: bool
    """Whether anything is measured in nats, which not everybody knows."""
    matters: str
    """Which condition of the scope map changes most; empty without a map."""
    lesson: str
    """What shapes many of the verdicts; empty if the suite does not say, or the results do not bear it out."""


def answer(results: Results, page: Page) -> Answer:
    """Return the view of the first screen."""
    cards = [card for section in page.sections for card in section.cards]
    counts = Counter(card.level for card in cards)
    failing = [card for card in cards if card.level is Level.FAILS]
    reaches = [reach for one in results.scope if (reach := Reach(one)).rows]
    matters = " ".join(filter(None, (reach.matters for reach in reaches)))
    levels = {section.title: [card.level for card in section.cards] for section in page.sections}
    maps_only = bool(reaches) and not cards
    return Answer(
        headline=_of_maps(results.suite, reaches) if maps_only else headline(results.suite, levels),
        summary=matters if maps_only else summary(card.level for card in cards),
        tally=[(level, counts[level]) for level in Level if counts[level]],
        failing=[(card.address, card.says.rstrip(".")) for card in failing[:MOST_FAILING]],
        more_failing=len(failing[MOST_FAILING:]),
        lessons=most_important((card.lesson for card in cards), MOST_OF_ALL, MOST_ALIKE),
        sure=_sure_of_maps(results.scope) if maps_only else _sure(results),
        nats=any(isinstance(claim, SeedsClaim) and claim.metric.unit.startswith("nats") for claim in results.claims),
        matters=matters,
        lesson=reasons.advice(results.suite.lesson, {claim.title: claim for claim in results.claims}),
    )


def _of_maps(suite: Suite, reaches: Sequence[Reach]) -> str:
    """Return the headline of results that hold nothing but maps: how much of what was asked holds in every setting."""
    rows = sum(len(reach.rows) for reach in reaches)
    everywhere = sum(len(reach.everywhere) for reach in reaches)
    text = f" of {suite.text}" if suite.text else ""
    if rows == 1:
        return f"The comparison{text} {'holds' if everywhere else 'does not hold'} in every setting that was tried"
    often = "All" if everywhere == rows else str(everywhere or "None")
    verb = "holds" if everywhere in (0, 1) else "hold"
    return f"{often} of {rows} comparisons{text} {verb} in every setting that was tried"


def _sure_of_maps(scope: Sequence[ScopeMap]) -> str:
    """Return how sure maps are, each of which is a family of its own."""
    numbers = sorted(cell.answered.seeds for one in scope for cell in one.cells if cell.answered)
    false = sum(FALSE_AT_ONCE * len(one.cells) * one.alpha for one in scope)
    seeds = count(numbers[-1], "seed") if numbers[0] == numbers[-1] else f"{numbers[0]} to {numbers[-1]} seeds"
    return (
        f"Every cell rests on {seeds}, and the chance that anything that is said of a cell is wrong is at most "
        f"{100 * false:.2g} %."
    )


def _sure(results: Results) -> str:
    judge = results.judge
    numbers = sorted(asked.seeds for claim in results.claims if (asked := answered(claim)) and asked.seeds)
    if not numbers:
        return ""
    seeds = count(numbers[-1], "seed") if numbers[0] == numbers[-1] else f"{numbers[0]} to {numbers[-1]} seeds"
    return (
        f"Every answer rests on {seeds}, that is, repetitions with other random numbers; figures are their medians, in "
        f"brackets {judge.confidence * 100:g} % intervals. The chance that even one of up to {judge.family_size} such "
        f"verdicts is wrong is at most {judge.family_alpha * 100:g} %."
    )
