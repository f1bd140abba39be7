"""Schedules, weight decay, penalties and callbacks: what one call of Keras' own `fit` makes of them, this does too."""

import numpy as np
import pytest

from harness.base.errors import RunError
from harness.train.keras.backend import keras
from harness.train.keras.keras_model import KerasModel
from harness.train.keras.trainable import TrainableModel
from harness.train.streams import ORDER, WEIGHTS, keras_seed, stream
from tests.toys import tiny_data
from tests.training import numbers, train

layers, optimizers, callbacks = keras.layers, keras.optimizers, keras.callbacks
schedules = optimizers.schedules
DATA = tiny_data()
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""Of Keras' own callbacks with numpy 2."""
SEED, BATCH, EPOCHS = 3, 16, 4
"""Of 50 examples: the last batch of an epoch is a short one, and an epoch has four updates."""


def built(*stack, optimizer=lambda: optimizers.SGD(0.3)):
    """Return a function that builds a model of layers, each made by a function, before an output layer."""

    def build(shape, outputs):
        last = layers.Dense(outputs, activation="softmax")
        model = keras.Sequential([keras.Input(shape), *(make() for make in stack), last])
        model.compile(optimizer(), "categorical_crossentropy", metrics=["accuracy"])
        return model

    return build


def hidden():
    return layers.Dense(5, activation="tanh")


def arm(build, **changes):
    return KerasModel(build, **{"data": "xor", "batch_size": BATCH, "epochs": EPOCHS} | changes)


@pytest.fixture
def finals(monkeypatch):
    """Collect the weights that each result was taken from."""
    collected = []
    fingerprint = TrainableModel.fingerprint

    def collect(network):
        collected.append([variable.numpy() for variable in network.model.weights])
        return fingerprint(network)

    monkeypatch.setattr(TrainableModel, "fingerprint", collect)
    return collected


def fitted(model):
    """Return the weights and the history of one call of `fit`, which gets an arm's batches in their order."""
    x, y, *validation = DATA.x_train, DATA.y_train
    if model.held_out:
        data, *validation = DATA.split_off(model.held_out)
        x, y = data.x_train, data.y_train

    def batches():
        for epoch in range(1, model.epochs + 1):
            order = np.random.default_rng(stream(SEED, ORDER, epoch)).permutation(len(x))
            for start in range(0, len(x), BATCH):
                batch = order[start : start + BATCH]
                yield x[batch], y[batch]

    keras.utils.set_random_seed(keras_seed(SEED, WEIGHTS))
    own = model.build_model(x.shape[1:], y.shape[1])
    history = own.fit(
        batches(),
        steps_per_epoch=-(-len(x) // BATCH),
        epochs=model.epochs,
        shuffle=False,
        verbose=0,
        validation_data=tuple(validation) or None,
        callbacks=model.callbacks() if model.callbacks else None,
    ).history
    return [variable.numpy() for variable in own.weights], history


def expect_alike(model, finals):
    """Hold what the trainer makes of an arm against `fit`; return the result."""
    result = train(model, SEED, data=DATA)
    weights, history = fitted(model)
    for ours, theirs in zip(finals[-1], weights, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=2e-4, atol=1e-5)
    names = {"running_loss": "loss", "running_accuracy": "accuracy"}
    for name, keras_name in names.items():
        np.testing.assert_allclose(result.curves[name], history[keras_name], rtol=1e-4, err_msg=name)
    return result, history


TRAINED = {
    "cosine decay": built(hidden, optimizer=lambda: optimizers.SGD(schedules.CosineDecay(0.5, decay_steps=10))),
    "warm-up": built(
        hidden,
        optimizer=lambda: optimizers.Adam(schedules.CosineDecay(0.0, 10, warmup_target=0.1, warmup_steps=6)),
    ),
    "AdamW": built(hidden, optimizer=lambda: optimizers.AdamW(0.05, weight_decay=0.1)),
    "weight decay of SGD": built(hidden, optimizer=lambda: optimizers.SGD(0.3, weight_decay=0.1)),
    "clipped gradients": built(hidden, optimizer=lambda: optimizers.SGD(0.5, global_clipnorm=0.1)),
    "accumulated gradients": built(hidden, optimizer=lambda: optimizers.SGD(0.5, gradient_accumulation_steps=2)),
    "batch normalization": built(hidden, layers.BatchNormalization),
    "dropout": built(hidden, lambda: layers.Dropout(0.4)),
    "L2": built(lambda: layers.Dense(5, kernel_regularizer=keras.regularizers.L2(0.05))),
    "penalties": built(
        lambda: layers.Dense(5, kernel_regularizer="l1", bias_regularizer="l2", activity_regularizer="l2")
    ),
}
BY_FIT = {"L2", "penalties"}
"""Whose penalty the compiled epoch has no place for."""


@pytest.mark.parametrize("kind", TRAINED)
def test_a_models_epochs_are_those_of_one_call_of_fit(kind, finals):
    model = arm(TRAINED[kind])
    assert model.build((6,), 3, regression=False).is_compilable((6,)) == (kind not in BY_FIT)
    expect_alike(model, finals)


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        ("cosine decay", built(hidden, optimizer=lambda: optimizers.SGD(0.5))),
        ("AdamW", built(hidden, optimizer=lambda: optimizers.Adam(0.05))),
        ("L2", built(lambda: layers.Dense(5))),
    ],
)
def test_each_of_them_makes_a_difference(kind, plain, finals):
    train(arm(TRAINED[kind]), SEED, data=DATA)
    train(arm(plain), SEED, data=DATA)
    assert np.abs(finals[0][0] - finals[1][0]).max() > 0.01


