"""Convergence speed: after how many epochs a curve reaches a value."""

import math

import pytest

from harness.base.errors import DeclarationError
from harness.campaign.evidence import Evidence
from harness.declare.claim import at_most, beats
from harness.declare.epochs_to import epochs_to
from harness.declare.metrics import metric
from harness.declare.registry import Registry
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.judge.decide import Verdict
from harness.train.function import experiment
from tests.toys import TOY

OTHER = TOY.with_(hidden=(8,))


UP, DOWN = (metric("score", higher_is_better=higher) for higher in (True, False))


@experiment(metrics={"score": UP})
def scored(seed):
    """Return one value, and no curve."""
    return {"score": seed}


def run(diverged_at=None, **curves):
    return RunResult({name: tuple(values) for name, values in curves.items()}, {}, diverged_at, "", 0.0)


@pytest.mark.parametrize(
    ("of", "value", "curve", "epochs"),
    [
        ("test_accuracy", 0.9, [0.5, 0.9, 0.8], 2),
        ("test_accuracy", 0.9, [0.95, 0.1], 1),
        ("test_accuracy", 0.99, [0.5, 0.9], math.inf),
        ("test_loss", 0.5, [1.0, 0.6, 0.4], 3),
        ("test_loss", 0.1, [1.0, 0.6, 0.4], math.inf),
        ("test_accuracy", 0.9, [math.nan, 0.9], 2),
    ],
)
def test_it_is_the_first_epoch_that_reaches_the_value_in_the_better_direction(of, value, curve, epochs):
    assert epochs_to(of, value).of(run(**{of: curve})) == epochs


def test_a_run_that_diverged_never_reaches_it_even_if_it_has():
    assert epochs_to("test_accuracy", 0.9).of(run(2, test_accuracy=[0.95])) == math.inf


def test_two_arms_that_never_reach_it_have_no_effect_which_is_a_no():
    question = beats(TOY, OTHER, on=epochs_to("test_accuracy", 0.9), by=2)
    assert question.answer(question.effect((3.0, 6.0)))
    assert not question.answer(question.effect((3.0, 5.0)))
    assert question.answer(question.effect((3.0, math.inf)))
    assert not question.answer(question.effect((math.inf, math.inf)))


def test_a_question_declared_twice_is_one():
    first, again = (at_most(TOY, on=epochs_to("test_loss", 0.5), value=10) for _ in range(2))
    assert first == again
    assert hash(first) == hash(again)
    assert first.on == "epochs_to_test_loss_0.5"
    assert first.metric.label == "epochs until the test loss is 0.5"


def test_a_functions_curve_is_one_too():
    accuracy = metric("accuracy", higher_is_better=True)

    @experiment(metrics={"accuracy": accuracy})
    def trained(seed, *, rate=1):
        return {"accuracy": [seed, rate]}

    question = beats(trained(rate=2), trained(), on=epochs_to(accuracy, 0.5), by=0)
    assert question.metric.of(run(accuracy=[0.1, 0.2, 0.6])) == 3


def test_of_what_is_no_curve_nothing_is_judged():
    question = at_most(scored(), on=epochs_to(UP, 0.5), value=3)
    evidence = Evidence(Registry(), "epoch", 1, None)
    evidence.add(
        (Run(arm, seed), RunResult({}, {"score": 0.7}, None, f"{seed}", 0.0))
        for arm in question.arms
        for seed in (0, 1)
    )
    judged = evidence.judgement(question)
    assert judged.verdict is Verdict.NOT_JUDGED
    assert "a run has one value of 'score', and no curve" in judged.reason


def test_seeds_that_all_take_as_long_are_judged():
    question = at_most(TOY, on=epochs_to("test_loss", 0.5), value=3)
    evidence = Evidence(Registry(), "epoch", 1, None)
    curves = {"test_loss": (1.0, 0.4)}
    evidence.add((Run(question.arms[0], seed), RunResult(curves, {}, None, "", 0.0)) for seed in range(12))
    assert evidence.judgement(question).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: epochs_to("tset_accuracy", 0.9), "did you mean 'test_accuracy'"),
        (lambda: epochs_to("test_accuracy", math.nan), r"the value of epochs_to\(\) must be a finite number"),
        (lambda: epochs_to("generalization_gap", 0.1), "a recorded curve as it stands"),
        (lambda: epochs_to("train_loss", 0.1), "a recorded curve as it stands"),
        (lambda: epochs_to("test_accuracy", 70), "the test accuracy is from 0 to 1"),
        (lambda: epochs_to(metric(abs, reads=("a",), higher_is_better=False), 0.1), "a recorded curve as it stands"),
        (lambda: [at_most(scored(), on=epochs_to(one, 0.5), value=3) for one in (UP, DOWN)], "there is another metric"),
        (
            lambda: at_most(TOY.with_(epochs=4, evaluate_every=2), on=epochs_to("test_loss", 0.5), value=3),
            "needs evaluate_every=1",
        ),
        (lambda: at_most(TOY, on=metric("test_loss", higher_is_better=False), value=3), "another one needs a name"),
    ],
)
def test_what_has_no_such_epoch_is_refused(ask, message):
    with pytest.raises(DeclarationError, match=message):
        ask()
