"""The report's view model: what results.json says, put in the order and the words of the page."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from harness.base.text import without_folders
from harness.judge.decide import Verdict
from harness.report.forest_row import Forest, forest
from harness.report.wording import sentences
from harness.report.wording.arm_differences import ProtocolRow, protocol, settings
from harness.report.wording.effects import BY_WORD, leads, unit
from harness.report.wording.formatting import Addresses, natural, value, words_of_test

Content = Mapping[str, Any]
_OPTIONAL = dict.fromkeys(("baseline", "control", "correlation", "question", "seeds"))
"""What a claim may lack: an exact one has no seeds, and older results have no control."""


@dataclass(frozen=True)
class Question:
    """One test: a question with its evidence, as the page shows it."""

    address: str
    title: str
    claim: Content
    """The entry of results.json."""
    verdict: Verdict
    baseline: Verdict | None
    as_expected: bool
    expectation: str
    forest: Forest | None
    against: str
    """What is compared, in short; tells the questions of a claim apart."""
    protocol: list[ProtocolRow]
    rows: list[list[str]]
    """The table of per-seed values; its head is `head`."""
    head: list[str]
    rerun: str
    effect_key: str
    """Sorts by effect: its distance from the margin, in the claimed direction."""


@dataclass(frozen=True)
class Entry:
    """A row of the table of verdicts: a question, or an exact claim with all checks that agree."""

    address: str
    title: str
    question: Question
    """The first of what the row stands for."""
    checks: int


@dataclass(frozen=True)
class Card:
    """A claim with all its questions."""

    address: str
    id: str
    says: str
    verdicts: list[tuple[Verdict, int]]
    entries: list[Entry]
    asked: list[Question]
    """The questions put to seeds, and benchmarks."""
    checks: list[Question]
    """The tests of values."""
    rerun: str
    """The command that makes all of them again."""


@dataclass(frozen=True)
class Section:
    """A section of the tutorial with its claims."""

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
    entries: int
    """What the tally counts: questions, and for each claim its checks that agree."""
    claims: int
    tests: str
    """How many tests there are, by kind, in words."""
    unexpected: int
    """Verdicts that are not the expected ones."""


def page(content: Content, addresses: Addresses) -> Page:
    """Return the view of all claims in results.json."""
    claims = [_clean(claim) for claim in content["claims"]]
    told_apart = settings(claims, content["experiments"])
    claims = [claim | {"setting": told_apart[claim["nodeid"]]} for claim in claims]
    groups = sentences.by_section(claims)
    sections = [_section(title, chosen, content, addresses) for title, chosen in groups.items()]
    entries = [entry for section in sections for card in section.cards for entry in card.entries]
    return Page(
        sections=sections,
        tally=sentences.tally(claims),
        entries=len(entries),
        claims=sum(len(section.cards) for section in sections),
        tests=sentences.tests(claims),
        unexpected=sum(not entry.question.as_expected for entry in entries),
    )


def _clean(claim: Content) -> dict[str, Any]:
    """Return a claim with every field that the page reads, and its messages without anybody's folders."""
    messages = {name: without_folders(claim[name]) for name in ("reason", "expected_reason")}
    return {**_OPTIONAL, **_rounds(claim), **claim, **messages}


def _rounds(claim: Content) -> dict[str, Any]:
    """Return a benchmark's rounds in the shape of seeds: a side's value in each round is an arm's with each seed."""
    if "rounds" not in claim:
        return {}
    by = claim["metric"]["unit"].removeprefix("by ")
    arms = [
        {
            "experiment": "",
            "name": f"{by} {side:g}",
            "values": [values[place] for values in claim["rounds"]],
            "runs": [],
        }
        for place, side in enumerate(claim["sides"])
    ]
    return {"arms": arms}


def _section(title: str, claims: Sequence[Content], content: Content, addresses: Addresses) -> Section:
    address = addresses.new("section", title)
    groups: dict[str, list[Content]] = {}
    for claim in sorted(claims, key=lambda claim: natural(claim["id"])):
        groups.setdefault(claim["id"], []).append(claim)
    cards = [_card(group, content, addresses) for group in groups.values()]
    by_id = {card.id: card.address for card in cards}
    ordered = [claim for group in groups.values() for claim in group]
    told = [
        (verdict, lead, [(by_id[name], says, evidence) for name, says, evidence in items])
        for verdict, lead, items in sentences.story(ordered)
    ]
    return Section(address, title, sentences.in_short(claims), told, cards)


