"""The report's view of the evidence on one question: its numbers, its protocol, and what each seed answered."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from harness.base.numbers import plain
from harness.judge.decide import Verdict
from harness.report.wording import quantities, sentences
from harness.report.wording.arm_differences import NO_VALUE, ProtocolRow, protocol
from harness.report.wording.course import course
from harness.report.wording.effects import Asked, effect_term, infinite, measured
from harness.report.wording.formatting import count, rounded, span
from harness.results.model import Experiment, Run, SeedsClaim


@dataclass(frozen=True)
class Fact:
    """A number of a question."""

    term: str
    value: str
    aside: str
    interval: str = ""
    """Its limits; empty if it has none."""


@dataclass(frozen=True)
class Beside:
    """What stands beside the answers of seeds: scikit-learn's answer and the A/A control, and how it was trained."""

    baseline: tuple[Verdict, str] | None
    control: tuple[bool | None, str] | None
    """Whether it came out as it must, None if it could not do otherwise, and what it says."""
    arms: list[str]
    differing: list[ProtocolRow]
    """The settings in which the arms differ."""
    alike: str
    """All others, in a sentence; empty if there are none."""


@dataclass(frozen=True)
class Evidence:
    """The evidence on one question."""

    answered_by: str
    """A seed, or a round."""
    facts: list[Fact]
    beside: Beside | None
    """None for rounds of a benchmark."""
    csv: str
    """The values behind each answer, with a head; as text, for a table of cells would be most of the page."""


def evidence(claim: Asked, experiments: Mapping[str, Experiment], runs: Mapping[str, Run]) -> Evidence:
    """Return the evidence on a question."""
    return Evidence(
        answered_by=claim.answered_by,
        facts=_facts(claim, runs),
        beside=_beside(claim, experiments) if isinstance(claim, SeedsClaim) else None,
        csv=_values(claim),
    )


def _facts(claim: Asked, runs: Mapping[str, Run]) -> list[Fact]:
    facts = []
    if claim.probability:
        aside = f"claimed: more than {plain(claim.p0)}; {claim.yes} of {count(claim.seeds, claim.answered_by)}"
        facts.append(
            Fact("probability of a yes", rounded(claim.probability.estimate), aside, span(claim.probability)),
        )
    if claim.effect:
        median = quantities.in_words(claim, claim.effect.estimate, signed=claim.signed)
        limits = quantities.span(claim, claim.effect, signed=claim.signed)
        facts.append(Fact(effect_term(claim), median, _effect_aside(claim), limits))
    facts.append(Fact(f"{claim.answered_by}s", str(claim.seeds), sentences.stopping(claim)))
    if isinstance(claim, SeedsClaim) and claim.correlation is not None:
        correlation = rounded(claim.correlation, signed=True)
        facts.append(Fact("correlation of the arms", correlation, "what sharing a seed gave"))
    if isinstance(claim, SeedsClaim) and (went := course(claim, runs)):
        facts.append(Fact("at the end of training", went.words, went.sentence))
    return facts


def _effect_aside(claim: Asked) -> str:
    metric = measured(claim)
    what = claim.effect_label if claim.compares else ""
    return "; ".join(filter(None, (what, metric.label, f"claimed: {quantities.claimed(claim)}", infinite(claim))))


def _beside(claim: SeedsClaim, experiments: Mapping[str, Experiment]) -> Beside:
    baseline = None
    if claim.baseline:
        words = filter(None, (sentences.agreement(claim, claim.baseline), claim.baseline.note))
        baseline = claim.baseline.verdict, " ".join(words)
    rows = protocol(claim, experiments)
    alike = [
        f"{row.field} {row.values[0]}" for row in rows if not row.differs and row.values[0] not in ("none", NO_VALUE)
    ]
    return Beside(
        baseline=baseline,
        control=sentences.control(claim.control) if claim.control else None,
        arms=[arm.name for arm in claim.arms],
        differing=[row for row in rows if row.differs],
        alike=", ".join(alike),
    )


def _values(claim: Asked) -> str:
    """Return the values behind each answer as CSV."""
    columns = measured(claim).columns
    several = len(columns) > 1
    head = [claim.answered_by, *(column.name for column in columns), *(["effect"] if several else []), "answer"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    for place, (who, answer) in enumerate(zip(claim.numbers or range(claim.seeds), claim.answers, strict=True)):
        numbers = [column.values[place] for column in columns] + ([claim.effects[place]] if several else [])
        writer.writerow([str(who), *(f"{number:.6g}" for number in numbers), "yes" if answer else "no"])
    return text.getvalue()
