"""Trains with TensorFlow: genuine Keras layers, loss and optimizer; only the loop over the batches may be ours.

The one module that trains with TensorFlow; importing it takes seconds, so nothing above it in the pipeline
does. A worker process keeps one thread for itself (there is one process per core) and reuses each network
that it has built, because tracing one costs more than training it for an epoch.
"""

from __future__ import annotations

import os

# Read by TensorFlow when it is imported: the CPU only (the same numbers with and without a GPU) and no banner.
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import hashlib
import math
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from harness.datasets import Data
from harness.experiment import Experiment
from harness.quiet import quiet_stderr
from harness.run import RunResult

with quiet_stderr():
    import keras
    import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)

# Independent random streams of one seed (numpy's SeedSequence spawn keys).
_WEIGHTS, _ORDER, _DROPOUT = range(3)


def _derived(seed: int, *path: int) -> np.random.SeedSequence:
    return np.random.SeedSequence(seed, spawn_key=path)


def _keras_seed(seed: int, *path: int) -> int:
    return int(_derived(seed, *path).generate_state(1)[0] >> 1)  # 31 bits: Keras' seeds are signed


class Network:
    """A Keras model that any seed can start afresh: new weights, new dropout masks, a new optimizer state."""

    def __init__(self, experiment: Experiment, inputs: int, outputs: int) -> None:
        layers: list[Any] = [keras.Input((inputs,))]
        for units in experiment.hidden:
            layers += [keras.layers.Dense(units), keras.layers.Activation(experiment.activation)]
        if experiment.dropout:
            layers.append(keras.layers.Dropout(experiment.dropout, seed=0))
        layers += [keras.layers.Dense(outputs), keras.layers.Activation("softmax")]
        self.model = keras.Sequential(layers)
        self.batch_size = experiment.batch_size
        self.model.compile(
            optimizer=keras.optimizers.SGD(experiment.learning_rate),
            loss=experiment.loss,
            metrics=["accuracy"],
        )
        self.model.optimizer.build(self.model.trainable_variables)

    def start(self, seed: int, learning_rate: float) -> None:
        """Put the network into the state from which this seed is trained."""
        for index, layer in enumerate(_layers(self.model, keras.layers.Dense)):
            initial = type(layer.kernel_initializer)(seed=_keras_seed(seed, _WEIGHTS, index))
            layer.kernel.assign(initial(layer.kernel.shape))
            layer.bias.assign(np.zeros(layer.bias.shape, np.float32))
        for index, layer in enumerate(_layers(self.model, keras.layers.Dropout)):
            layer.seed_generator.state.assign([_keras_seed(seed, _DROPOUT, index), 0])
        for variable in self.model.optimizer.variables:
            variable.assign(np.zeros(variable.shape))
        self.model.optimizer.learning_rate = learning_rate

    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits of a hash of all weights."""
        sha = hashlib.sha256()
        for weights in self.model.get_weights():
            sha.update(weights.tobytes())
        return sha.hexdigest()[:16]


def _layers(model: keras.Model, kind: type) -> list[Any]:
    return [layer for layer in model.layers if isinstance(layer, kind)]


class Stepper(Protocol):
    """How a network is trained for one epoch and evaluated; every figure is (mean loss, accuracy)."""

    def __init__(self, network: Network) -> None: ...

    def train(self, x: tf.Tensor, y: tf.Tensor, order: NDArray[np.int32]) -> tuple[float, float]:
        """Train for one epoch in this order; return the running figures, as training prints them."""

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        """Return the figures without dropout."""


class FitStepper:
    """Plain `model.fit` and `model.evaluate`, for anyone who doubts the compiled epoch."""

    def __init__(self, network: Network) -> None:
        self.model, self.batch_size = network.model, network.batch_size

    def train(self, x: tf.Tensor, y: tf.Tensor, order: NDArray[np.int32]) -> tuple[float, float]:
        """Call `model.fit` on the examples in this order."""
        shuffled = x.numpy()[order], y.numpy()[order]
        history = self.model.fit(*shuffled, batch_size=self.batch_size, epochs=1, shuffle=False, verbose=0).history
        return history["loss"][0], _share(history["accuracy"][0], len(x))

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        """Call `model.evaluate`."""
        loss, accuracy = self.model.evaluate(x, y, batch_size=1000, verbose=0)
        return loss, _share(accuracy, len(x))


def _share(accuracy: float, examples: int) -> float:
    """Undo the rounding of Keras' float32 accuracy, so that equal counts are equal numbers."""
    return round(accuracy * examples) / examples


