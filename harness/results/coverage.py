"""What a verdict covers: new draws of the data or one split, and how much one test set's own chance is."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from harness.campaign.evidence import Evidence
from harness.declare.metrics import Metric
from harness.declare.questions import Equivalence, Question
from harness.judge.bounds import design, outcome_probabilities
from harness.results import model


def coverage(question: Question, evidence: Evidence) -> model.Coverage | None:
    """Return what a question's verdict covers; None if an arm has data of its own, of which nothing is known here."""
    datasets = [evidence.registry.datasets.get(arm.data or "") for arm in question.arms]
    known = [dataset for dataset in datasets if dataset is not None]
    if len(known) < len(datasets):
        return None
    examples = min(len(dataset.example.x_test) for dataset in known)
    values = evidence.values(question)[: evidence.judgement(question).seeds]
    error = sampling_error(values, examples) if values and _is_share_of_the_test_set(question.metric) else None
    return model.Coverage(
        drawn=all(dataset.draw is not None for dataset in known),
        test_examples=examples,
        sampling_error=error,
        could_show=_could_show(question, error) if error else None,
    )


def sampling_error(values: Sequence[Sequence[float]], examples: int) -> float | None:
    """Return the standard error that the choice of the test examples alone gives a share, or a difference of shares.

    Args:
        values: for each seed the share in each arm.
        examples: of the test set.

    The arms are taken as independent: answers of two networks to the same example agree more often than that, so this
    is an upper estimate. None where a share is no number.

    """
    shares = [statistics.fmean(column) for column in zip(*values, strict=True)]
    if not all(0 <= share <= 1 for share in shares):
        return None
    return math.sqrt(sum(share * (1 - share) / examples for share in shares))


def _is_share_of_the_test_set(metric: Metric) -> bool:
    return all(name.startswith("test_") for name in metric.reads) and metric.span == (0, 1)


def _could_show(question: Question, error: float) -> float | None:
    """Return how likely an equivalence is shown between arms that only the test set's chance tells apart."""
    if not isinstance(question, Equivalence):
        return None
    within = math.erf(question.margin_each_way / error / math.sqrt(2))
    return outcome_probabilities(design(question.p0, question.looks, question.alpha), within)[0]
