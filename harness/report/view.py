"""The report's view model: what results.json says of claims, put in the order and the words of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.base.text import without_folders
from harness.judge.decide import Verdict
from harness.report.addresses import Addresses
from harness.report.lesson_view import MOST_OF_A_SECTION, Lesson, lesson, most_important
from harness.report.question_view import Question, question, rerun
from harness.report.scope_reach import elsewhere
from harness.report.verdict_row import Entry, entry
from harness.report.wording import sentences
from harness.report.wording.arm_differences import settings
from harness.report.wording.claim_answers import claim_answer, decisive, how_sure
from harness.report.wording.formatting import count, natural
from harness.report.wording.headline import summary
from harness.results.claim_levels import claim_levels
from harness.results.model import Claim, Level, Results, ValuesClaim


@dataclass(frozen=True)
class CheckRow:
    """Checks by values that say the same."""

    what: str
    verdict: Verdict
    because: str
    params: list[tuple[str, str]]
    """The address and the parametrize id of each."""


@dataclass(frozen=True)
class Card:
    """A claim with all its tests."""

    address: str
    id: str
    says: str
    level: Level
    """What becomes of it over all its tests."""
    answer: str
    """The same in a sentence or two."""
    sure: str
    """How sure that is, in words."""
    elsewhere: list[str]
    """Where else it holds: a sentence for each of its rows in a scope map."""
    lesson: Lesson | None
    key: str
    """The address of the question that decides it, whose figure it shows; empty if values do."""
    entries: list[Entry]
    asked: list[Question]
    """The questions put to seeds, and benchmarks."""
    checks: list[Question]
    """The tests of values."""
    rerun: str
    """The command that makes all checks again."""

    @property
    def as_expected(self) -> bool:
        """Whether all its verdicts are the expected ones, or open."""
        return all(entry.as_expected for entry in self.entries)

    @property
    def check_rows(self) -> list[CheckRow]:
        """Its checks: those of one test function that say the same in one row."""
        rows: dict[tuple[str, Verdict, str], CheckRow] = {}
        for check in self.checks:
            said = check.reason if check.verdict is not Verdict.SUPPORTED else ""
            because = " ".join(filter(None, (said, check.expectation)))
            key = check.against, check.verdict, because
            rows.setdefault(key, CheckRow(check.against, check.verdict, because, []))
            rows[key].params.append((check.address, check.params))
        return list(rows.values())


@dataclass(frozen=True)
class Section:
    """A section of the suite with its claims."""

    address: str
    title: str
    summary: str
    lessons: list[Lesson]
    cards: list[Card]


@dataclass(frozen=True)
class Page:
    """All claims, by section."""

    sections: list[Section]
    tally: list[tuple[Verdict, int]]
    questions: str
    """How many entries the tally counts: questions, and for each claim its checks that agree."""
    claims: int
    tests: str
    """How many tests there are, by kind, in words."""
    unexpected: int
    """How many verdicts are not the expected ones."""
    unexpected_verdicts: str
    """The same in words."""
    has_baseline: bool
    """Whether another library was asked anything."""


def page(results: Results, addresses: Addresses) -> Page:
    """Return the view of all claims."""
    claims = [_without_folders(claim) for claim in results.claims]
    apart = settings(claims, results.experiments)
    groups = sentences.by_section(claims, results.suite.sections)
    by_title = {claim.title: claim for claim in claims}
    sections = [_section(title, chosen, apart, by_title, results, addresses) for title, chosen in groups.items()]
    rows = [row for section in sections for card in section.cards for row in card.entries]
    tally = sentences.tally(claims)
    unexpected = sum(not row.as_expected for row in rows)
    return Page(
        sections=sections,
        tally=tally,
        questions=count(len(rows), "question"),
        claims=sum(len(section.cards) for section in sections),
        tests=sentences.tests(claims),
        unexpected=unexpected,
        unexpected_verdicts=count(unexpected, "verdict"),
        has_baseline=any(row.baseline for row in rows),
    )


def _without_folders(claim: Claim) -> Claim:
    """Return a claim whose messages name nobody's folders."""
    messages = {"reason": without_folders(claim.reason), "expected_reason": without_folders(claim.expected_reason)}
    return claim.model_copy(update=messages)


def _section(
    title: str,
    claims: Sequence[Claim],
    apart: Mapping[str, str],
    by_title: Mapping[str, Claim],
    results: Results,
    addresses: Addresses,
) -> Section:
    address = addresses.new("section", title)
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: natural(claim.id)):
        groups.setdefault(claim.id, []).append(claim)
    cards = [_card(group, apart, by_title, results, addresses) for group in groups.values()]
    lessons = most_important((card.lesson for card in cards), MOST_OF_A_SECTION)
    return Section(address, title, summary(card.level for card in cards), lessons, cards)


def _card(
    claims: Sequence[Claim],
    apart: Mapping[str, str],
    by_title: Mapping[str, Claim],
    results: Results,
    addresses: Addresses,
) -> Card:
    first = claims[0]
    address = addresses.new(first.id)
    tests = {claim.nodeid: question(claim, apart[claim.nodeid], results, addresses) for claim in claims}
    checks = [test for test in tests.values() if isinstance(test.claim, ValuesClaim)]
    (found,) = claim_levels(claims)
    level, names = found.level, results.suite.names
    key = decisive(claims, level)
    return Card(
        address=address,
        id=first.id,
        says=first.says,
        level=level,
        answer=claim_answer(claims, level, names),
        sure=how_sure(claims, level, names),
        elsewhere=list(elsewhere(results, first.id).values()),
        lesson=lesson(claims, level, address, by_title, results),
        key="" if isinstance(key, ValuesClaim) else tests[key.nodeid].address,
        entries=_entries(claims, tests, address),
        asked=[test for test in tests.values() if not isinstance(test.claim, ValuesClaim)],
        checks=checks,
        # A test function without its parametrize ids stands for all of them.
        rerun=rerun((check.claim.nodeid.removesuffix(f"[{check.params}]") for check in checks), results),
    )


def _entries(claims: Sequence[Claim], tests: Mapping[str, Question], address: str) -> list[Entry]:
    """Return a card's rows in the table of verdicts; one alone leads to the card itself."""
    counted = sentences.entries(claims)
    rows = []
    for claim, number in counted:
        test = tests[claim.nodeid]
        title = test.title if number == 1 else claim.id
        rows.append(entry(test, address if len(counted) == 1 else test.address, title, number))
    return rows
