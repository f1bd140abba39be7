"""The tutorial's own metrics: read off a run, and at their worst where it diverged."""

import math

import pytest

from claims.checkpoints import CHECKPOINTS
from claims.double_well import double_well
from claims.metrics import METRICS
from harness.base.errors import DeclarationError
from harness.declare import metrics as general
from harness.declare.claim import at_least, exceeds, rises
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
        ("accuracy_gained_late", 0.35, True),
        ("loss_ratio", 0.5, False),
        ("escaped", 1.0, True),
    ],
)
def test_each_metric_has_its_value_and_its_worst_where_the_run_diverged(name, value, higher_is_better):
    metric = METRICS[name]
    assert metric.of(run_with(weight=-0.2, train_loss=1.0, initial_loss=2.0)) == pytest.approx(value)
    assert metric.of(run_with(diverged_at=2)) == (-math.inf if higher_is_better else math.inf)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_of_a_diverged_run_is_infinitely_bad_and_not_a_gap(name):
    metric = METRICS[name]
    assert metric.of(run_with(diverged_at=1)) == (-math.inf if metric.higher_is_better else math.inf)


def curves(**values):
    """Return a run with curves that have a value for each epoch, and with what its checkpoints keep of them."""
    kept = {}
    for name, one in CHECKPOINTS.items():
        if not values.keys() >= set(one["watches"]):
            continue
        epochs = range(1, len(values[one["watches"][0]]) + 1)
        wanted = [
            epoch for epoch in epochs if one["keep"]({part: list(values[part][:epoch]) for part in one["watches"]})
        ]
        kept[f"{name}_epoch"] = float(wanted[-1]) if wanted else math.nan
        for part in ("test_loss", "test_accuracy", "train_loss", "train_accuracy"):
            if part in values:
                kept[f"{name}_{part}"] = values[part][wanted[-1] - 1] if wanted else math.nan
    return RunResult(curves=values, measurements=kept, diverged_at=None, fingerprint="f", seconds=0.1)


def value(name, **values):
    return METRICS[name].of(curves(**values))


def test_the_plotted_curves_are_as_far_apart_whichever_ends_higher():
    runs = [curves(running_accuracy=(0.1, a), test_accuracy=(0.9, b)) for a, b in ((0.9, 0.6), (0.6, 0.9))]
    assert [METRICS["curve_distance"].of(run) for run in runs] == pytest.approx([0.3, 0.3])


@pytest.mark.parametrize(
    ("held_out", "epoch"),
    [
        ((0.9, 0.4, 0.5, 0.6), 1),
        ((0.9, 0.5, 0.4, 0.4), 2),  # of two lowest ones it is the first
        ((0.9, 0.8, 0.7, 0.6), 3),
    ],
)
def test_what_is_taken_at_the_minimum_is_from_the_first_epoch_with_the_lowest_held_out_loss(held_out, epoch):
    test, train = (0.5, 0.7, 0.75, 0.7), (0.5, 0.75, 0.9, 1.0)
    run = {"held_out_loss": held_out, "test_accuracy": test, "train_accuracy": train}
    gaps = (0.0, 0.05, 0.15, 0.3)
    assert value("accuracy_at_minimum", **run) == test[epoch]
    assert value("accuracy_lost_since_minimum", **run) == pytest.approx(test[epoch] - 0.7)
    assert value("gap_at_minimum", **run) == pytest.approx(gaps[epoch])
    assert value("gap_widening_since_minimum", **run) == pytest.approx(0.3 - gaps[epoch])


@pytest.mark.parametrize(
    ("train", "gap"), [((0.9, 0.97, 0.99), 0.27), ((0.98, 0.5, 0.99), 0.38), ((0.9, 0.96, 1), 0.2)]
)
def test_the_gap_where_it_is_learned_is_that_of_the_first_epoch_with_a_training_accuracy_of_097(train, gap):
    assert value("gap_when_learned", train_accuracy=train, test_accuracy=(0.6, 0.7, 0.8)) == pytest.approx(gap)


def test_a_seed_in_which_an_arm_never_learns_is_undefined_and_a_no():
    never = value("gap_when_learned", train_accuracy=(0.5, 0.96), test_accuracy=(0.4, 0.5))
    assert math.isnan(never)
    with used(tutorial_registry()):
        question = exceeds(TOY, TOY.with_(dropout=0.5), on="gap_when_learned", by=0.01)
    for values in ((never, 0.1), (0.9, never), (never, never)):
        assert not question.answer(question.effect(values))
    assert question.answer(question.effect((0.3, 0.1)))


