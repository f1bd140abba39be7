"""The trainer: what `model.fit` would train, the same numbers every time, and a divergence that is recorded."""

import math

import numpy as np
import pytest

from harness.declare.measurement import Measurement
from harness.declare.metrics import METRICS
from harness.declare.registry import current
from harness.train.keras import dense, loops
from harness.train.keras.backend import keras, tf
from harness.train.keras.loops import LOOPS
from harness.train.keras.trainable import TrainableModel
from tests.toys import TOY, tiny_data
from tests.training import numbers, train, train_at

DATA = tiny_data()
UNTRAINABLE = 1e-30
"""A learning rate too small to change a float32 weight: what is trained with it keeps its initial weights."""
DIVERGING = {"activation": "relu", "learning_rate": 1e30, "epochs": 4}


@pytest.fixture
def weights(monkeypatch):
    """Collect the weights that each result was taken from."""
    collected = []
    fingerprint = TrainableModel.fingerprint

    def collect(network):
        collected.append(network.model.get_weights())
        return fingerprint(network)

    monkeypatch.setattr(TrainableModel, "fingerprint", collect)
    return collected


@pytest.mark.parametrize(
    "changes",
    [
        {"batch_size": 10},
        {"hidden": (5, 4, 3), "activation": "tanh", "batch_size": 7},  # of 50 examples: the last batch is short
        {"loss": "mean_squared_error", "activation": "relu"},
        {"hidden": (), "input_scale": 0.5},
        {"optimizer": "adam", "learning_rate": 0.01},
        {"optimizer": "momentum"},
        {"epochs": 6, "evaluate_every": 3, "batch_size": 20},
    ],
    ids=str,
)
def test_the_compiled_epoch_trains_what_fit_trains(changes, weights):
    experiment = TOY.with_(**{"epochs": 3, **changes})
    ours, fits = (train(experiment, seed=3, trainer=name) for name in ("epoch", "fit"))
    for a, b in zip(*weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)
    assert ours.curves.keys() == fits.curves.keys()
    for name in ours.curves:
        np.testing.assert_allclose(ours.curves[name], fits.curves[name], rtol=1e-5, err_msg=name)
    assert ours.measurements == pytest.approx(fits.measurements, rel=1e-5)


def test_with_dropout_the_compiled_epoch_draws_the_masks_that_fit_draws(weights):
    experiment = TOY.with_(dropout=0.5, epochs=3)
    ours, fits = (train(experiment, seed=3, trainer=name) for name in ("epoch", "fit"))
    for a, b in zip(*weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)
    assert ours.curves["running_accuracy"] == fits.curves["running_accuracy"]


@pytest.mark.parametrize(
    ("optimizer", "rate", "plain"),
    [
        ("sgd", 0.5, lambda: keras.optimizers.SGD(0.5)),
        ("momentum", 0.5, lambda: keras.optimizers.SGD(0.5, momentum=0.9)),
        ("adagrad", 0.05, lambda: keras.optimizers.Adagrad(0.05)),
        ("rmsprop", 0.05, lambda: keras.optimizers.RMSprop(0.05)),
        ("adam", 0.05, lambda: keras.optimizers.Adam(0.05)),
    ],
    ids=["sgd", "momentum", "adagrad", "rmsprop", "adam"],
)
def test_a_full_batch_is_what_a_plain_keras_model_trains_by_itself(weights, optimizer, rate, plain):
    experiment = TOY.with_(batch_size=50, epochs=5, learning_rate=rate, optimizer=optimizer)
    train(experiment.with_(learning_rate=UNTRAINABLE), seed=4)
    result = train(experiment, seed=4)
    initial, trained = weights
    model = keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(4, activation="sigmoid"), keras.layers.Dense(3, activation="softmax")]
    )
    model.compile(optimizer=plain(), loss="categorical_crossentropy", metrics=["accuracy"])
    model.set_weights(initial)
    history = model.fit(
        DATA.x_train,
        DATA.y_train,
        batch_size=50,
        epochs=5,
        verbose=0,
        validation_data=(DATA.x_test, DATA.y_test),
    ).history
    for ours, keras_own in zip(trained, model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, keras_own, rtol=1e-4, atol=1e-6)
    names = {"running_loss": "loss", "running_accuracy": "accuracy", "test_loss": "val_loss"}
    for name, keras_name in names.items():
        np.testing.assert_allclose(result.curves[name], history[keras_name], rtol=1e-5)
    np.testing.assert_allclose(result.curves["test_accuracy"], history["val_accuracy"], rtol=1e-5)