def halved(epoch, rate):
    return rate / 2 if epoch else rate


def best_restored():
    return [callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)]


def stopped_early():
    return [callbacks.EarlyStopping("loss", min_delta=0.02, patience=1)]


def scheduled():
    return [callbacks.LearningRateScheduler(halved)]


def on_plateaus():
    return [callbacks.ReduceLROnPlateau("val_loss", factor=0.1, patience=1, min_delta=0.5)]


FAST = built(hidden, optimizer=lambda: optimizers.Adam(0.2))


@pytest.mark.slow
@pytest.mark.parametrize("made", [best_restored, stopped_early, scheduled, on_plateaus])
def test_callbacks_do_what_they_do_in_fit(made, finals):
    model = arm(FAST, callbacks=made, held_out=0.3, epochs=8)
    result, history = expect_alike(model, finals)
    ours = result.curves["held_out_loss"]
    last = -1 if made is best_restored else None  # the last evaluation is of the weights that were put back
    np.testing.assert_allclose(ours[:last], history["val_loss"][:last], rtol=1e-4)
    if made is best_restored:
        assert len(ours) < 8
        assert ours[-1] == pytest.approx(min(history["val_loss"]), rel=1e-4)
    if made is stopped_early:
        assert len(ours) < 8
    if made is on_plateaus:
        assert history["learning_rate"][-1] < history["learning_rate"][0]


@pytest.mark.slow
@pytest.mark.parametrize("made", [best_restored, on_plateaus])
def test_what_callbacks_have_done_is_undone_for_the_next_seed(made):
    model = arm(FAST, callbacks=made, held_out=0.3, epochs=5)
    first = train(model, SEED, data=DATA)
    train(model, SEED + 1, data=DATA)
    assert numbers(train(model, SEED, data=DATA)) == numbers(first)


def test_a_callback_that_watches_what_no_epoch_says_is_refused_in_one_line():
    with pytest.raises(RunError, match=r"EarlyStopping watches 'val_loss', and an epoch says loss, accuracy"):
        train(arm(FAST, callbacks=best_restored), SEED, data=DATA)


def test_a_schedule_and_a_callback_for_the_rate_contradict_each_other_in_one_line():
    with pytest.raises(RunError, match="training the model of build"):
        train(arm(TRAINED["cosine decay"], callbacks=scheduled), SEED, data=DATA)


def test_an_optimizer_that_averages_weights_when_fit_ends_is_refused_in_one_line():
    averaging = built(hidden, optimizer=lambda: optimizers.SGD(0.3, use_ema=True))
    with pytest.raises(RunError, match="use_ema"):
        train(arm(averaging), SEED, data=DATA)
