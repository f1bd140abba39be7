"""Questions: what each kind answers seed by seed, and which cannot be asked."""

import math

import pytest

from harness.base.errors import DeclarationError
from harness.declare.claim import at_least, at_most, exceeds, falls, gains_more, holds, rises, same, within
from harness.declare.metrics import metric
from harness.train.function import experiment
from tests.toys import TOY

B, C, D = (TOY.with_(hidden=(units,)) for units in (8, 16, 32))
INF, NAN = math.inf, math.nan


@experiment(metrics={"ok": metric("ok", higher_is_better=True)})
def checked(seed):
    """Return a yes or a no."""
    return {"ok": seed >= 0}


def answer(question, *values):
    return question.answer(question.effect(values))


@pytest.mark.parametrize(
    ("question", "values", "expected"),
    [
        (exceeds(TOY, B, on="generalization_gap", by=0.01), (0.10, 0.08), True),
        (exceeds(TOY, B, on="generalization_gap", by=0.01), (0.09, 0.08), False),  # a tie, in spite of rounding
        (exceeds(TOY, B, on="generalization_gap", by=0.01), (INF, INF), False),
        (gains_more((TOY, B), (C, D), on="test_accuracy", by=0.1), (0.9, 0.5, 0.8, 0.6), True),
        (gains_more((TOY, B), (C, D), on="test_accuracy", by=0.1), (0.9, 0.6, 0.8, 0.6), False),
        (gains_more((TOY, B), (C, D), on="test_accuracy", by=0.1), (-INF, -INF, 0.8, 0.6), False),
        (at_least(TOY, on="test_accuracy", value=0.8), (0.8,), True),
        (at_least(TOY, on="test_accuracy", value=0.8), (0.7999,), False),
        (at_least(TOY, on="test_accuracy", value=0.8), (-INF,), False),
        (at_most(TOY, on="test_accuracy", value=0.75), (0.75,), True),
        (at_most(TOY, on="test_accuracy", value=0.75), (0.7501,), False),
        (at_most(TOY, on="test_loss", value=1.0), (INF,), False),
        (rises(TOY, B, C, on="train_loss"), (0.1, 0.2, 0.3), True),
        (rises(TOY, B, C, on="train_loss"), (0.1, 0.3, 0.2), False),
        (rises(TOY, B, C, on="train_loss"), (0.1, 0.1, 0.2), False),
        (rises(TOY, B, C, on="train_loss"), (0.1, INF, INF), False),
        (falls(TOY, B, C, on="train_loss"), (0.3, 0.2, 0.1), True),
        (falls(TOY, B, C, on="train_loss"), (0.1, 0.2, 0.3), False),
        (within(TOY, on="test_loss", low=0.5, high=1.0), (0.5,), True),
        (within(TOY, on="test_loss", low=0.5, high=1.0), (1.0,), True),
        (within(TOY, on="test_loss", low=0.5, high=1.0), (1.01,), False),
        (within(TOY, on="test_loss", low=0.5, high=1.0), (INF,), False),
        (same(TOY, B, on="test_accuracy", within=0.02), (0.90, 0.92), True),  # a tie, in spite of rounding
        (same(TOY, B, on="test_accuracy", within=0.02), (0.94, 0.92), True),
        (same(TOY, B, on="test_accuracy", within=0.02), (0.90, 0.921), False),
        (same(TOY, B, on="test_accuracy", within=0.02), (0.95, 0.92), False),
        (same(TOY, B, on="test_accuracy", within=0.02), (-INF, 0.9), False),
        (same(TOY, B, on="test_accuracy", within=0.02), (-INF, -INF), False),
        (holds(checked(), on="ok"), (1.0,), True),
        (holds(checked(), on="ok"), (0.0,), False),
        (holds(checked(), on="ok"), (2.0,), False),
        (holds(checked(), on="ok"), (-INF,), False),
    ],
    ids=str,
)
def test_a_seed_answers(question, values, expected):
    assert answer(question, *values) is expected


@pytest.mark.parametrize(
    "question",
    [
        exceeds(TOY, B, on="test_accuracy", by=0.0),
        at_least(TOY, on="test_accuracy", value=0.0),
        at_most(TOY, on="test_accuracy", value=1.0),
        within(TOY, on="test_accuracy", low=0.0, high=1.0),
        rises(TOY, B, on="test_accuracy"),
        falls(TOY, B, on="test_accuracy"),
        same(TOY, B, on="test_accuracy", within=0.9),
        holds(checked(), on="ok"),
    ],
    ids=lambda question: question.kind,
)
def test_an_effect_that_is_no_number_is_a_no(question):
    assert question.answer(NAN) is False


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: at_least(TOY, on="test_accuracy", value=NAN), "a threshold must be a finite number, not nan"),
        (lambda: at_least(TOY, on="test_accuracy", value="0.5"), "a threshold must be a finite number, not '0.5'"),
        (lambda: within(TOY, on="test_loss", low=1.0, high=1.0), "low end must be below its high end"),
        (lambda: within(TOY, on="test_loss", low=0.0, high=INF), "an end of an interval must be a finite number"),
        (lambda: rises(TOY, B, TOY, on="test_loss"), "two arms are the same experiment"),
        (lambda: same(TOY, B, on="test_loss", within=0), r"a margin \(within=\) must be above 0, not 0"),
        (lambda: same(TOY, B, on="test_loss", within=NAN), r"a margin \(within=\) must be a finite number"),
        (lambda: same(TOY, TOY, on="test_loss", within=1.0), "two arms are the same experiment"),
        (lambda: holds(TOY, on="test_accuracy"), "measured in share of examples: ask at_least"),
        (lambda: exceeds(TOY, B, on="test_loss", by=None), "margin .* must be a finite number, not None"),
    ],
)
def test_a_question_that_no_seed_could_answer_is_refused_when_it_is_declared(ask, message):
    with pytest.raises(DeclarationError, match=message):
        ask()


def test_a_figure_that_needs_a_measurement_brings_it_to_every_arm():
    question = exceeds(TOY, B, on="update_norm_p99", by=0.1)
    assert all("updates" in arm.measure for arm in question.arms)


def test_the_baseline_is_asked_the_same_of_scikit_learn_without_dropout():
    first, second = TOY.with_(dropout=0.5), B.with_(dropout=0.5)
    question = exceeds(first, second, on="test_accuracy", by=0.1, baseline=True)
    baseline = question.for_baseline()
    assert [(arm.library, arm.dropout, arm.hidden) for arm in baseline.arms] == [
        ("sklearn", 0.0, first.hidden),
        ("sklearn", 0.0, second.hidden),
    ]
    assert (baseline.on, baseline.margin, baseline.looks) == (question.on, question.margin, question.looks)


def test_arms_that_the_baseline_could_not_tell_apart_are_refused():
    with pytest.raises(DeclarationError, match="two arms are the same"):
        exceeds(TOY, TOY.with_(dropout=0.5), on="test_accuracy", by=0.1, baseline=True)
