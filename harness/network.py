"""A Keras model that any seed can start afresh; importing this imports TensorFlow.

A worker process keeps one thread for itself: there is one process per core.
"""

from __future__ import annotations

import os

# Read by TensorFlow when it is imported: the CPU only (the same numbers with and without a GPU) and no banner.
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import hashlib
from typing import Any

import numpy as np

from harness.experiment import Experiment
from harness.quiet import quiet_stderr

with quiet_stderr():
    import keras
    import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)

# Independent random streams of one seed (numpy's SeedSequence spawn keys).
WEIGHTS, ORDER, DROPOUT, NOISE, MEASURE = range(5)


def stream(seed: int, *path: int) -> np.random.SeedSequence:
    """Return one of a seed's independent random streams, such as `stream(seed, ORDER, epoch)`."""
    return np.random.SeedSequence(seed, spawn_key=path)


def _keras_seed(seed: int, *path: int) -> int:
    return int(stream(seed, *path).generate_state(1)[0] >> 1)  # 31 bits: Keras' seeds are signed


def _optimizer(experiment: Experiment) -> Any:
    rate = experiment.learning_rate
    if experiment.optimizer == "momentum":
        return keras.optimizers.SGD(rate, momentum=0.9)
    kind = {
        "sgd": keras.optimizers.SGD,
        "adagrad": keras.optimizers.Adagrad,
        "rmsprop": keras.optimizers.RMSprop,
        "adam": keras.optimizers.Adam,
    }[experiment.optimizer]
    return kind(rate)


class Network:
    """A compiled Keras model that can be put back to the state from which a seed is trained.

    Tracing a model costs more than training it for an epoch, so one is made for all seeds of an experiment.
    """

    def __init__(self, experiment: Experiment, inputs: int, outputs: int, regression: bool) -> None:
        layers: list[Any] = [keras.Input((inputs,))]
        dropout = [keras.layers.Dropout(experiment.dropout, seed=0)] if experiment.dropout else []
        if experiment.dropout_at == "input":
            layers += dropout
        for units in experiment.hidden:
            layers += [keras.layers.Dense(units), keras.layers.Activation(experiment.activation)]
        if experiment.dropout_at == "output":
            layers += dropout
        layers += [keras.layers.Dense(outputs)]
        if not regression:
            layers += [keras.layers.Activation("softmax")]
        self.model = keras.Sequential(layers)
        self.model.compile(optimizer=_optimizer(experiment), loss=experiment.loss, metrics=["accuracy"])
        self.model.optimizer.build(self.model.trainable_variables)
        self._optimizer_state = [variable.numpy() for variable in self.model.optimizer.variables]
        self.batch_size = experiment.batch_size
        self.tracks_updates = "updates" in experiment.measure

    def layers(self, kind: type) -> list[Any]:
        """Return the model's layers of one kind, from the input to the output."""
        return [layer for layer in self.model.layers if isinstance(layer, kind)]

    def start(self, seed: int, learning_rate: float) -> None:
        """Put the network into the state from which this seed is trained."""
        for index, layer in enumerate(self.layers(keras.layers.Dense)):
            initial = type(layer.kernel_initializer)(seed=_keras_seed(seed, WEIGHTS, index))
            layer.kernel.assign(initial(layer.kernel.shape))
            layer.bias.assign(np.zeros(layer.bias.shape, np.float32))
        for index, layer in enumerate(self.layers(keras.layers.Dropout)):
            layer.seed_generator.state.assign([_keras_seed(seed, DROPOUT, index), 0])
        for variable, value in zip(self.model.optimizer.variables, self._optimizer_state, strict=True):
            variable.assign(value)
        self.model.optimizer.learning_rate = learning_rate

    def batch(self, examples: int) -> int:
        """Return the number of examples per update, out of so many."""
        return examples if isinstance(self.batch_size, str) else self.batch_size

    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits of a hash of all weights."""
        sha = hashlib.sha256()
        for weights in self.model.get_weights():
            sha.update(weights.tobytes())
        return sha.hexdigest()[:16]
