"""An epoch's dropout masks: what the layers themselves would have drawn, in their order, and drawn only where told."""

import numpy as np
import pytest

from harness.train.keras.backend import keras, tf
from harness.train.keras.dropout_masks import DropoutMasks

layers = keras.layers
INPUTS = 6


def model_of(*stack):
    return keras.Sequential([keras.Input((INPUTS,)), *stack, layers.Dense(2)])


def two_dropouts():
    return model_of(
        layers.Dropout(0.2, seed=3), layers.Dense(8, activation="tanh", kernel_initializer="ones"), layers.Dropout(0.5)
    )


def start(model):
    for seed, layer in enumerate(layer for layer in model.layers if isinstance(layer, layers.Dropout)):
        layer.seed_generator.state.assign([seed + 7, 0])


def states(model):
    return [variable.numpy().tolist() for variable in model.non_trainable_variables]


@pytest.mark.parametrize("make", [two_dropouts, lambda: model_of(layers.Dropout(0.5, noise_shape=(1, INPUTS)))])
def test_outputs_and_states_are_those_of_the_model_itself(make):
    model = make()
    batches = np.random.default_rng(0).normal(size=(3, 4, INPUTS)).astype(np.float32)
    last = batches[0, :3]
    start(model)
    own = [model(batch, training=True).numpy() for batch in [*batches, last]]
    after = states(model)
    start(model)
    masks = DropoutMasks.of(model)
    whole, rest = masks.draw(3, 4, 3)
    ours = [masks.predicted(tf.constant(x), tuple(m[i] for m in whole)).numpy() for i, x in enumerate(batches)]
    np.testing.assert_array_equal([*ours], own[:3])
    np.testing.assert_array_equal(masks.predicted(tf.constant(last), rest), own[3])
    assert states(model) == after


def test_the_masks_of_every_batch_and_epoch_differ():
    model = model_of(layers.Dropout(0.5, seed=1))
    masks = DropoutMasks.of(model)
    drawn = [masks.draw(2, 30, 0)[0][0].numpy() for _ in range(2)]
    assert len({mask.tobytes() for epoch in drawn for mask in epoch}) == 4


def test_a_rate_of_nothing_or_all_needs_no_mask():
    model = model_of(layers.Dropout(0.0), layers.Dense(3))
    masks = DropoutMasks.of(model)
    assert masks.draw(2, 4, 1) == ((), ())
    x = tf.ones((4, INPUTS))
    np.testing.assert_array_equal(masks.predicted(x, ()), model(x, training=True))


class OtherDropout(layers.Dropout):
    """A user's own, which may drop what it likes."""


def functional():
    inputs = keras.Input((INPUTS,))
    return keras.Model(inputs, layers.Dense(2)(layers.Dropout(0.5)(inputs)))


class Backwards(keras.Sequential):
    """A stack whose layers are not called one after the other."""

    def call(self, inputs, training=None, mask=None):  # noqa: D102
        return super().call(-inputs, training, mask)


def padded():
    steps = layers.Embedding(5, 3, mask_zero=True), layers.Dropout(0.5), layers.GlobalAveragePooling1D()
    return keras.Sequential([keras.Input((INPUTS,)), *steps])


@pytest.mark.parametrize(
    "make",
    [
        functional,
        padded,
        lambda: Backwards([keras.Input((INPUTS,)), layers.Dropout(0.5)]),
        lambda: model_of(OtherDropout(0.5)),
        lambda: model_of(layers.GaussianNoise(0.1)),
        lambda: model_of(layers.Dropout(0.5), layers.BatchNormalization()),
        lambda: keras.Sequential([keras.Input((INPUTS,)), model_of(layers.Dropout(0.5)), layers.Dense(2)]),
    ],
)
def test_models_that_keep_something_else_draw_for_themselves(make):
    assert DropoutMasks.of(make()) is None
