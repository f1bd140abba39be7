"""What trains an epoch, each way in processes of its own with the threads that it would have."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import pairwise
from multiprocessing import get_context
from typing import Any

import numpy as np

from benchmarks.tutorial import load
from harness.declare.experiment import Setting
from harness.train.keras.network import Network

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
SGEMM = 2048
"""Rows and columns of the matrices whose product is taken for the machine's peak."""


class Pool:
    """Processes, each with one thread or with as many as the library likes."""

    def __init__(self, processes: int, *, one_thread: bool) -> None:
        self.processes = processes
        self._executor = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_set_up, initargs=(one_thread,)
        )

    def play(self, work: Callable[..., object], *arguments: Any) -> Callable[[], None]:
        """Return what lets every process do the work once, all at the same time."""

        def played() -> None:
            for future in [self._executor.submit(work, *arguments) for _ in range(self.processes)]:
                future.result()

        return played

    def close(self) -> None:
        """End the processes."""
        self._executor.shutdown()


def _set_up(one_thread: bool) -> None:
    if one_thread:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ[name] = "1"
        from threadpoolctl import threadpool_limits

        threadpool_limits(1)


def flops(experiment: Network) -> float:
    """Return the floating-point operations of an epoch's matrix products.

    Forwards, for the gradients of the weights, and for those of the inputs of all layers but the first.
    """
    data = load(experiment.data)
    widths = (data.x_train.shape[1], *experiment.hidden, data.y_train.shape[1])
    weights = sum(a * b for a, b in pairwise(widths))
    operations: float = len(data.x_train) * (6.0 * weights - 2 * widths[0] * widths[1])
    return operations


@cache
def _loop(experiment: Network) -> Any:
    from harness.train.keras.backend import tf
    from harness.train.keras.loops import EpochLoop

    data = load(experiment.data)
    model = experiment.build(data.x_train.shape[1:], data.y_train.shape[1], regression=False)
    model.start(0, experiment.learning_rate)
    return EpochLoop(model), tf.constant(data.x_train), tf.constant(data.y_train)


def harness_epochs(experiment: Network, epochs: int) -> None:
    """Train as the harness does in a worker."""
    loop, x, y = _loop(experiment.with_(epochs=1))
    rng = np.random.default_rng(0)
    loop.train(x, y, np.array([rng.permutation(len(x)) for _ in range(epochs)], np.int32))


def harness_run(experiment: Network, seed: int) -> None:
    """Train, evaluate and record a whole run as the harness does in a worker."""
    for _ in experiment.train(seed, (experiment.epochs,), Setting(load(experiment.data), {}, "epoch")):
        pass


@cache
def _keras_model(experiment: Network, whole_epoch: bool) -> Any:
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras

    data = load(experiment.data)
    layers = [keras.layers.Dense(units, activation=experiment.activation) for units in experiment.hidden]
    if experiment.dropout:
        layers.append(keras.layers.Dropout(experiment.dropout))
    outputs = keras.layers.Dense(data.y_train.shape[1], activation="softmax")
    model = keras.Sequential([keras.Input((data.x_train.shape[1],)), *layers, outputs])
    optimizer = {"sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam}[experiment.optimizer]
    model.compile(
        optimizer=optimizer(experiment.learning_rate),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
        steps_per_execution=experiment.updates_per_epoch(len(data.x_train)) if whole_epoch else 1,
    )
    return model


def fit_epochs(experiment: Network, epochs: int, whole_epoch: bool) -> None:
    """Train with `model.fit`, as the tutorial does; or with an epoch's updates in one call (`steps_per_execution`)."""
    data = load(experiment.data)
    model = _keras_model(experiment, whole_epoch)
    model.fit(data.x_train, data.y_train, batch_size=experiment.batch_size, epochs=epochs, verbose=0)


@cache
def _classifier(experiment: Network) -> Any:
    from sklearn.neural_network import MLPClassifier

    return MLPClassifier(
        experiment.hidden,
        activation={"sigmoid": "logistic"}.get(experiment.activation, experiment.activation),
        solver=experiment.optimizer,
        momentum=0.0,
        alpha=0.0,
        batch_size=experiment.batch_size,
        learning_rate_init=experiment.learning_rate,
    )


def sklearn_epochs(experiment: Network, epochs: int) -> None:
    """Train with scikit-learn's MLPClassifier, which has no dropout."""
    data = load(experiment.data)
    labels = data.y_train.argmax(axis=1)
    for _ in range(epochs):
        _classifier(experiment).partial_fit(data.x_train, labels, classes=range(data.y_train.shape[1]))


@cache
def _matrix() -> Any:
    from harness.train.keras.backend import tf

    return tf.constant(np.random.default_rng(0).random((SGEMM, SGEMM), dtype=np.float32))


def multiply(times: int) -> None:
    """Multiply two large matrices, with TensorFlow and one thread."""
    from harness.train.keras.backend import tf

    for _ in range(times):
        tf.matmul(_matrix(), _matrix()).numpy()
