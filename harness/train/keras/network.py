"""A Keras model that any seed can start afresh; importing this imports TensorFlow."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from harness.declare.experiment import Experiment
from harness.train.keras.backend import keras
from harness.train.keras.double_well import DoubleWell, own_output

# Independent random streams of one seed (numpy's SeedSequence spawn keys).
WEIGHTS, ORDER, DROPOUT, NOISE, MEASURE = range(5)


def stream(seed: int, *path: int) -> np.random.SeedSequence:
    """Return one of a seed's independent random streams, such as `stream(seed, ORDER, epoch)`."""
    return np.random.SeedSequence(seed, spawn_key=path)


def named_stream(seed: int, kind: int, name: str) -> np.random.SeedSequence:
    """Return the random stream of a name, which does not depend on what other names there are."""
    return stream(seed, kind, int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]))


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


def _layers(experiment: Experiment, outputs: int, regression: bool) -> list[Any]:
    """Return the model's layers after its input."""
    if experiment.loss == "double_well":
        return [DoubleWell()]
    dropout = [keras.layers.Dropout(experiment.dropout, seed=0)] if experiment.dropout else []
    layers = dropout if experiment.dropout_at == "input" else []
    for units in experiment.hidden:
        layers = [*layers, keras.layers.Dense(units), keras.layers.Activation(experiment.activation)]
    if experiment.dropout_at == "output":
        layers = [*layers, *dropout]
    layers = [*layers, keras.layers.Dense(outputs)]
    return layers if regression else [*layers, keras.layers.Activation("softmax")]


class Network:
    """A compiled Keras model that can be put back to the state from which a seed is trained.

    Tracing a model costs more than training it for an epoch, so one is made for all seeds of an experiment.
    """

    def __init__(self, experiment: Experiment, inputs: int, outputs: int, regression: bool) -> None:
        self.model = keras.Sequential([keras.Input((inputs,)), *_layers(experiment, outputs, regression)])
        self.model.compile(
            optimizer=_optimizer(experiment),
            loss=own_output if experiment.loss == "double_well" else experiment.loss,
            metrics=["accuracy"],
        )
        self.model.optimizer.build(self.model.trainable_variables)
        self._optimizer_state = [variable.numpy() for variable in self.model.optimizer.variables]
        self.batch_size = experiment.batch_size
        self.tracks_updates = "updates" in experiment.measure
        # A layer that kept the previous seed's weights would go unnoticed: all results would look like results.
        started = {id(variable) for variable, _ in self._starting_values(seed=0)}
        kept = [v.path for v in (*self.model.variables, *self.model.optimizer.variables) if id(v) not in started]
        if kept:
            raise TypeError(f"no seed decides how these variables start: {', '.join(kept)}")

    def layers(self, kind: type | tuple[type, ...]) -> list[Any]:
        """Return the model's layers of a kind, from the input to the output."""
        return [layer for layer in self.model.layers if isinstance(layer, kind)]

    def start(self, seed: int, learning_rate: float) -> None:
        """Put every variable of the model and of its optimizer into the state from which this seed is trained."""
        for variable, value in self._starting_values(seed):
            variable.assign(value)
        self.model.optimizer.learning_rate = learning_rate

    def _starting_values(self, seed: int) -> Iterator[tuple[Any, Any]]:
        """Yield each variable with its value before the first update."""
        for index, layer in enumerate(self.layers((keras.layers.Dense, DoubleWell))):
            settings = {**layer.kernel_initializer.get_config(), "seed": _keras_seed(seed, WEIGHTS, index)}
            yield layer.kernel, type(layer.kernel_initializer).from_config(settings)(layer.kernel.shape)
            if layer.bias is not None:
                yield layer.bias, np.zeros(layer.bias.shape, np.float32)
        for index, layer in enumerate(self.layers(keras.layers.Dropout)):
            yield layer.seed_generator.state, [_keras_seed(seed, DROPOUT, index), 0]
        yield from zip(self.model.optimizer.variables, self._optimizer_state, strict=True)

    def batch(self, examples: int) -> int:
        """Return the number of examples per update, out of so many."""
        return examples if isinstance(self.batch_size, str) else self.batch_size

    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits of a hash of all weights."""
        sha = hashlib.sha256()
        for weights in self.model.get_weights():
            sha.update(weights.tobytes())
        return sha.hexdigest()[:16]
