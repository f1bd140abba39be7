"""The report's view of one test of a claim, as its card shows it: a question with its evidence, or a check."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from harness.judge.decide import Verdict
from harness.report.addresses import Addresses
from harness.report.evidence_view import Evidence, evidence
from harness.report.wording import declared, finer, quantities, sentences
from harness.report.wording.coverage import coverage_sentences
from harness.report.wording.effects import Asked, answered, measured
from harness.report.wording.formatting import capital, words_of_test
from harness.report.wording.plain_answers import plain_answer
from harness.results.model import Claim, Results, RoundsClaim, ValuesClaim


@dataclass(frozen=True)
class Question:
    """One test of a claim."""

    address: str
    title: str
    claim: Claim
    """What its figures are drawn from."""
    question: str
    answer: str
    """What was found, in a sentence."""
    against: str
    """What is compared, in short; tells the questions of a claim apart."""
    params: str
    verdict: Verdict
    reason: str
    finer: str
    """What is shown besides the verdict, and how many seeds have an effect of which size; empty if nothing is."""
    coverage: str
    """What the verdict covers; empty where that is not known."""
    as_expected: bool
    expectation: str
    """What it means that the verdict was expected, or was not; empty if there is nothing to say."""
    changed_after_looking: str
    """What was changed in it after its results were first seen; empty if nothing was."""
    evidence: Evidence | None
    """None for a check of values, and for a benchmark that was not played."""
    rerun: str

    @property
    def because(self) -> str:
        """The reason as a sentence."""
        return capital(self.reason).removesuffix(".") + "."


def question(claim: Claim, setting: str, results: Results, addresses: Addresses) -> Question:
    """Return the view of a test.

    Args:
        claim: the test.
        setting: what tells its question from the others of the claim.
        results: where it is from.
        addresses: of the page; the question gets one.
    """
    asked = answered(claim)
    against = _against(claim, asked, setting)
    as_expected, expectation = sentences.expectation(claim)
    return Question(
        address=addresses.new(claim.id, claim.params or "question"),
        title=f"{claim.id} · {results.suite.names.get(claim.title, claim.params)}" if claim.params else claim.id,
        claim=claim,
        question=against if isinstance(claim, ValuesClaim) else quantities.question(claim) or against,
        answer=plain_answer(claim) if asked else "",
        against=against,
        params=claim.params,
        verdict=claim.verdict,
        reason=claim.reason,
        finer=" ".join(filter(None, (finer.statement(claim), finer.sizes_sentence(claim)))),
        coverage=coverage_sentences(claim),
        as_expected=as_expected,
        expectation=expectation,
        changed_after_looking=capital(declared.changed_after_looking(claim)),
        evidence=evidence(asked, results.experiments, results.runs) if asked else None,
        rerun=rerun([claim.nodeid], results),
    )


def _against(claim: Claim, asked: Asked | None, setting: str) -> str:
    if asked is None:
        return words_of_test(claim.nodeid, claim.params)
    if not asked.compares:
        return ", with ".join(filter(None, (asked.effect_label, setting)))
    if isinstance(asked, RoundsClaim):
        return f"{asked.effect_label}, {sentences.compared(asked)}"
    names = [column.name for column in measured(asked).columns]
    if len(names) > 2 and not asked.leads:
        return "; ".join(names)
    return f"{sentences.compared(asked)} ({setting})" if setting else sentences.compared(asked)


def rerun(nodeids: Iterable[str], results: Results) -> str:
    """Return the command that asks just this again: on the same data, by the same trainer, with as many seeds.

    By node id, for `-k` also selects whatever has these letters in it.
    """
    command = f"pytest {shlex.join(dict.fromkeys(nodeids))}"
    options = results.options
    for name, value in results.suite.conditions.items():
        command += f" --claims-{name} {shlex.quote(value)}"
    if options.trainer not in (None, "epoch"):
        command += f" --claims-trainer {shlex.quote(options.trainer)}"
    if options.max_seeds is not None:
        command += f" --claims-max-seeds {options.max_seeds}"
    return command
