"""The figure of the first screen: how every claim's effect compares with what was claimed, by section."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from harness.report.effect_bar import effect_bar
from harness.report.lesson_view import Lesson
from harness.report.multiples import is_opposite, multiple
from harness.report.view import Card, Page
from harness.report.wording.effects import Asked, answered
from harness.report.wording.first_figure import Outcome, first_title
from harness.results.model import Level

FEWEST = 2
"""Claims with an effect from which on they are a figure."""
FARTHEST = 10.0
"""The multiple of what was claimed from which on effects are at the edge, and likewise the other way."""
LINE, REACH = 19.0, 9.5
"""The height of a line of marks, and the room that a mark has on either side."""
LETTER = 8.2
"""The room that a letter of a mark's name takes."""


@dataclass(frozen=True)
class Mark:
    """A claim in the figure."""

    id: str
    address: str
    level: Level
    about: str
    """What it says and what was found, in words."""
    x: float
    y: float
    named: float | None
    """Where its name begins; None if it has none."""


@dataclass(frozen=True)
class Row:
    """The claims of a section."""

    title: str
    address: str
    marks: list[Mark]
    height: float


@dataclass(frozen=True)
class Hero:
    """Positions in rows of `WIDTH`, which share one scale."""

    WIDTH: ClassVar = 290.0

    title: str
    rows: list[Row]
    none: float
    """Where there is no effect."""
    claimed: float
    """Where it is as large as was claimed."""
    end: float
    """Where the scale ends."""
    exact: float | None
    """Where the claims stand that are checked exactly; None if there are none."""


@dataclass(frozen=True)
class _Scale:
    """From multiples to positions: linear up to what was claimed, logarithmic beyond it and the other way."""

    left: float
    right: float

    @property
    def none(self) -> float:
        return round(self.left + 0.3 * (self.right - self.left), 1)

    @property
    def claimed(self) -> float:
        return round(self.left + 0.55 * (self.right - self.left), 1)

    def at(self, number: float) -> float:
        """Return where a multiple is."""
        if number < 0:
            share = math.log1p(min(-number, FARTHEST)) / math.log1p(FARTHEST)
            return self.none - share * (self.none - self.left)
        if number < 1:
            return self.none + number * (self.claimed - self.none)
        share = math.log10(min(number, FARTHEST)) / math.log10(FARTHEST)
        return self.claimed + share * (self.right - self.claimed)


def hero(page: Page, lessons: Sequence[Lesson]) -> Hero | None:
    """Return the figure of all claims; None of so few that it would say nothing.

    Args:
        page: all claims.
        lessons: those that matter most, whose claims have their names in the figure.

    """
    cards = [card for section in page.sections for card in section.cards]
    found = {card.address: number for card in cards if (number := _multiple(card)) is not None}
    if len(found) < FEWEST:
        return None
    checked = any(_is_exact(card) for card in cards)
    exact = Hero.WIDTH - REACH if checked else None
    scale = _Scale(REACH, Hero.WIDTH - REACH - (3 * REACH if checked else 0))
    named = {lesson.address for lesson in lessons}
    rows = []
    for section in page.sections:
        at = {card.address: scale.at(found[card.address]) for card in section.cards if card.address in found}
        if exact is not None:
            at |= {card.address: exact for card in section.cards if _is_exact(card)}
        shown = [card for card in section.cards if card.address in at]
        if shown:
            marks = _marks(shown, at, named)
            height = max(mark.y for mark in marks) + LINE / 2 + 2
            rows.append(Row(section.title, section.address, marks, height))
    outcomes = [
        Outcome(card.level, found[card.address], is_opposite(asked))
        for card in cards
        if card.address in found and (asked := _decisive(card))
    ]
    return Hero(first_title(outcomes), rows, scale.none, scale.claimed, round(scale.right + REACH, 1), exact)


def _multiple(card: Card) -> float | None:
    """Return the multiple of the question that decides a claim; None where none with an effect does."""
    asked = _decisive(card)
    return multiple(asked) if asked else None


def _decisive(card: Card) -> Asked | None:
    claim = next((question.claim for question in card.asked if question.address == card.key), None)
    return answered(claim) if claim else None


def _is_exact(card: Card) -> bool:
    return not card.asked and card.level in (Level.HOLDS, Level.FAILS)


def _about(card: Card) -> str:
    bar = effect_bar(_decisive(card))
    return f"{card.id} {card.level.word}: {card.says}" + (f" {bar.amount}; claimed: {bar.asked}." if bar else "")


def _marks(cards: Iterable[Card], at: Mapping[str, float], named: set[str]) -> list[Mark]:
    """Return marks in as many lines as they need to stand apart."""
    ends: list[float] = []
    marks = []
    for card in sorted(cards, key=lambda card: at[card.address]):
        x = at[card.address]
        name = _name_at(x, card.id) if card.address in named else None
        left, right = x - REACH, x + REACH
        if name is not None:
            left, right = min(left, name), max(right, name + LETTER * len(card.id))
        line = next((place for place, end in enumerate(ends) if end <= left), len(ends))
        ends[line : line + 1] = [right]
        y = LINE * line + LINE / 2 + 2
        marks.append(Mark(card.id, card.address, card.level, _about(card), round(x, 1), y, name))
    return marks


def _name_at(x: float, name: str) -> float | None:
    """Return where a mark's name begins: right of it, or left, or nowhere."""
    room = LETTER * len(name)
    right, left = x + REACH + 1, x - REACH - room
    begins = right if right + room <= Hero.WIDTH else left
    return round(begins, 1) if begins >= 0 else None