def _card(claims: Sequence[Content], content: Content, addresses: Addresses) -> Card:
    first = claims[0]
    address = addresses.new(first["id"])
    questions = {claim["nodeid"]: _question(claim, content, addresses) for claim in claims}
    counted = sentences.entries(claims)
    entries = []
    for claim, number in counted:
        question = questions[claim["nodeid"]]
        alone = len(counted) == 1
        title = question.title if number == 1 else first["id"]
        entries.append(Entry(address if alone else question.address, title, question, number))
    return Card(
        address=address,
        id=first["id"],
        says=first["says"],
        verdicts=[(verdict, number) for verdict, number in sentences.tally(claims) if number],
        entries=entries,
        asked=[question for question in questions.values() if question.claim["kind"] != "exact"],
        checks=[question for question in questions.values() if question.claim["kind"] == "exact"],
        rerun=_rerun(
            # A test function without its parametrize ids stands for all of them.
            (claim["nodeid"].removesuffix(f"[{claim['params']}]") for claim in claims if claim["kind"] == "exact"),
            content["options"],
        ),
    )


def _question(claim: Content, content: Content, addresses: Addresses) -> Question:
    address = addresses.new(claim["id"], claim["params"] or "question")
    as_expected, expectation = sentences.expectation(claim)
    measured = "arms" in claim
    head, rows = _seed_table(claim) if measured else ([], [])
    return Question(
        address=address,
        title=f"{claim['id']} · {claim['params']}" if claim["params"] else claim["id"],
        claim=claim,
        verdict=BY_WORD[claim["verdict"]],
        baseline=BY_WORD[claim["baseline"]["verdict"]] if claim["baseline"] else None,
        as_expected=as_expected,
        expectation=expectation,
        forest=forest(claim) if measured else None,
        against=_against(claim),
        protocol=protocol(claim, content["experiments"]) if measured else [],
        rows=rows,
        head=head,
        rerun=_rerun([claim["nodeid"]], content["options"]),
        effect_key=_effect_key(claim) if measured else "",
    )


def _against(claim: Content) -> str:
    if "arms" not in claim:
        return words_of_test(claim["nodeid"], claim["params"])
    names = [arm["name"] for arm in claim["arms"]]
    if len(names) == 1:
        return ", with ".join(filter(None, (claim["metric"]["label"], claim["setting"])))
    if "effect_label" in claim:
        return f"{claim['effect_label']}, {sentences.subject(claim)}"
    return sentences.subject(claim) if len(names) == 2 or leads(claim) else "; ".join(names)


def _seed_table(claim: Content) -> tuple[list[str], list[list[str]]]:
    several = len(claim["arms"]) > 1
    head = [
        unit(claim),
        *(arm["name"] for arm in claim["arms"]),
        *(["effect"] if several else []),
        "answer",
    ]
    rows = []
    for seed, answer in enumerate(claim["answers"]):
        numbers = [arm["values"][seed] for arm in claim["arms"]]
        numbers += [claim["effects"][seed]] if several else []
        rows.append([str(seed), *(f"{value(v):.6g}" for v in numbers), "yes" if answer else "no"])
    return head, rows


def _rerun(nodeids: Iterable[str], options: Content) -> str:
    """Return the command that asks just this again: on the same data, by the same trainer, with as many seeds.

    By node id, for `-k` also selects whatever has these letters in it.
    """
    command = f"pytest {shlex.join(dict.fromkeys(nodeids))}"
    if options.get("dataset", "mnist5k") != "mnist5k":
        command += f" --claims-dataset {shlex.quote(str(options['dataset']))}"
    if options.get("data"):
        command += f" --claims-data {shlex.quote(PurePosixPath(str(options['data'])).name)}"
    if options.get("trainer", "epoch") != "epoch":
        command += f" --claims-trainer {shlex.quote(str(options['trainer']))}"
    if options.get("max_seeds") is not None:
        command += f" --claims-max-seeds {shlex.quote(str(options['max_seeds']))}"
    return command


def _effect_key(claim: Content) -> str:
    row = forest(claim)
    return f"{row.dot:g}" if row else ""