def test_seeds_differ_in_every_kernel_and_in_their_dropout():
    model = TOY.with_(hidden=(5, 4), dropout=0.5).build((6,), 3, regression=False)
    starts = []
    for seed in (0, 1):
        model.start(seed)
        starts.append({variable.path: variable.numpy() for variable in model.model.variables})
    same = [path for path, value in starts[0].items() if np.array_equal(value, starts[1][path])]
    assert all(path.endswith("bias") for path in same), same
    assert len(starts[0]) == 3 * 2 + 1, "kernels and biases, and the state of the dropout"


@pytest.mark.parametrize("loop", LOOPS)
def test_the_same_seed_gives_the_same_bits_whatever_was_trained_before(loop):
    experiment = TOY.with_(dropout=0.3)
    first = train(experiment, seed=1, trainer=loop)
    for other in (2, 3):
        train(experiment, seed=other, trainer=loop)
    train(TOY.with_(learning_rate=0.7), seed=1, trainer=loop)
    assert numbers(train(experiment, seed=1, trainer=loop)) == numbers(first)


@pytest.mark.parametrize("changes", [{}, {"dropout": 0.5}, {"optimizer": "adam"}, {"evaluate_every": 5}], ids=str)
def test_a_stop_on_the_way_is_a_training_of_that_length(changes):
    experiment = TOY.with_(epochs=10, **changes)
    both = train_at(experiment, seed=5, stops=(5, 10))
    assert list(both) == [5, 10]
    assert numbers(both[5]) == numbers(train(experiment.with_(epochs=5), seed=5))
    assert numbers(both[10]) == numbers(train(experiment, seed=5))


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_evaluating_less_often_changes_nothing_but_the_number_of_evaluations(dropout):
    experiment = TOY.with_(epochs=6, dropout=dropout).measuring("training_curve")
    often, seldom = train(experiment), train(experiment.with_(evaluate_every=3))
    for name, values in often.curves.items():
        expected = values if name.startswith("running") else values[2::3]
        np.testing.assert_allclose(seldom.curves[name], expected, rtol=1e-5, err_msg=name)
    assert seldom.measurements == pytest.approx(often.measurements, rel=1e-5)


def test_what_tensorflow_says_when_out_of_memory_is_a_memory_error(monkeypatch):
    def start(*_):
        raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating a tensor")

    # A network that is really too large says so after ten seconds, in which TensorFlow waits for memory to come free.
    monkeypatch.setattr(TrainableModel, "start", start)
    with pytest.raises(MemoryError, match="OOM"):
        train(TOY)


def test_a_divergence_between_two_evaluations_is_noticed_in_its_epoch():
    result = train(TOY.with_(**DIVERGING, evaluate_every=4))
    assert 1 <= result.diverged_at <= 2
    assert len(result.curves["running_loss"]) == result.diverged_at
    assert len(result.curves["test_loss"]) == 1
    assert not math.isfinite(result.curves["test_loss"][0])


def test_seeds_differ_in_initial_weights_and_in_all_that_follows(weights):
    results = [train(TOY.with_(learning_rate=UNTRAINABLE), seed) for seed in range(5)]
    assert len({result.fingerprint for result in results}) == 5
    assert len({run[0].tobytes() for run in weights}) == 5


