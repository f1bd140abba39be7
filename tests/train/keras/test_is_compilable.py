"""Where the compiled epoch trains what `fit` trains, it is taken and does; elsewhere `fit` itself trains."""

import numpy as np
import pytest

from harness.data.arrays import Data
from harness.train.keras import trainer
from harness.train.keras.backend import keras, tf
from harness.train.keras.keras_model import KerasModel
from harness.train.keras.trainable import TrainableModel
from tests.toys import TOY, tiny_data
from tests.training import train

layers = keras.layers
SERIES = (6, 2)


def built(*stack, optimizer="sgd", loss="categorical_crossentropy", output=None, **compiled):
    """Return a function that builds a model of layers, each made by a function, before an output layer."""

    def build(shape, outputs):
        last = layers.Dense(outputs, activation="softmax") if output is None else output()
        model = keras.Sequential([keras.Input(shape), *(make() for make in stack), last])
        model.compile(optimizer if isinstance(optimizer, str) else optimizer(), loss, metrics=["accuracy"], **compiled)
        return model

    return build


def arm(build, **changes):
    return KerasModel(build, **{"data": "xor", "batch_size": 16, "epochs": 2} | changes)


def data(shape=(6,), examples=50):
    """Return data whose examples have a shape, of which the last batch of an epoch is a short one."""
    flat = tiny_data(train=examples, inputs=int(np.prod(shape)))
    return Data(flat.x_train.reshape(-1, *shape), flat.y_train, flat.x_test.reshape(-1, *shape), flat.y_test)


@pytest.fixture
def finals(monkeypatch):
    """Collect the variables that each result was taken from."""
    collected = []
    fingerprint = TrainableModel.fingerprint

    def collect(network):
        collected.append([variable.numpy() for variable in network.model.variables])
        return fingerprint(network)

    monkeypatch.setattr(TrainableModel, "fingerprint", collect)
    return collected


COMPILED = {
    "dense": ((6,), built(lambda: layers.Dense(4, "relu"))),
    "batch normalization": ((6,), built(lambda: layers.Dense(4), layers.BatchNormalization)),
    "dropout family": (
        (6,),
        built(lambda: layers.GaussianNoise(0.1), lambda: layers.Dense(4), lambda: layers.AlphaDropout(0.3)),
    ),
    "convolution": (
        SERIES,
        built(lambda: layers.Conv1D(3, 2), layers.PReLU, layers.MaxPooling1D, layers.Flatten),
    ),
    "recurrent": (SERIES, built(lambda: layers.LSTM(3, dropout=0.2))),
    "gated": (SERIES, built(lambda: layers.GRU(3))),
    "attention": (
        SERIES,
        lambda shape, outputs: _attention(shape, outputs),
    ),
    "embedding": ((6,), built(lambda: layers.Embedding(9, 2), layers.Flatten)),
    "layer normalization": ((6,), built(lambda: layers.Dense(4), layers.LayerNormalization)),
    "adam": ((6,), built(lambda: layers.Dense(4, "tanh"), optimizer="adam")),
    "squared error": ((6,), built(loss="mean_squared_error")),
    "a loss of one's own": ((6,), built(loss=lambda y, p: tf.reduce_sum((y - p) ** 2, axis=-1))),
    "a constraint": ((6,), built(lambda: layers.Dense(4, kernel_constraint="max_norm"), optimizer="sgd")),
}


def _attention(shape, outputs):
    x = keras.Input(shape)
    y = layers.GlobalAveragePooling1D()(layers.MultiHeadAttention(2, 2)(x, x))
    model = keras.Model(x, layers.Dense(outputs, activation="softmax")(y))
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    return model


@pytest.mark.parametrize("kind", COMPILED)
def test_a_compilable_models_epochs_are_those_of_fit(kind, finals):
    shape, build = COMPILED[kind]
    model = arm(build)
    assert model.build(shape, 3, regression=False).is_compilable(shape)
    ours, fits = (train(model, 3, data=data(shape), trainer=name) for name in ("epoch", "fit"))
    for a, b in zip(*finals, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-4, atol=1e-5)
    assert ours.curves.keys() == fits.curves.keys()
    for name in ours.curves:
        np.testing.assert_allclose(ours.curves[name], fits.curves[name], rtol=1e-4, err_msg=name)
    assert ours.measurements == pytest.approx(fits.measurements, rel=1e-4)


