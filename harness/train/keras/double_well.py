"""A one-dimensional loss with two minima, as a Keras model of a single weight; imports TensorFlow.

For a weight w and an example c the loss is (w² - 1)² + TILT · w + c · w. The examples' mean is 0, so the whole training
set has the first two terms: minima near w = 1 and, lower, near w = -1. A mini-batch adds its mean of c to the slope,
which is how it may get across the hill between them.
"""

from __future__ import annotations

from typing import Any

from harness.train.keras.backend import keras, tf

TILT = 0.3


class DoubleWell(keras.layers.Layer):  # type: ignore[misc]
    """The layer: one weight, drawn within the basin of the worse minimum; its output is the loss itself."""

    def build(self, input_shape: Any) -> None:  # noqa: ARG002 (Keras' signature)
        """Make the weight."""
        self.kernel_initializer = keras.initializers.RandomUniform(0.8, 1.2)
        self.bias = None
        self.kernel = self.add_weight(shape=(1,), initializer=self.kernel_initializer, name="w")

    def call(self, examples: tf.Tensor) -> tf.Tensor:
        """Return the loss of each example (examples, 1)."""
        w = self.kernel
        return (w**2 - 1) ** 2 + TILT * w + examples * w


def own_output(targets: tf.Tensor, losses: tf.Tensor) -> tf.Tensor:  # noqa: ARG001 (Keras' signature)
    """Return the loss of each example (examples,) of a model whose output it already is."""
    return losses[:, 0]
