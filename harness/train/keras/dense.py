"""The Keras model of a `Network`; importing this imports TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from harness.train.keras.backend import keras
from harness.train.keras.network import Network
from harness.train.keras.trainable import TrainableModel
from harness.train.streams import DROPOUT, WEIGHTS, keras_seed


def dense_model(network: Network, shape: tuple[int, ...], outputs: int, *, regression: bool) -> TrainableModel:
    """Return the network as a compiled Keras model, for examples of a shape."""
    model = keras.Sequential([keras.Input(shape), *_layers(network, outputs, regression)])
    model.compile(optimizer=_optimizer(network), loss=network.loss, metrics=["accuracy"])
    return TrainableModel(
        model,
        lambda seed: _starting_values(model, seed),
        batch=network.batch,
        tracks_updates="updates" in network.measure,
    )


def _optimizer(network: Network) -> Any:
    rate = network.learning_rate
    if network.optimizer == "momentum":
        return keras.optimizers.SGD(rate, momentum=0.9)
    kind = {
        "sgd": keras.optimizers.SGD,
        "adagrad": keras.optimizers.Adagrad,
        "rmsprop": keras.optimizers.RMSprop,
        "adam": keras.optimizers.Adam,
    }[network.optimizer]
    return kind(rate)


def _layers(network: Network, outputs: int, regression: bool) -> list[Any]:
    """Return the model's layers after its input."""
    dropout = [keras.layers.Dropout(network.dropout, seed=0)] if network.dropout else []
    layers = dropout if network.dropout_at == "input" else []
    for units in network.hidden:
        layers = [*layers, keras.layers.Dense(units), keras.layers.Activation(network.activation)]
    if network.dropout_at == "output":
        layers = [*layers, *dropout]
    layers = [*layers, keras.layers.Dense(outputs)]
    return layers if regression else [*layers, keras.layers.Activation("softmax")]


def _starting_values(model: Any, seed: int) -> Iterator[tuple[Any, Any]]:
    """Yield each variable with its value before the first update, each layer's from a stream of its own."""
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    for index, layer in enumerate(dense):
        settings = {**layer.kernel_initializer.get_config(), "seed": keras_seed(seed, WEIGHTS, index)}
        yield layer.kernel, type(layer.kernel_initializer).from_config(settings)(layer.kernel.shape)
        yield layer.bias, np.zeros(layer.bias.shape, np.float32)
    dropouts = [layer for layer in model.layers if isinstance(layer, keras.layers.Dropout)]
    for index, layer in enumerate(dropouts):
        yield layer.seed_generator.state, [keras_seed(seed, DROPOUT, index), 0]
