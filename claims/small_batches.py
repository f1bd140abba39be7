"""A small float64 classifier, and the ways to train it for an epoch, for the exact claims about batches."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from claims.exact import Floats, dense_network, gradients
from claims.listings import TUTORIAL

RATE = 0.5


def labelled(examples: int) -> tuple[Floats, Floats]:
    """Return inputs, of values that float32 can hold (Keras passes them on in that type), and one-hot labels."""
    rng = np.random.default_rng(examples)
    return rng.integers(-8, 9, size=(examples, 4)) / 8, np.eye(3)[rng.integers(3, size=examples), :]


@cache
def compiled_network(keras: Any, loss: str) -> tuple[Any, list[Floats]]:
    """Return a compiled float64 classifier of four inputs and three labels, and the weights that it starts from."""
    model = dense_network(keras, 4, 5, 3, activation="tanh", output="softmax")
    model.compile(optimizer=keras.optimizers.SGD(RATE), loss=getattr(keras.losses, loss)(dtype="float64"))
    return model, model.get_weights()


def small_network(keras: Any, loss: str = "CategoricalCrossentropy") -> Any:
    """Return that classifier at its start; it is compiled once, which takes longer than what the tests do with it."""
    model, weights = compiled_network(keras, loss)
    model.set_weights(weights)
    return model


def largest_difference(ones: list[Floats], others: list[Floats]) -> float:
    """Return the largest difference between two lists of arrays of the same shapes."""
    return max(float(np.abs(one - other).max()) for one, other in zip(ones, others, strict=True))


def step_by_step(keras: Any, tf: Any, x: Floats, y: Floats, batch: int) -> list[Floats]:
    """Return the weights after one epoch of gradient descent, written out: a step for each slice of the data."""
    model = small_network(keras)
    for start in range(0, len(x), batch):
        part = slice(start, start + batch)
        slopes = gradients(tf, model, model.loss, x[part], y[part])
        model.set_weights([w - RATE * slope for w, slope in zip(model.get_weights(), slopes, strict=True)])
    return list(model.get_weights())


def fit(keras: Any, x: Floats, y: Floats, batch: int) -> list[Floats]:
    """Return the weights after one epoch of Keras' `model.fit` in the order given."""
    model = small_network(keras)
    model.fit(x, y, batch_size=batch, shuffle=False, verbose=0)
    return list(model.get_weights())


@cache
def trainer(stepper: str, batch: int | str) -> tuple[Any, Any]:
    """Return one of the harness's ways to train, and the network; compiled once, which takes the longest of it all."""
    from harness.train.keras.loops import LOOPS  # imports TensorFlow

    experiment = TUTORIAL.with_(hidden=(), batch_size=batch)  # without dropout, XLA would take a second to compile it
    network = experiment.build((4,), 3, regression=False)
    return LOOPS[stepper](network), network


def updates(tf: Any, stepper: str, examples: int, batch: int | str) -> int:
    """Return how often the optimizer has updated the weights after one epoch of one of the harness's trainers."""
    steps, network = trainer(stepper, batch)
    x, y = (tf.constant(array, tf.float32) for array in labelled(examples))
    network.start(0, learning_rate=0.1)
    steps.train(x, y, np.arange(examples, dtype=np.int32)[np.newaxis])
    return int(network.model.optimizer.iterations)
