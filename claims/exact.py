"""What the exact claims share: float64 Keras networks, their gradients, and how many inputs are tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis
import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EPS = float(np.finfo(np.float64).eps)

many_inputs = hypothesis.settings(deadline=None, derandomize=True, database=None, max_examples=40)
"""The same inputs every time: an exact claim must not flicker."""


def dense_network(keras: Any, *units: int, activation: str | None = None, output: str | None = None) -> Any:
    """Return a float64 stack of Dense layers with random weights and biases, the same for equal sizes.

    Args:
        keras: the fixture.
        units: from the inputs to the outputs.
        activation: of the hidden layers.
        output: the activation of the last layer.
    """
    model = keras.Sequential([keras.Input((units[0],), dtype="float64")])
    for size in units[1:-1]:
        model.add(keras.layers.Dense(size, activation=activation, dtype="float64"))
    model.add(keras.layers.Dense(units[-1], activation=output, dtype="float64"))
    rng = np.random.default_rng(units)
    model.set_weights([rng.normal(size=weights.shape) for weights in model.get_weights()])
    return model


def normal_floats(low: float, high: float) -> st.SearchStrategy[Floats]:
    """Return arrays of floats without subnormal numbers, which TensorFlow's CPU kernels take for 0."""
    return st.lists(st.floats(low, high, allow_subnormal=False), min_size=1, max_size=50).map(np.array)


def one_hot(labels: Any, classes: int) -> Floats:
    """Return the rows of the identity matrix that the labels name."""
    return np.eye(classes)[np.asarray(labels, dtype=int), :]


def gradients(tf: Any, model: Any, loss: Any, x: Floats, y: Floats) -> list[Floats]:
    """Return the derivative of `loss(y, model(x))` by each array of weights, by backpropagation.

    Where the loss does not depend on the weights differentiably, the derivative is 0.
    """
    weights = [variable.value for variable in model.trainable_variables]
    with tf.GradientTape() as tape:
        value = loss(tf.constant(y), model(tf.constant(x), training=True))
    zero = tf.UnconnectedGradients.ZERO
    return [gradient.numpy() for gradient in tape.gradient(value, weights, unconnected_gradients=zero)]


def value_and_derivative(tf: Any, function: Any, x: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the function's values and its elementwise derivative by automatic differentiation."""
    inputs = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        outputs = function(inputs)
    return outputs.numpy(), tape.gradient(outputs, inputs).numpy()


def compiled_step(tf: Any, optimizer: Any, variable: Any, loss: Any) -> Callable[[], Any]:
    """Return a function that takes one step of a Keras optimizer towards the minimum of `loss(variable)`."""

    def step() -> Any:
        with tf.GradientTape() as tape:
            value = loss(variable.value)
        optimizer.apply([tape.gradient(value, variable.value)], [variable])
        return variable.value

    optimizer.build([variable])
    compiled: Callable[[], Any] = tf.function(step, autograph=False)  # as in training: a fifth of the time
    return compiled


def descend(variable: Any, step: Callable[[], Any], steps: int) -> Floats:
    """Take so many steps; return the variable's path, its start included."""
    return np.array([variable.numpy(), *(step().numpy() for _ in range(steps))])
