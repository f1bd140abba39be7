"""(experiment, seed) -> results, with TensorFlow: genuine Keras layers, losses and optimizers."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from harness.data.arrays import Data
from harness.declare.experiment import Experiment
from harness.declare.run_result import RunResult
from harness.train.keras.backend import tf
from harness.train.keras.loops import STEPPERS, Stepper
from harness.train.keras.measurements import AT_END, AT_START, Findings, update_figures
from harness.train.keras.network import MEASURE, NOISE, ORDER, Network, named_stream, stream


@lru_cache(maxsize=64)
def _prepared(
    structure: Experiment, inputs: int, outputs: int, regression: bool, stepper: str
) -> tuple[Network, Stepper]:
    network = Network(structure, inputs, outputs, regression)
    return network, STEPPERS[stepper](network)


def _structure(experiment: Experiment) -> Experiment:
    """Return the experiment without what the same compiled network can be told as a value."""
    return experiment.with_(
        input_scale=1.0,
        label_noise=0.0,
        held_out=0.0,
        learning_rate=1.0,
        epochs=1,
        evaluate_every=1,
        measure=tuple({"updates"} & set(experiment.measure)),
    )


class _Training:
    """One run under way: the data as tensors, the network in its state, the curves so far."""

    def __init__(self, experiment: Experiment, seed: int, data: Data, stepper: str) -> None:
        self.experiment, self.seed = experiment, seed
        data = data.scaled(experiment.input_scale)
        sets = {}
        if experiment.held_out:
            data, *held_out = data.split_off(experiment.held_out)
            sets["held_out"] = _tensors(*held_out)
        if experiment.label_noise:
            data = data.with_label_noise(experiment.label_noise, np.random.default_rng(stream(seed, NOISE)))
        self.train_set = _tensors(data.x_train, data.y_train)
        sets["test"] = _tensors(data.x_test, data.y_test)
        if "training_curve" in experiment.measure:
            sets["train"] = self.train_set
        self.data, self.sets = data, sets
        shape = data.x_train.shape[1], data.y_train.shape[1]
        self.network, self.steps = _prepared(_structure(experiment), *shape, data.is_regression, stepper)
        self.network.start(seed, experiment.learning_rate)
        self.curves: dict[str, list[float]] = {}
        self.norms: list[Any] = []
        self.diverged_at: int | None = None
        self.at_start = self._measured(AT_START)

    def _measured(self, measurements: dict[str, Any]) -> Findings:
        findings: Findings = {}
        for name in sorted(measurements.keys() & set(self.experiment.measure)):
            rng = np.random.default_rng(named_stream(self.seed, MEASURE, name))
            findings |= measurements[name](self.network, self.data, rng)
        return findings

    def epochs(self, first: int) -> None:
        """Train up to the next evaluation, evaluate, and notice if a loss is not finite any more."""
        numbers = range(first, first + self.experiment.evaluate_every)
        orders = [
            np.random.default_rng(stream(self.seed, ORDER, number)).permutation(len(self.data.x_train))
            for number in numbers
        ]
        for number, running in zip(numbers, self.steps.train(*self.train_set, np.array(orders, np.int32)), strict=True):
            if self.diverged_at is None:
                self.norms.append(running.update_norms)
                self._record(number, "running", running.loss, running.accuracy)
        for name, tensors in self.sets.items():
            self._record(numbers[-1], name, *self.steps.evaluate(*tensors))

    def _record(self, number: int, name: str, loss: float, accuracy: float) -> None:
        self.curves.setdefault(f"{name}_loss", []).append(loss)
        if not self.data.is_regression:
            self.curves.setdefault(f"{name}_accuracy", []).append(accuracy)
        if self.diverged_at is None and not math.isfinite(loss):
            self.diverged_at = number

    def findings(self) -> Findings:
        """Return what is measured when training ends here; nothing of a run that diverged."""
        if self.diverged_at is not None:
            return {}
        loss, accuracy = self.steps.evaluate(*self.train_set)
        findings: Findings = {"train_loss": loss}
        if not self.data.is_regression:
            findings["train_accuracy"] = accuracy
        if self.network.tracks_updates:
            findings |= update_figures(self.norms)
        return findings | self.at_start | self._measured(AT_END)


def _tensors(x: Any, y: Any) -> tuple[tf.Tensor, tf.Tensor]:
    return tf.constant(x), tf.constant(y)


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

    Raises:
        MemoryError: there is not enough of it.

    """
    try:
        yield from _results(experiment, seed, stops, data, stepper)
    except tf.errors.ResourceExhaustedError as error:
        raise MemoryError(str(error)) from error


def _results(
    experiment: Experiment, seed: int, stops: Sequence[int], data: Data, stepper: str
) -> Iterator[tuple[int, RunResult]]:
    started = time.perf_counter()
    training = _Training(experiment, seed, data, stepper)
    every = experiment.evaluate_every
    for epoch in range(every, experiment.epochs + 1, every):
        if training.diverged_at is None:
            training.epochs(epoch - every + 1)
        if epoch in stops:
            findings = training.findings()
            yield (
                epoch,
                RunResult(
                    curves={name: tuple(values) for name, values in training.curves.items()},
                    measurements={name: value for name, value in findings.items() if isinstance(value, float)},
                    diverged_at=training.diverged_at,
                    fingerprint=training.network.fingerprint(),
                    seconds=time.perf_counter() - started,
                    series={name: value for name, value in findings.items() if not isinstance(value, float)},
                ),
            )
