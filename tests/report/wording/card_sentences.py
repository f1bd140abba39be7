"""What a card says of each kind of question, whichever way its seeds answer, from constructed results.

`python -m tests.report.wording.card_sentences` rewrites card_sentences.txt: read what changes before you commit it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.campaign.evidence import Evidence
from harness.declare.case import Case
from harness.declare.claim import at_least, at_most, beats, exceeds, falls, gains_more, holds, rises, same, within
from harness.declare.metrics import metric
from harness.declare.questions import Question
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.declare.timed_question import Falling, Growth, Timing
from harness.judge.decide import Verdict
from harness.report.wording import quantities
from harness.report.wording.claim_answers import claim_answer, how_sure
from harness.results.claim_levels import claim_levels
from harness.results.claim_records import Played, claim_record
from harness.train.function import experiment
from tests.toys import toy_registry

FILE = Path(__file__).with_suffix(".txt")
SEEDS = 12
SPREAD = 0.004
"""Of the seeds, in no order, around an arm's level; every arm's goes the other way than the one before."""

METRICS = {
    "accuracy": metric("accuracy", higher_is_better=True, label="test accuracy", unit="share of examples", span=(0, 1)),
    "loss": metric("loss", higher_is_better=False, label="test loss", unit="nats"),
    "epochs": metric(
        "epochs",
        higher_is_better=False,
        label="epochs until all are right",
        unit="epochs",
        infinite="never all of them right",
    ),
    "settled": metric("settled", higher_is_better=True),
    "escaped": metric("escaped", higher_is_better=True, unit="yes or no", span=(0, 1)),
}


@experiment(metrics=METRICS)
def trained(seed: int, *, width: int = 8, scaled: bool = False) -> dict[str, float]:
    """Stand for a training, whose results are made up below."""
    raise AssertionError(f"nothing is trained here, {seed}, {width}, {scaled}")


A, B, C = trained(width=8), trained(width=16), trained(width=32)
SCALED, SCALED_B = trained(width=8, scaled=True), trained(width=16, scaled=True)

ASKED: dict[str, tuple[Question, list[Sequence[float]]]] = {
    "beats, higher is better": (beats(A, B, on="accuracy", by=0.01), [(0.9, 0.85), (0.85, 0.9), (0.9, 0.89)]),
    "beats, lower is better": (beats(A, B, on="loss", by=0.01), [(0.3, 0.9), (0.9, 0.3), (0.9, math.inf)]),
    "exceeds, by any amount": (exceeds(A, B, on="loss", by=0), [(0.9, 0.3), (0.3, 0.9)]),
    "exceeds, yes or no": (exceeds(A, B, on="escaped", by=0.5), [(1, 0), (0, 1)]),
    "gains_more": (
        gains_more((A, B), (SCALED, SCALED_B), on="accuracy", by=0.01),
        [(0.9, 0.8, 0.9, 0.85), (0.9, 0.85, 0.9, 0.8)],
    ),
    "same": (same(A, B, on="accuracy", within=0.02), [(0.9, 0.905), (0.9, 0.8)]),
    "rises": (rises(A, B, C, on="epochs"), [(2, 3, 5), (2, 5, 3), (2, 3, math.inf)]),
    "falls": (falls(A, B, C, on="loss"), [(0.9, 0.5, 0.3), (0.9, 0.3, 0.5)]),
    "at_least": (at_least(A, on="accuracy", value=0.9), [(0.95,), (0.8,)]),
    "at_most, of 75 %": (at_most(A, on="epochs", value=10, p0=0.75, looks=(36,)), [(5,), (20,), (math.inf,)]),
    "within": (within(A, on="accuracy", low=0.8, high=0.9), [(0.85,), (0.95,)]),
    "holds": (holds(A, on="settled"), [(1,), (0,)]),
}
"""What is asked -> the question, and the arms' levels in one answer after the other."""
TIMED: dict[str, tuple[Timing, list[Sequence[float]]]] = {
    "falling": (Falling(sides=(16, 64), of="seconds per epoch", by="batch size"), [(0.9, 0.5), (0.5, 0.9)]),
    "growth": (Growth(sides=(16, 64), of="time per step", by="width", low=0.8, high=1.2), [(1.0, 4.1), (1.0, 1.1)]),
}


def _values(levels: Sequence[float], seed: int) -> list[float]:
    """Return each arm's value with a seed; what is countable has no spread."""
    spread = SPREAD * (5 * seed % SEEDS / (SEEDS - 1) - 0.5)
    return [
        level if level == round(level, 0) or math.isinf(level) else round(level + spread * (-1) ** place, 5)
        for place, level in enumerate(levels)
    ]


def _case(question: Question | None, timing: Timing | None) -> Case:
    return Case("t.py::test_it", "A1", "", "It is so.", "", question, timing, Verdict.SUPPORTED, "")


def _evidence(question: Question, levels: Sequence[float]) -> Evidence:
    found = Evidence(toy_registry(), "epoch", 2, None)
    for seed in range(max(question.looks)):
        for arm, value in zip(question.arms, _values(levels, seed % SEEDS), strict=True):
            run = RunResult({}, {question.on: value}, None, f"{arm.key}{seed}", 0.1)
            found.add([(Run(arm, seed), run)])
    return found


def lines() -> Iterator[str]:
    """Yield what is said: the question, the answer and how sure it is, for each kind and way of answering."""
    for name, (question, ways) in ASKED.items():
        yield f"## {name}"
        for levels in ways:
            yield from _said(claim_record(_case(question, None), _evidence(question, levels), None))
    for name, (timing, ways) in TIMED.items():
        yield f"## {name}"
        for levels in ways:
            rounds = [_values(levels, number) for number in range(SEEDS)]
            yield from _said(
                claim_record(
                    _case(None, timing),
                    Evidence(toy_registry(), "epoch", 2, None),
                    Played(rounds, timing.judgement(rounds)),
                )
            )


def _said(claim) -> Iterator[str]:
    (found,) = claim_levels([claim])
    yield f"{claim.verdict.word}"
    yield f"    {quantities.question(claim)}"
    yield f"    {claim_answer([claim], found.level, {})}"
    yield f"    {how_sure([claim], found.level, {})}"


if __name__ == "__main__":
    FILE.write_text("\n".join(lines()) + "\n", encoding="utf-8")