def test_a_learning_rate_schedule_goes_on_from_epoch_to_epoch_and_begins_anew_for_each_seed(finals):
    def build(shape, outputs):
        rate = keras.optimizers.schedules.ExponentialDecay(0.5, decay_steps=4, decay_rate=0.3)
        return built(optimizer=lambda: keras.optimizers.SGD(rate))(shape, outputs)

    model = arm(build, epochs=3)
    first, _, again, fits = (train(model, seed, data=data(), trainer=t) for seed, t in _SEEDS)
    assert first.fingerprint == again.fingerprint
    for a, b in zip(finals[0], finals[3], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)
    assert first.curves["test_loss"] == pytest.approx(fits.curves["test_loss"], rel=1e-5)
    constant = train(arm(built(optimizer=lambda: keras.optimizers.SGD(0.5)), epochs=3), 1, data=data())
    assert abs(constant.curves["test_loss"][-1] - first.curves["test_loss"][-1]) > 1e-3


_SEEDS = ((1, "epoch"), (2, "epoch"), (1, "epoch"), (1, "fit"))


class OwnStep(keras.Sequential):
    """A model that is stepped in a way of its own."""

    def train_step(self, data):
        """Do twice what Keras does."""
        super().train_step(data)
        return super().train_step(data)


class Penalized(layers.Layer):
    """A layer with a penalty of its own."""

    def call(self, x):
        """Add it."""
        self.add_loss(tf.reduce_mean(x**2))
        return x


def own_step(shape, outputs):
    model = OwnStep([keras.Input(shape), layers.Dense(outputs, activation="softmax")])
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    return model


class Subclass(keras.Model):
    """A model without a graph of layers."""

    def __init__(self, outputs):
        super().__init__()
        self.dense = layers.Dense(outputs, activation="softmax")

    def call(self, x):
        """Predict."""
        return self.dense(x)


def subclass(shape, outputs):  # noqa: ARG001 (the model learns it from its data)
    model = Subclass(outputs)
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    return model


def masked(shape, outputs):
    x = keras.Input(shape)
    model = keras.Model(x, layers.Dense(outputs, activation="softmax")(layers.Masking()(x)))
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    return model


NOT = {
    "L2": built(lambda: layers.Dense(4, kernel_regularizer="l2")),
    "activity": built(lambda: layers.Dense(4, activity_regularizer="l2")),
    "activity layer": built(lambda: layers.ActivityRegularization(l2=0.1)),
    "a layer's own loss": built(Penalized),
    "sparse": built(loss="sparse_categorical_crossentropy"),
    "sparse object": built(loss=keras.losses.SparseCategoricalCrossentropy(name="mine")),
    "sparse function": built(loss=keras.losses.sparse_categorical_crossentropy),
    "a loss object": built(loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1)),
    "a loss that is a mean already": built(loss=lambda y, p: tf.reduce_mean((y - p) ** 2)),
    "a weighted loss": built(loss_weights=0.5),
    "a scaled loss": built(optimizer=lambda: keras.optimizers.SGD(0.1, loss_scale_factor=8.0)),
    "an own step": own_step,
    "a subclass": subclass,
}


@pytest.mark.parametrize("kind", NOT)
def test_what_the_compiled_epoch_would_not_train_alike_is_trained_by_fit(kind, finals):
    model = arm(NOT[kind], epochs=1)
    assert not model.build((6,), 3, regression=False).is_compilable((6,))
    ours, fits = (train(model, 3, data=data(), trainer=name) for name in ("epoch", "fit"))
    for a, b in zip(*finals, strict=True):
        np.testing.assert_array_equal(a, b)
    assert ours.curves == fits.curves


def test_an_output_with_a_mask_is_trained_by_fit():
    assert not arm(masked).build(SERIES, 3, regression=False).is_compilable(SERIES)


def test_the_tutorials_own_networks_are_compiled():
    for network in (TOY, TOY.with_(dropout=0.5), TOY.with_(loss="mean_squared_error", optimizer="adam")):
        assert network.build((6,), 3, regression=False).is_compilable((6,))


def test_callbacks_are_heard_by_fit():
    model = arm(built(), callbacks=lambda: [])
    assert not model.build((6,), 3, regression=False).is_compilable((6,))
    assert trainer._prepared(model.structure(), (6,), 3, False, "epoch")[1].__class__.__name__ == "FitLoop"
