"""The report's view of the comparison with a reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.report.view import Page
from harness.report.wording import changes as comparison_words
from harness.results.comparison import State

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """How one test stands to the reference."""

    state: State
    title: str
    address: str | None
    """Of its question in the page; None for a test that is not in it."""
    verdicts: str
    details: str


@dataclass(frozen=True)
class Compared:
    """The comparison, as the page shows it."""

    origin: str
    counts: str
    flipped: int
    lines: list[Line]
    """What changed."""
    changes: dict[str, list[tuple[str, str]]]
    """Group to what changed in it: each with its name, and the value before and after."""
    marks: dict[str, Line]
    """Node id to the line on its card."""


def compared(content: Content, page: Page) -> Compared | None:
    """Return the view of the comparison; None if there was none."""
    found = content.get("comparison")
    if found is None:
        return None
    cards = [card for section in page.sections for card in section.cards]
    addresses = {asked.claim["nodeid"]: asked.address for card in cards for asked in (*card.asked, *card.checks)}
    marks = {row["nodeid"]: _line(row, addresses) for row in found["claims"]}
    changes: dict[str, list[tuple[str, str]]] = {}
    for entry in found["changes"]:
        values = comparison_words.change(entry["old"], entry["new"])
        changes.setdefault(entry["group"], []).append((entry["name"], values))
    return Compared(
        origin=comparison_words.origin(found["reference"]),
        counts=comparison_words.counts(found),
        flipped=sum(line.state is State.FLIPPED for line in marks.values()),
        lines=[marks[row["nodeid"]] for row in comparison_words.notable(found)],
        changes=changes,
        marks=marks,
    )


def _line(row: Content, addresses: Mapping[str, str]) -> Line:
    return Line(
        state=comparison_words.BY_WORD[row["state"]],
        title=comparison_words.title(row),
        address=addresses.get(row["nodeid"]),
        verdicts=comparison_words.verdicts(row),
        details=comparison_words.details(row),
    )