def test_biases_start_at_zero_and_weights_within_glorots_bounds(weights):
    train(TOY.with_(hidden=(40,), learning_rate=UNTRAINABLE))
    first, first_bias, second, second_bias = weights[0]
    assert np.abs(first_bias).max() < 1e-20
    assert np.abs(second_bias).max() < 1e-20
    for kernel in (first, second):
        bound = math.sqrt(6 / sum(kernel.shape))
        assert 0.9 * bound < np.abs(kernel).max() <= bound


class Spy(loops.EpochLoop):
    """Remembers the orders in which it was told to train."""

    orders: list[list[int]] = []  # noqa: RUF012 (shared on purpose: the trainer makes the instance)

    def train(self, x, y, orders, listeners=None):
        """Train as told, and remember it."""
        self.orders.extend(orders.tolist())
        return super().train(x, y, orders, listeners)


def test_both_arms_of_a_seed_share_the_order_and_the_initial_weights_where_shapes_agree(monkeypatch, weights):
    monkeypatch.setitem(LOOPS, "spy", Spy)
    monkeypatch.setattr(Spy, "orders", [])
    arm = TOY.with_(learning_rate=UNTRAINABLE)
    train(arm, seed=6, trainer="spy")
    train(arm.with_(hidden=(4, 5), dropout=0.5, batch_size=16), seed=6, trainer="spy")
    train(arm, seed=7, trainer="spy")
    one, two, *_ = orders = Spy.orders
    assert orders[2:4] == [one, two]
    assert one != two, "every epoch has an order of its own"
    assert sorted(one) == list(range(50))
    assert one not in orders[4:]
    np.testing.assert_array_equal(weights[0][0], weights[1][0])


def test_dropout_masks_are_drawn_anew_for_every_epoch_and_seed():
    # Nothing is learned, so all that moves the running loss is the mask (and rounding).
    idle = TOY.with_(hidden=(20,), dropout=0.5, learning_rate=UNTRAINABLE, epochs=4, batch_size=50)
    losses = train(idle, seed=1).curves["running_loss"]
    assert len(set(np.round(losses, 4))) == 4
    still = train(idle.with_(dropout=0.0), seed=1).curves["running_loss"]
    assert len(set(np.round(still, 4))) == 1


def test_dropout_is_active_in_training_only():
    idle = TOY.with_(hidden=(20,), dropout=0.5, learning_rate=UNTRAINABLE)
    without = idle.with_(dropout=0.0)
    assert train(idle).curves["test_loss"] == train(without).curves["test_loss"]
    assert train(idle).measurements == train(without).measurements
    assert train(idle).curves["running_loss"] != train(without).curves["running_loss"]


def test_the_evaluated_figures_are_those_of_the_final_weights(weights):
    result = train(TOY.measuring("training_set"))
    kernel, bias, output, output_bias = weights[0]

    def figures(x, y):
        scores = (1 / (1 + np.exp(-(x @ kernel + bias)))) @ output + output_bias
        probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        right = probabilities.argmax(axis=1) == y.argmax(axis=1)
        return -np.log(probabilities[y == 1]).mean(), right.mean()

    loss, accuracy = figures(DATA.x_test, DATA.y_test)
    assert result.curves["test_loss"][-1] == pytest.approx(loss, rel=1e-4)
    assert result.curves["test_accuracy"][-1] == pytest.approx(accuracy)
    loss, accuracy = figures(DATA.x_train, DATA.y_train)
    assert result.measurements["train_loss"] == pytest.approx(loss, rel=1e-4)
    assert result.measurements["train_accuracy"] == pytest.approx(accuracy)


def test_the_input_scale_is_a_factor_on_the_inputs():
    scaled = tiny_data().scaled(0.5)
    assert numbers(train(TOY.with_(input_scale=0.5))) == numbers(train(TOY, data=scaled))


