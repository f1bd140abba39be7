"""The report's view of the comparison with a reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.report.view import Page
from harness.report.wording import arm_changes
from harness.report.wording import changes as comparison_words
from harness.report.wording.formatting import count
from harness.results.model import ArmsCompared, ArmState, Results, Row, State


@dataclass(frozen=True)
class Line:
    """How one test stands to the reference."""

    state: State
    title: str
    address: str | None
    """Of its question in the page; None for a test that is not in it."""
    verdicts: str
    details: str

    @property
    def changed(self) -> bool:
        """Whether there is anything to say."""
        return self.state is not State.IDENTICAL


@dataclass(frozen=True)
class ArmsView:
    """The arms that are held against what they were."""

    counts: str
    worse: str
    """How many arms got worse; empty if none did."""
    rows: list[tuple[ArmState, str, str]]
    """The arms that got worse: state, name, and by how much."""
    left_out: list[tuple[str, str]]
    """Why arms were not compared, each with how many."""
    what_it_is: str


@dataclass(frozen=True)
class Compared:
    """The comparison, as the page shows it."""

    origin: str
    counts: str
    flipped: str
    """How many verdicts; empty if none has."""
    lines: list[Line]
    """What changed."""
    what_a_shift_is: str
    changes: dict[str, list[tuple[str, str]]]
    """Group to what changed in it: each with its name, and the value before and after."""
    marks: dict[str, Line]
    """Address of a question to the line on its card."""
    arms: ArmsView | None
    """None if the file is from before arms were compared."""


def compared(results: Results, page: Page) -> Compared | None:
    """Return the view of the comparison; None if there was none."""
    comparison = results.comparison
    if comparison is None:
        return None
    cards = [card for section in page.sections for card in section.cards]
    tests = [test for card in cards for test in (*card.asked, *card.checks)]
    addresses = {test.claim.nodeid: test.address for test in tests}
    lines = {row.nodeid: _line(row, addresses) for row in comparison.claims}
    flipped = sum(line.state is State.FLIPPED for line in lines.values())
    return Compared(
        origin=comparison_words.origin(comparison.reference),
        counts=comparison_words.counts(comparison),
        flipped=count(flipped, "verdict") if flipped else "",
        lines=[lines[row.nodeid] for row in comparison_words.notable(comparison)],
        what_a_shift_is=comparison_words.WHAT_A_SHIFT_IS,
        changes=comparison_words.by_group(comparison.changes),
        marks={test.address: lines[test.claim.nodeid] for test in tests},
        arms=_arms(comparison.arms) if comparison.arms else None,
    )


def _arms(compared: ArmsCompared) -> ArmsView:
    rows = arm_changes.worse(compared)
    return ArmsView(
        counts=arm_changes.counts(compared),
        worse=count(len(rows), "arm") if rows else "",
        rows=[(row.state, arm_changes.name(row), arm_changes.loss(row)) for row in rows],
        left_out=arm_changes.not_compared(compared),
        what_it_is=arm_changes.what_it_is(compared),
    )


def _line(row: Row, addresses: Mapping[str, str]) -> Line:
    return Line(
        state=row.state,
        title=row.title,
        address=addresses.get(row.nodeid),
        verdicts=comparison_words.verdicts(row),
        details=comparison_words.details(row),
    )