class EpochStepper:
    """One epoch as one compiled function: the data stay on the device, a batch is a `tf.gather`."""

    def __init__(self, network: Network) -> None:
        model, loss_of = network.model, keras.losses.get(network.model.loss)
        self.batch_size = network.batch_size
        variables = model.trainable_variables

        def figures(y: tf.Tensor, predicted: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            losses = loss_of(y, predicted)
            right = tf.equal(tf.argmax(predicted, axis=-1), tf.argmax(y, axis=-1))
            return tf.reduce_mean(losses), tf.reduce_sum(losses), tf.math.count_nonzero(right, dtype=tf.int32)

        def step(x: tf.Tensor, y: tf.Tensor, batch: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            inputs, targets = tf.gather(x, batch), tf.gather(y, batch)
            with tf.GradientTape() as tape:
                mean, total, right = figures(targets, model(inputs, training=True))
            model.optimizer.apply(tape.gradient(mean, [v.value for v in variables]), variables)
            return total, right

        @tf.function(reduce_retracing=False)
        def epoch(x: tf.Tensor, y: tf.Tensor, batches: tf.Tensor, rest: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            total, right = tf.constant(0.0), tf.constant(0)
            for batch in batches:
                batch_total, batch_right = step(x, y, batch)
                total, right = total + batch_total, right + batch_right
            if rest.shape[0]:
                batch_total, batch_right = step(x, y, rest)
                total, right = total + batch_total, right + batch_right
            return total, right

        @tf.function(reduce_retracing=False)
        def evaluation(x: tf.Tensor, y: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            _, total, right = figures(y, model(x, training=False))
            return total, right

        self._epoch, self._evaluation = epoch, evaluation

    def train(self, x: tf.Tensor, y: tf.Tensor, order: NDArray[np.int32]) -> tuple[float, float]:
        """Run the compiled epoch; the last batch may be a short one."""
        whole = len(order) // self.batch_size * self.batch_size
        total, right = self._epoch(x, y, order[:whole].reshape(-1, self.batch_size), order[whole:])
        return float(total) / len(order), int(right) / len(order)

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        """Run the compiled evaluation on all examples at once."""
        total, right = self._evaluation(x, y)
        return float(total) / len(x), int(right) / len(x)


STEPPERS: dict[str, type[Stepper]] = {"epoch": EpochStepper, "fit": FitStepper}


@lru_cache(maxsize=8)
def _prepared(structure: Experiment, inputs: int, outputs: int, stepper: str) -> tuple[Network, Stepper]:
    network = Network(structure, inputs, outputs)
    return network, STEPPERS[stepper](network)


def _structure(experiment: Experiment) -> Experiment:
    """Return the experiment without what the same compiled network can be told as a value."""
    return experiment.with_(data="digits", input_scale=1.0, learning_rate=1.0, epochs=1)


def train(
    experiment: Experiment, seed: int, stops: Sequence[int], data: Data, stepper: str
) -> Iterator[tuple[int, RunResult]]:
    """Train one run and yield (epochs, result) at every stop, as if it had been asked for that long only.

    Args:
        experiment: what to train, for `experiment.epochs` epochs.
        seed: decides initial weights, order of the examples and dropout, each by a stream of its own.
        stops: ascending numbers of epochs; the last is `experiment.epochs`.
        data: what to train and test on.
        stepper: a name in `STEPPERS`.
    """
    started = time.perf_counter()
    train_set = tf.constant(data.x_train * np.float32(experiment.input_scale)), tf.constant(data.y_train)
    test_set = tf.constant(data.x_test * np.float32(experiment.input_scale)), tf.constant(data.y_test)
    network, steps = _prepared(_structure(experiment), data.x_train.shape[1], data.y_train.shape[1], stepper)
    network.start(seed, experiment.learning_rate)
    curves: dict[str, list[float]] = {
        name: [] for name in ("running_loss", "running_accuracy", "test_loss", "test_accuracy")
    }
    diverged_at = None
    for epoch in range(1, experiment.epochs + 1):
        if diverged_at is None:
            order = np.random.default_rng(_derived(seed, _ORDER, epoch)).permutation(len(data.x_train))
            values = *steps.train(*train_set, order.astype(np.int32)), *steps.evaluate(*test_set)
            for name, value in zip(curves, values, strict=True):
                curves[name].append(value)
            if not all(map(math.isfinite, values)):
                diverged_at = epoch
        if epoch in stops:
            final = {}
            if diverged_at is None:
                final = dict(zip(("train_loss", "train_accuracy"), steps.evaluate(*train_set), strict=True))
            yield epoch, RunResult(
                curves={name: tuple(values) for name, values in curves.items()},
                final=final,
                diverged_at=diverged_at,
                fingerprint=network.fingerprint(),
                seconds=time.perf_counter() - started,
            )
