"""Checkpoints: the figures of an epoch that is known only when training has gone on, and nothing else changed."""

import json
import math

import keras
import numpy as np
import pytest

from harness import Data
from harness.base.errors import DeclarationError, RunError
from harness.declare.measurement import KEPT
from harness.declare.registry import Registry, current
from harness.declare.run_result import RunResult
from harness.train.keras.keras_model import KerasModel
from tests.toys import TOY, tiny_data
from tests.training import numbers, train, train_at

LONG = TOY.with_(epochs=12, held_out=0.2, learning_rate=0.5)
EVERY_EPOCH = LONG.measuring("training_curve")
SETTINGS = [
    ("epoch", {}),
    ("epoch", {"evaluate_every": 4}),
    ("epoch", {"evaluate_every": 6, "dropout": 0.5}),
    ("epoch", {"evaluate_every": 6, "optimizer": "adam", "learning_rate": 0.1, "label_noise": 0.3, "batch_size": 7}),
    ("fit", {"evaluate_every": 6, "dropout": 0.5}),
]
"""How it is stepped, and what is trained."""


def is_lowest(curves):
    *before, now = curves["held_out_loss"]
    return all(now < loss for loss in before)


def is_every_third(curves):
    return len(curves["train_accuracy"]) % 3 == 0


def is_odd(curves):
    return len(curves["running_loss"]) % 2 == 1


def never(curves):
    return not curves


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    """Register some checkpoints for a test."""
    registry = Registry()
    registry.checkpoint("lowest", is_lowest, watches=("held_out_loss",))
    registry.checkpoint("third", is_every_third, watches=("train_accuracy", "train_loss"))
    registry.checkpoint("odd", is_odd, watches=("running_loss", "running_accuracy"))
    registry.checkpoint("never", never, watches=("train_loss",))
    for name, measurement in registry.measurements.items():
        monkeypatch.setitem(current().measurements, name, measurement)


def without(result, *names):
    """Return a result's numbers without what its checkpoints give."""
    return numbers(RunResult.of(result, [name for name in result.measurements if not name.startswith(names)]))


def figures(result, name):
    return tuple(result.measurements[f"{name}_{value}"] for value in KEPT)


def at(epoch, curves):
    """Return what is known of an epoch from curves with a value for each."""
    return (float(epoch), *(curves[name][epoch - 1] for name in KEPT[1:]))


@pytest.mark.parametrize(("loop", "changes"), SETTINGS, ids=str)
def test_its_figures_are_those_of_the_same_training_evaluated_after_every_epoch(loop, changes):
    curves = train(EVERY_EPOCH.with_(**{**changes, "evaluate_every": 1}), trainer=loop).curves
    losses = curves["held_out_loss"]
    result = train(LONG.with_(**changes).measuring("lowest", "third", "odd"), trainer=loop)
    assert figures(result, "lowest") == at(losses.index(min(losses)) + 1, curves)
    assert figures(result, "third") == at(12, curves)
    assert figures(result, "odd") == at(11, curves)


@pytest.mark.parametrize(
    ("loop", "changes"), [*SETTINGS, ("epoch", {"measure": ("ablation", "training_set", "updates")})], ids=str
)
def test_a_run_is_otherwise_the_one_without_it(loop, changes):
    plain = LONG.with_(**changes)
    watched = train(plain.measuring("lowest", "third", "odd", "never"), trainer=loop)
    assert without(watched, "lowest", "third", "odd", "never") == numbers(train(plain, trainer=loop))


def test_at_a_stop_on_the_way_they_are_those_of_a_training_of_that_length():
    watched = LONG.with_(evaluate_every=2).measuring("lowest", "third")
    on_the_way = train_at(watched, stops=(4, 8, 12))
    for stop, result in on_the_way.items():
        assert numbers(result) == numbers(train(watched.stopping(stop)))
    assert [figures(result, "third")[0] for result in on_the_way.values()] == [3, 6, 12]


def test_where_no_weights_were_kept_the_figures_are_not_numbers_also_when_they_are_read_back():
    result = train(LONG.measuring("never"))
    again = RunResult.from_dict(json.loads(json.dumps(result.as_dict(), allow_nan=False)))
    for run in (result, again):
        assert all(math.isnan(value) for value in figures(run, "never"))


def test_a_run_that_diverges_has_none():
    result = train(LONG.with_(activation="relu", learning_rate=1e30, evaluate_every=4).measuring("third", "lowest"))
    assert (result.diverged_at, result.measurements) == (1, {})


def test_a_regression_has_losses_and_no_accuracies():
    rng = np.random.default_rng(0)
    x, y = (rng.normal(size=(60, width)).astype(np.float32) for width in (3, 1))
    data = Data(x[:40], y[:40], x[40:], y[40:], truth=y[40:, 0])
    network = LONG.with_(loss="mean_squared_error", hidden=(2,), learning_rate=0.01).measuring("lowest")
    epoch, test_loss, test_accuracy, train_loss, train_accuracy = figures(train(network, data=data), "lowest")
    assert epoch >= 1
    assert all(map(math.isfinite, (test_loss, train_loss)))
    assert all(map(math.isnan, (test_accuracy, train_accuracy)))


def stopping_early():
    return [keras.callbacks.EarlyStopping(monitor="val_loss", patience=1, restore_best_weights=True)]


def small(shape, outputs):
    model = keras.Sequential([keras.layers.Input(shape), keras.layers.Dense(outputs, activation="softmax")])
    model.compile(optimizer=keras.optimizers.SGD(5.0), loss="categorical_crossentropy")
    return model


def test_the_lowest_one_is_what_keras_early_stopping_restores():
    model = KerasModel(small, data="xor", batch_size=10, epochs=12, held_out=0.2, callbacks=stopping_early)
    result = train(model.measuring("lowest", "training_curve"), seed=1)
    epochs = len(result.curves["running_loss"])
    assert 1 < epochs < 12
    assert figures(result, "lowest") == (epochs - 1, *(result.curves[name][-1] for name in KEPT[1:]))


def test_its_own_code_may_fail_and_says_where(monkeypatch):
    registry = Registry()
    registry.checkpoint("failing", lambda curves: curves["test_loss"], watches=("train_loss",))
    monkeypatch.setitem(current().measurements, "failing", registry.measurements["failing"])
    with pytest.raises(RunError, match="the checkpoint 'failing' raised KeyError: 'test_loss'"):
        train(LONG.measuring("failing"))


@pytest.mark.parametrize(
    ("keep", "watches", "message"),
    [
        (7, ("train_loss",), "keep must be a function of the watched curves, not 7"),
        (never, (), r"watches must be a tuple of curves, not \(\)"),
        (never, "train_loss", "watches must be a tuple of curves, not 'train_loss'"),
        (never, ("test_loss",), "unknown curve that checkpoint 'own' could watch: 'test_loss'.*known: held_out_acc"),
    ],
)
def test_what_cannot_be_kept_is_refused(keep, watches, message):
    with pytest.raises(DeclarationError, match=message):
        Registry().checkpoint("own", keep, watches=watches)


def test_what_is_watched_must_be_there():
    with pytest.raises(DeclarationError, match="checkpoint 'lowest' watches held-out examples, and there are none"):
        LONG.with_(held_out=0.0).measuring("lowest").check(tiny_data())
    LONG.with_(held_out=0.0).measuring("third").check(tiny_data())