def test_a_layer_whose_start_no_seed_decides_is_refused(monkeypatch):
    layers = dense._layers

    def normalised(*arguments):
        first, *others = layers(*arguments)
        return [first, keras.layers.BatchNormalization(), *others]

    monkeypatch.setattr(dense, "_layers", normalised)
    with pytest.raises(TypeError, match=r"gamma.*beta.*moving_mean.*moving_variance"):
        TOY.build((2,), 2, regression=False)


@pytest.mark.parametrize(
    "changes",
    [{}, {"dropout": 0.5}, {"dropout": 0.5, "dropout_at": "input"}, {"optimizer": "adam"}, {"optimizer": "rmsprop"}],
)
def test_no_variable_keeps_anything_of_the_seed_before(changes):
    tested = TOY.with_(**changes).build((2,), 2, regression=False)
    variables = [*tested.model.variables, *tested.model.optimizer.variables]
    tested.start(1, 0.1)
    started = [variable.numpy().copy() for variable in variables]
    for variable in variables:
        variable.assign(variable + 7)
    tested.start(1, 0.1)
    assert all(np.array_equal(variable.numpy(), before) for variable, before in zip(variables, started, strict=True))
    tested.start(2, 0.1)
    weights = zip(tested.model.trainable_variables, started, strict=False)
    assert all(not np.array_equal(v.numpy(), before) for v, before in weights if "kernel" in v.path)


def test_a_new_measurement_changes_the_numbers_of_no_other(monkeypatch):
    measured = TOY.measuring("first_batch_loss", "single_layer_steps")
    before = train(measured).measurements
    new = Measurement(("new",), "start", lambda _model, _data, rng: {"new": rng.random()})
    monkeypatch.setitem(current().measurements, "a_new_one", new)
    after = dict(train(measured.measuring("a_new_one")).measurements)
    assert 0 < after.pop("new") < 1
    assert after == before


@pytest.mark.parametrize("at", ["start", "end"])
def test_whatever_a_measurement_does_to_the_model_the_run_is_the_one_without_it(monkeypatch, at):
    def meddle(model, _data, _rng):
        for variable in (*model.model.variables, *model.model.optimizer.variables):
            variable.assign(variable + 1)
        return {"meddled": 1.0}

    arm = TOY.with_(dropout=0.5, optimizer="momentum", epochs=4)
    plain = train_at(arm, stops=(2, 4))
    monkeypatch.setitem(current().measurements, "meddling", Measurement(("meddled",), at, meddle))
    watched = train_at(arm.measuring("meddling"), stops=(2, 4))
    for stop in plain:
        assert watched[stop].measurements.pop("meddled") == 1
        assert numbers(watched[stop]) == numbers(plain[stop])


def test_it_learns():
    result = train(TOY.with_(epochs=60, learning_rate=1.0).measuring("training_set"))
    assert result.curves["test_loss"][-1] < result.curves["test_loss"][0] / 2
    assert result.measurements["train_accuracy"] > 0.9


@pytest.mark.parametrize("loop", LOOPS)
def test_a_loss_that_is_not_finite_ends_the_run_as_the_worst_outcome(loop):
    experiment = TOY.with_(**DIVERGING)
    result = train(experiment, trainer=loop)
    assert 1 <= result.diverged_at <= 2
    assert {len(values) for values in result.curves.values()} == {result.diverged_at}
    assert not all(math.isfinite(result.curves[name][-1]) for name in ("running_loss", "test_loss"))
    assert result.measurements == {}
    assert METRICS["test_accuracy"].of(result) == -math.inf
    assert METRICS["test_loss"].of(result) == math.inf


def test_a_run_that_diverged_is_so_at_every_later_stop():
    early, late = train_at(TOY.with_(**DIVERGING), stops=(2, 4)).values()
    assert early.diverged_at is not None
    assert numbers(early) == numbers(late)


def test_a_divergence_leaves_nothing_behind_for_the_next_seed():
    before = train(TOY.with_(activation="relu"), seed=1)
    train(TOY.with_(**DIVERGING), seed=0)
    assert numbers(train(TOY.with_(activation="relu"), seed=1)) == numbers(before)
