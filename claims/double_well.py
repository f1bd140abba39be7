"""A one-dimensional loss with two minima, as a Keras model of a single weight.

For a weight w and an example c the loss is (w² - 1)² + TILT · w + c · w. The examples' mean is 0, so the whole training
set has the first two terms: minima near w = 1 and, lower, near w = -1. A mini-batch adds its mean of c to the slope,
which is how it may get across the hill between them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

TILT = 0.3


def double_well(seed: int, *, learning_rate: float) -> Any:
    """Return the model: its weight is drawn within the basin of the worse minimum, its output is the loss itself."""
    import keras  # an import of TensorFlow, which declaring a claim does without

    class DoubleWell(keras.layers.Layer):  # type: ignore[misc]
        def build(self, input_shape: Any) -> None:  # noqa: ARG002 (Keras' signature)
            start = np.random.SeedSequence(seed, spawn_key=(0, 0)).generate_state(1)[0] >> 1
            initializer = keras.initializers.RandomUniform(0.8, 1.2, seed=int(start))
            self.w = self.add_weight(shape=(1,), initializer=initializer, name="w")

        def call(self, examples: Any) -> Any:
            return (self.w**2 - 1) ** 2 + TILT * self.w + examples * self.w

    model = keras.Sequential([keras.Input((1,)), DoubleWell()])
    model.compile(keras.optimizers.SGD(learning_rate), loss=own_output)
    return model


def own_output(targets: Any, losses: Any) -> Any:  # noqa: ARG001 (Keras' signature)
    """Return the loss of each example (examples,) of a model whose output it already is."""
    return losses[:, 0]


def weight(network: Any, data: Any, rng: Any) -> dict[str, float]:  # noqa: ARG001 (a measurement's signature)
    """Return the first trainable weight: where on its loss a model of a single weight has ended."""
    return {"weight": float(network.model.trainable_variables[0].numpy().flat[0])}
