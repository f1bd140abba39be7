"""The tutorial's own metrics: read off a run, and at their worst where it diverged."""

import math

import pytest

from claims.double_well import double_well
from claims.metrics import METRICS
from harness.base.errors import DeclarationError
from harness.declare import metrics as general
from harness.declare.claim import at_least, rises
from harness.declare.registry import used
from harness.declare.run_result import RunResult
from harness.train.keras.keras_model import KerasModel
from tests.claims.suite import tutorial_registry
from tests.toys import TOY
from tests.training import train

CURVES = {
    "running_loss": (2.0, 1.5),
    "running_accuracy": (0.3, 0.6),
    "test_loss": (1.9, 1.4),
    "test_accuracy": (0.4, 0.75),
}


def run_with(diverged_at=None, curves=CURVES, **measured):
    return RunResult(curves=curves, measurements=measured, diverged_at=diverged_at, fingerprint="f", seconds=0.1)


@pytest.mark.parametrize(
    ("name", "value", "higher_is_better"),
    [
        ("curve_distance", 0.15, False),
        ("accuracy_lost_since_best", 0.0, False),
        ("accuracy_gained_late", 0.35, True),
        ("loss_ratio", 0.5, False),
        ("escaped", 1.0, True),
    ],
)
def test_each_metric_has_its_value_and_its_worst_where_the_run_diverged(name, value, higher_is_better):
    metric = METRICS[name]
    assert metric.of(run_with(weight=-0.2, train_loss=1.0, first_batch_loss=2.0)) == pytest.approx(value)
    assert metric.of(run_with(diverged_at=2)) == (-math.inf if higher_is_better else math.inf)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_of_a_diverged_run_is_infinitely_bad_and_not_a_gap(name):
    metric = METRICS[name]
    assert metric.of(run_with(diverged_at=1)) == (-math.inf if metric.higher_is_better else math.inf)


def curves(**values):
    return RunResult(curves=values, measurements={}, diverged_at=None, fingerprint="f", seconds=0.1)


def test_what_was_lost_since_the_best_epoch_counts_from_the_best_one():
    run = curves(test_accuracy=(0.5, 0.9, 0.7))
    assert METRICS["accuracy_lost_since_best"].of(run) == pytest.approx(0.2)


def test_the_plotted_curves_are_as_far_apart_whichever_ends_higher():
    runs = [curves(running_accuracy=(0.1, a), test_accuracy=(0.9, b)) for a, b in ((0.9, 0.6), (0.6, 0.9))]
    assert [METRICS["curve_distance"].of(run) for run in runs] == pytest.approx([0.3, 0.3])


def test_the_loss_ratio_is_what_is_left_of_the_first_batchs_loss():
    run = run_with(train_loss=0.5, first_batch_loss=2.0, train_accuracy=0.8)
    assert METRICS["loss_ratio"].of(run) == 0.25


@pytest.mark.parametrize(
    ("train", "test", "widening"),
    [
        ((0.6, 0.8, 0.95), (0.5, 0.75, 0.7), 0.2),  # the gap: 0.1, 0.05 where the test accuracy is best, 0.25
        ((0.6, 0.95, 0.8), (0.5, 0.75, 0.7), -0.1),
        ((0.6, 0.8, 0.95), (0.5, 0.6, 0.7), 0.0),  # the last epoch is the best
        ((0.6, 0.8, 0.9, 0.9), (0.5, 0.7, 0.7, 0.6), 0.2),  # of two best ones it is the first
    ],
)
def test_the_widening_of_the_gap_counts_from_the_best_test_accuracy(train, test, widening):
    run = curves(train_accuracy=train, test_accuracy=test)
    assert METRICS["gap_widening"].of(run) == pytest.approx(widening)


@pytest.mark.parametrize(
    ("test_loss", "train_loss", "overfitting"),
    [
        ((1.0, 0.8, 1.1), (1.0, 0.9, 0.5), 0.3),  # the test loss rose by less than the training loss fell
        ((1.0, 0.8, 1.9), (1.0, 0.9, 0.5), 0.4),  # and the other way round
        ((1.0, 0.8, 1.1), (1.0, 0.9, 1.2), -0.3),  # both rose: that is no overfitting
    ],
)
def test_overfitting_is_the_smaller_of_rising_test_loss_and_falling_training_loss(test_loss, train_loss, overfitting):
    run = curves(test_accuracy=(0.5, 0.9, 0.7), test_loss=test_loss, train_loss=train_loss)
    assert METRICS["overfitting"].of(run) == pytest.approx(overfitting)


@pytest.mark.parametrize("accuracies", [(0.1, 0.5, 0.6, 0.7), (0.5, 0.7), (0.3, 0.4, 0.5, 0.6, 0.65, 0.7)])
def test_what_was_gained_late_is_what_the_second_half_of_the_epochs_added(accuracies):
    assert METRICS["accuracy_gained_late"].of(curves(test_accuracy=accuracies)) == pytest.approx(0.2)


