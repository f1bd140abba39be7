"""The report's view model: what results.json says of claims, put in the order and the words of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.base.text import without_folders
from harness.judge.decide import Verdict
from harness.report.addresses import Addresses
from harness.report.question_view import Question, question, rerun
from harness.report.verdict_row import Entry, entry
from harness.report.wording import sentences
from harness.report.wording.arm_differences import settings
from harness.report.wording.formatting import count, natural
from harness.report.wording.levels import level_sentence
from harness.results.claim_levels import claim_levels
from harness.results.model import Claim, Results, ValuesClaim


@dataclass(frozen=True)
class Card:
    """A claim with all its tests."""

    address: str
    id: str
    says: str
    level: str
    """What becomes of it over all its tests; empty if there is one."""
    verdicts: list[tuple[Verdict, int]]
    entries: list[Entry]
    asked: list[Question]
    """The questions put to seeds, and benchmarks."""
    checks: list[Question]
    """The tests of values."""
    rerun: str
    """The command that makes all checks again."""


@dataclass(frozen=True)
class Section:
    """A section of the suite with its claims."""

    address: str
    title: str
    summary: str
    story: list[tuple[Verdict, str, list[tuple[str, str, str]]]]
    """By verdict: heading, then for each claim its address, wording and evidence."""
    cards: list[Card]


@dataclass(frozen=True)
class Page:
    """All claims, by section."""

    sections: list[Section]
    tally: list[tuple[Verdict, int]]
    outcome: str
    """The tally in one line."""
    questions: str
    """How many entries the tally counts: questions, and for each claim its checks that agree."""
    claims: int
    tests: str
    """How many tests there are, by kind, in words."""
    unexpected: int
    """How many verdicts are not the expected ones."""
    unexpected_verdicts: str
    """The same in words."""


def page(results: Results, addresses: Addresses) -> Page:
    """Return the view of all claims."""
    claims = [_without_folders(claim) for claim in results.claims]
    apart = settings(claims, results.experiments)
    groups = sentences.by_section(claims, results.suite.sections)
    sections = [_section(title, chosen, apart, results, addresses) for title, chosen in groups.items()]
    rows = [row for section in sections for card in section.cards for row in card.entries]
    tally = sentences.tally(claims)
    numbers, questions = dict(tally), count(len(rows), "question")
    unexpected = sum(not row.as_expected for row in rows)
    return Page(
        sections=sections,
        tally=tally,
        outcome=f"{numbers[Verdict.SUPPORTED]} of {questions} supported, {numbers[Verdict.REFUTED]} refuted",
        questions=questions,
        claims=sum(len(section.cards) for section in sections),
        tests=sentences.tests(claims),
        unexpected=unexpected,
        unexpected_verdicts=count(unexpected, "verdict"),
    )


def _without_folders(claim: Claim) -> Claim:
    """Return a claim whose messages name nobody's folders."""
    messages = {"reason": without_folders(claim.reason), "expected_reason": without_folders(claim.expected_reason)}
    return claim.model_copy(update=messages)


def _section(
    title: str, claims: Sequence[Claim], apart: Mapping[str, str], results: Results, addresses: Addresses
) -> Section:
    address = addresses.new("section", title)
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: natural(claim.id)):
        groups.setdefault(claim.id, []).append(claim)
    cards = [_card(group, apart, results, addresses) for group in groups.values()]
    by_id = {card.id: card.address for card in cards}
    paragraphs = [
        (verdict, heading, [(by_id[told.id], told.says, told.evidence) for told in items])
        for verdict, heading, items in sentences.story([claim for group in groups.values() for claim in group], apart)
    ]
    return Section(address, title, sentences.in_short(claims), paragraphs, cards)


def _card(claims: Sequence[Claim], apart: Mapping[str, str], results: Results, addresses: Addresses) -> Card:
    first = claims[0]
    address = addresses.new(first.id)
    tests = {claim.nodeid: question(claim, apart[claim.nodeid], results, addresses) for claim in claims}
    checks = [test for test in tests.values() if isinstance(test.claim, ValuesClaim)]
    return Card(
        address=address,
        id=first.id,
        says=first.says,
        level=level_sentence(*claim_levels(claims)),
        verdicts=[(verdict, number) for verdict, number in sentences.tally(claims) if number],
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