@pytest.mark.parametrize(
    ("test_loss", "train_loss", "overfitting"),
    [
        ((1.0, 0.8, 1.1), (1.0, 0.9, 0.5), 0.3),  # the test loss rose by less than the training loss fell
        ((1.0, 0.8, 1.9), (1.0, 0.9, 0.5), 0.4),  # and the other way round
        ((1.0, 0.8, 1.1), (1.0, 0.9, 1.2), -0.3),  # both rose: that is no overfitting
        ((1.0, 0.8, 0.7), (1.0, 0.9, 0.5), -0.1),  # both fell
    ],
)
def test_overfitting_is_the_smaller_of_rising_test_loss_and_falling_training_loss(test_loss, train_loss, overfitting):
    run = {"test_loss": test_loss, "train_loss": train_loss, "held_out_loss": (0.9, 0.5, 0.7)}
    assert value("overfitting_since_minimum", **run) == pytest.approx(overfitting)


@pytest.mark.parametrize(("every", "before"), [(1, 9), (5, 1), (10, 0)])
def test_what_counts_since_the_10th_epoch_counts_from_its_evaluation(every, before):
    """With `before` evaluations ahead of the one after epoch 10, of 60 epochs."""
    after = 60 // every - before - 2
    run = {
        "running_loss": (1.0,) * 60,
        "test_loss": (*[9.0] * before, 0.5, *[7.0] * after, 0.9),
        "train_loss": (*[9.0] * before, 0.6, *[7.0] * after, 0.1),
        "test_accuracy": (*[0.0] * before, 0.7, *[0.1] * after, 0.6),
        "train_accuracy": (*[0.0] * before, 0.8, *[0.9] * after, 1.0),
    }
    assert value("overfitting_since_listed", **run) == pytest.approx(0.4)
    assert value("gap_widening_since_listed", **run) == pytest.approx(0.3)


@pytest.mark.parametrize("accuracies", [(0.1, 0.5, 0.6, 0.7), (0.5, 0.7), (0.3, 0.4, 0.5, 0.6, 0.65, 0.7)])
def test_what_was_gained_late_is_what_the_second_half_of_the_epochs_added(accuracies):
    assert value("accuracy_gained_late", test_accuracy=accuracies) == pytest.approx(0.2)


@pytest.mark.parametrize(("train", "epochs"), [((0.2, 0.49, 0.5, 0.4), 3), ((0.6,), 1), ((0.2, 0.49), math.inf)])
def test_half_of_the_examples_are_right_after_the_first_epoch_that_says_so(train, epochs):
    assert value("epochs_to_half", train_accuracy=train) == epochs


@pytest.mark.parametrize(("train", "epochs"), [((0.9, 1.0, 0.9, 1.0), 20), ((0.9, 0.995, 0.9, 0.8), math.inf)])
def test_all_examples_are_right_after_the_first_evaluation_that_says_so(train, epochs):
    run = {"train_accuracy": train, "test_loss": (1.0,) * 4, "running_loss": (1.0,) * 40}
    assert value("epochs_to_all", **run) == epochs


@pytest.mark.parametrize(
    ("losses", "epochs", "kept"),
    [
        (
            (0.5, 0.6, 0.6, 0.6, 0.6, 0.4, 0.6, 0.6, 0.6, 0.6, 0.6),
            11,
            5,
        ),  # at the fifth without a lower one it is lower
        ((0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.4), 6, 0),  # at the sixth nobody looks any more
        ((0.5, 0.6, 0.6, 0.6, 0.6, 0.5), 6, 0),  # the same again is not lower
        ((0.5, 0.45, 0.6, 0.44, 0.7, 0.7, 0.6, 0.6, 0.6, 0.1), 9, 3),  # what counts is the last minimum
        (tuple(1 / epoch for epoch in range(1, 23)), 22, 21),  # it never stops
    ],
)
def test_early_stopping_waits_five_epochs_for_a_lower_held_out_loss_and_keeps_the_lowest(losses, epochs, kept):
    accuracies = (*(epoch / 100 for epoch in range(len(losses) - 1)), 0.5)
    run = {"held_out_loss": losses, "test_accuracy": accuracies, "running_loss": losses}
    assert value("early_stopping_epochs", **run) == epochs
    assert value("early_stopping_cost", **run) == pytest.approx(0.5 - accuracies[kept])


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
            for name in ("layers_lowering_loss", "layers_lowering_loss_later"):
                del measured[name]  # it has no such layers, which is known when it is built
        names = {name for one in measured.values() for name in one.measure}
        run = train(arm.measuring(*names) if names else arm, data=registry.datasets[arm.data].example)
        assert {name: type(registry.metrics[name].of(run)) for name in measured} == dict.fromkeys(measured, float)


def test_only_the_double_well_can_be_said_to_escape():
    with used(tutorial_registry()) as registry:
        can = {name for name, arm in arms().items() if taken(arm, "escaped", registry.datasets)}
    assert "two minima" in can