def test_early_stopping_gives_away_what_the_best_epoch_had_more_than_the_held_out_minimum():
    held_out = (0.9, 0.5, *[0.6] * 20)
    run = curves(held_out_loss=held_out, test_accuracy=(0.5, 0.7, 0.8, *[0.6] * 19))
    assert METRICS["early_stopping_cost"].of(run) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("losses", "cost"),
    [
        ((0.5, 0.6, 0.6, 0.6, 0.6, 0.4), 0.3),  # at the fifth evaluation without a lower one it is lower
        ((0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.4), 0.4),  # at the sixth nobody looks any more
        ((0.5, 0.6, 0.6, 0.6, 0.6, 0.5), 0.4),  # the same again is not lower
        ((0.5, 0.45, 0.6, 0.44, 0.7, 0.7, 0.6, 0.6, 0.6, 0.1), 0.2),  # what counts is the last minimum, not the first
    ],
)
def test_early_stopping_waits_five_evaluations_for_a_lower_held_out_loss(losses, cost):
    held_out = (*losses, *[0.9] * 20)
    # The weights of the n-th evaluation have a test accuracy of their own; the best come when all has been stopped.
    accuracies = {0: 0.5, 1: 0.55, 3: 0.7, 5: 0.6, 6: 0.8}
    run = curves(
        held_out_loss=held_out,
        test_accuracy=tuple(0.9 if epoch == 20 else accuracies.get(epoch, 0.1) for epoch in range(len(held_out))),
    )
    assert METRICS["early_stopping_cost"].of(run) == pytest.approx(cost)


def test_early_stopping_may_take_half_of_the_epochs_and_no_more():
    held_out = (0.9, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6)  # it stops after the seventh
    enough, short = (
        curves(held_out_loss=held_out + (0.6,) * more, test_accuracy=(0.5,) * (7 + more)) for more in (7, 6)
    )
    assert METRICS["early_stopping_cost"].of(enough) == 0
    assert METRICS["early_stopping_cost"].of(short) == math.inf


def test_early_stopping_that_never_stops_early_is_infinitely_costly():
    falling = tuple(1 / epoch for epoch in range(1, 23))
    run = curves(held_out_loss=falling, test_accuracy=(0.5,) * 22)
    assert METRICS["early_stopping_cost"].of(run) == math.inf


def test_the_infinity_of_early_stopping_is_that_it_came_too_late():
    own = {name: metric.infinite for name, metric in METRICS.items() if metric.infinite != "no finite value"}
    assert own == {"early_stopping_cost": "no stop in the first half of the epochs"}


@pytest.mark.parametrize(("weight", "escaped"), [(-1.0, 1.0), (-1e-6, 1.0), (0.0, 0.0), (0.96, 0.0)])
def test_a_weight_below_zero_has_escaped(weight, escaped):
    assert METRICS["escaped"].of(run_with(weight=weight)) == escaped


def test_the_labels_tell_these_and_the_harness_own_metrics_apart():
    every = [*METRICS.values(), *general.METRICS.values()]
    assert len({metric.label for metric in every}) == len(every)
    assert METRICS.keys().isdisjoint(general.METRICS)


def test_what_is_gained_late_needs_two_evaluations():
    with used(tutorial_registry()):
        for changes in ({"epochs": 1}, {"epochs": 2, "evaluate_every": 2}):
            with pytest.raises(DeclarationError, match="'accuracy_gained_late' needs two evaluations or more"):
                at_least(TOY.with_(**changes), on="accuracy_gained_late", value=0)
        assert rises(TOY, TOY.with_(epochs=4), on="accuracy_gained_late")


def arms():
    """Return an arm of every kind that the tutorial's claims are about, by what is particular to it."""
    return {
        "classes": TOY,
        "held out": TOY.with_(held_out=0.2),
        "sklearn": TOY.with_(library="sklearn"),
        "numbers": TOY.with_(data="diabetes", loss="mean_squared_error"),
        "binned numbers": TOY.with_(data="diabetes-binned"),
        "two minima": KerasModel(double_well, data="noise", parameters={"learning_rate": 0.1}, batch_size=20, epochs=2),
        "no hidden layer": TOY.with_(hidden=()),
    }


def taken(arm, name, datasets):
    """Return the arm as a claim about a metric has it trained; None if no claim can be."""
    try:
        question = at_least(arm, on=name, value=0.0)
        question.check(datasets)
    except DeclarationError:
        return None
    return question.arms[0]


@pytest.mark.parametrize(
    "kind", ["classes", "held out", "sklearn", "numbers", "binned numbers", "two minima", "no hidden layer"]
)
def test_every_metric_that_a_claim_may_be_about_can_be_read_off_a_run(kind):
    with used(tutorial_registry()) as registry:
        arm = arms()[kind]
        measured = {name: one for name in registry.metrics if (one := taken(arm, name, registry.datasets))}
        assert "test_loss" in measured
        if kind == "two minima":
            del measured["layers_lowering_loss"]  # it has no such layers, which is known when it is built
        names = {name for one in measured.values() for name in one.measure}
        run = train(arm.measuring(*names) if names else arm, data=registry.datasets[arm.data].example)
        assert {name: type(registry.metrics[name].of(run)) for name in measured} == dict.fromkeys(measured, float)


def test_only_the_double_well_can_be_said_to_escape():
    with used(tutorial_registry()) as registry:
        can = {name for name, arm in arms().items() if taken(arm, "escaped", registry.datasets)}
    assert "two minima" in can
