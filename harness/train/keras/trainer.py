"""(experiment, seed) -> results, with TensorFlow: genuine Keras layers, losses and optimizers."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.declare.experiment import Setting
from harness.declare.measurement import CHECKPOINT
from harness.declare.run_result import RunResult
from harness.train.findings import Findings, checked_findings
from harness.train.keras.backend import pin, tf
from harness.train.keras.checkpoints import Checkpoints
from harness.train.keras.evaluations import Evaluations
from harness.train.keras.listeners import SAID, listeners_of
from harness.train.keras.loops import LOOPS, EpochFigures, FitLoop, Loop
from harness.train.keras.measurements import update_figures
from harness.train.keras.trainable import TrainableModel
from harness.train.own_code import own_code
from harness.train.predictions import MOMENT, findings_of
from harness.train.streams import NOISE, ORDER, measurement_stream, stream
from harness.train.training import TRAINING_SET, EpochTraining

AT_ONCE = 1024
"""Examples that are predicted in one go: the layers' outputs for all of them would take much memory."""


@lru_cache(maxsize=64)
def _prepared(
    structure: EpochTraining, shape: tuple[int, ...], outputs: int, regression: bool, trainer: str
) -> tuple[TrainableModel, Loop]:
    model = structure.build(shape, outputs, regression=regression)
    loop = LOOPS[trainer] if model.is_compilable(shape) else FitLoop
    return model, loop(model)


class _Training:
    """One run under way: the data as tensors, the network in its state, the curves so far."""

    def __init__(self, experiment: EpochTraining, seed: int, setting: Setting) -> None:
        self.experiment, self.seed, self.setting = experiment, seed, setting
        assert setting.data is not None
        data = setting.data.scaled(experiment.input_scale)
        parts = {}
        if experiment.held_out:
            data, *held_out = data.split_off(experiment.held_out)
            parts["held_out"] = _tensors(*held_out)
        if experiment.label_noise:
            data = data.with_label_noise(experiment.label_noise, np.random.default_rng(stream(seed, NOISE)))
        self.train_set = _tensors(data.x_train, data.y_train)
        parts |= {"test": _tensors(data.x_test, data.y_test), "train": self.train_set}
        self.recorded = [part for part in parts if part != "train" or "training_curve" in experiment.measure]
        self.data = data
        shape, outputs = data.x_train.shape[1:], data.y_train.shape[1]
        self.model, self.loop = _prepared(experiment.structure(), shape, outputs, data.is_regression, setting.trainer)
        self.model.start(seed, getattr(experiment, "learning_rate", None))
        self.evaluations = Evaluations(self.loop, parts, regression=data.is_regression)
        kept = {name: one for name in experiment.measure if (one := setting.measurements[name]).at == CHECKPOINT}
        self.checkpoints = Checkpoints(self.model, self.evaluations, kept)
        steps = experiment.updates_per_epoch(len(data.x_train))
        self.listeners = listeners_of(
            self.model, epochs=experiment.epochs, steps=steps, held_out=bool(experiment.held_out)
        )
        self.curves: dict[str, list[float]] = {}
        self.norms: list[Any] = []
        self.diverged_at: int | None = None
        self.at_start = self._measured("start")

    def _measured(self, moment: str) -> Findings:
        findings: Findings = {}
        before = None
        for name in self.experiment.measure:
            measurement = self.setting.measurements[name]
            if measurement.at == moment and measurement.function is not None:
                before = before or self.model.state()
                rng = np.random.default_rng(measurement_stream(self.seed, name))
                with own_code(f"the measurement {name!r}"):
                    returned = measurement.function(self.model, self.data, rng)
                    findings |= checked_findings(name, measurement, returned)
                # Whatever it did: a run is the same with it and without.
                self.model.restore(before)
        return findings

    def epochs(self, first: int) -> None:
        """Train up to the next evaluation, evaluate, and notice if a loss is not finite any more."""
        numbers = range(first, first + self.experiment.evaluate_every)
        orders = [
            np.random.default_rng(stream(self.seed, ORDER, number)).permutation(len(self.data.x_train))
            for number in numbers
        ]
        last = first
        for number, running in zip(numbers, self._trained(numbers, np.array(orders, np.int32)), strict=False):
            self.evaluations.forget()
            if self.diverged_at is None:
                self.norms.append(running.update_norms)
                self._record(number, "running", running.loss, running.accuracy)
                last = number
            if self.checkpoints and self.diverged_at is None:
                self.checkpoints.look(number, running)
        for part in self.recorded:
            self._record(last, part, *self.evaluations.of(part))
        if self.listeners and last == numbers[-1]:
            self.listeners.end(last, self._logs("running", "held_out"))

    def _trained(self, numbers: range, orders: NDArray[np.int32]) -> Iterator[EpochFigures]:
        """Train for some epochs: one at a time where something looks at each, until a callback stops the training."""
        if self.listeners is None:
            for some in orders[:, np.newaxis] if self.checkpoints else [orders]:
                yield from self.loop.train(*self.train_set, some)
            return
        for number, order in zip(numbers, orders, strict=True):
            self.listeners.begin(number)
            yield from self.loop.train(*self.train_set, order[np.newaxis], self.listeners)
            if number != numbers[-1]:
                self.listeners.end(number, self._logs("running"))
                if not self.goes_on:
                    return

    def _logs(self, *parts: str) -> dict[str, float]:
        """Return what `fit` would say after an epoch: of training, and of the held-out part as validation."""
        names = {"running": "", "held_out": "val_"}
        return {
            f"{names[part]}{value}": self.curves[f"{part}_{value}"][-1]
            for part in parts
            for value in SAID
            if f"{part}_{value}" in self.curves
        }

    @property
    def goes_on(self) -> bool:
        """Whether there is more to train: it has not diverged, and no callback has ended it."""
        return self.diverged_at is None and not (self.listeners and self.listeners.have_stopped)

    def finish(self) -> None:
        """Let callbacks have the last word; if one puts earlier weights back, the last evaluation is theirs."""
        if self.listeners is None or self.diverged_at is not None:
            return
        before = self.model.fingerprint()
        self.listeners.finish()
        if self.model.fingerprint() != before:
            self.evaluations.forget()
            for part in self.recorded:
                for value, result in zip(SAID, self.evaluations.of(part), strict=True):
                    if f"{part}_{value}" in self.curves:
                        self.curves[f"{part}_{value}"][-1] = result

    def _record(self, number: int, name: str, loss: float, accuracy: float) -> None:
        self.curves.setdefault(f"{name}_loss", []).append(loss)
        if not self.data.is_regression and not math.isnan(accuracy):  # a model need not say it while it trains
            self.curves.setdefault(f"{name}_accuracy", []).append(accuracy)
        if self.diverged_at is None and not math.isfinite(loss):
            self.diverged_at = number

    def findings(self) -> Findings:
        """Return what is measured when training ends here; nothing of a run that diverged."""
        if self.diverged_at is not None:
            return {}
        findings: Findings = {}
        if TRAINING_SET in self.experiment.measure:
            loss, accuracy = self.evaluations.of("train")
            findings["train_loss"] = loss
            if not self.data.is_regression:
                findings["train_accuracy"] = accuracy
        if self.model.tracks_updates:
            findings |= update_figures(self.norms)
        if self.checkpoints:
            findings |= self.checkpoints.findings()
        return {**findings, **self.at_start, **self._measured("end"), **self._predicted()}

    def _predicted(self) -> dict[str, float]:
        """Return what metrics of predictions give; without one nothing is predicted."""
        names = [name for name in self.experiment.measure if self.setting.measurements[name].at == MOMENT]
        if not names:
            return {}
        outputs = [
            self.model.model(self.data.x_test[start : start + AT_ONCE], training=False).numpy()
            for start in range(0, len(self.data.x_test), AT_ONCE)
        ]
        return findings_of(self.data, self.setting.measurements, names, np.concatenate(outputs))


def _tensors(x: Any, y: Any) -> tuple[tf.Tensor, tf.Tensor]:
    return tf.constant(x), tf.constant(y)


def train(
    experiment: EpochTraining, seed: int, stops: Sequence[int], setting: Setting
) -> Iterator[tuple[int, RunResult]]:
    """Train one run and yield (epochs, result) at every stop, as if it had been asked for that long only.

    Args:
        experiment: what to train, for `experiment.epochs` epochs.
        seed: decides initial weights, order of the examples and dropout, each by a stream of its own.
        stops: ascending numbers of epochs; the last is `experiment.epochs`.
        setting: the data, the measurements, and the name of the loop.

    Raises:
        MemoryError: there is not enough of it.

    """
    # A model is traced anew for every shape of its data, on purpose: nothing to warn of.
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    try:
        yield from _results(experiment, seed, stops, setting)
    except tf.errors.ResourceExhaustedError as error:
        raise MemoryError(str(error)) from error


def _results(
    experiment: EpochTraining, seed: int, stops: Sequence[int], setting: Setting
) -> Iterator[tuple[int, RunResult]]:
    started = time.perf_counter()
    pin()  # the run before may have been one whose own code has set something else
    training = _Training(experiment, seed, setting)
    every = experiment.evaluate_every
    for epoch in range(every, experiment.epochs + 1, every):
        if training.goes_on:
            training.epochs(epoch - every + 1)
        if epoch == experiment.epochs:
            training.finish()
        if epoch in stops:
            findings = training.findings()
            yield (
                epoch,
                RunResult(
                    curves={name: tuple(values) for name, values in training.curves.items()},
                    measurements={name: value for name, value in findings.items() if isinstance(value, float)},
                    diverged_at=training.diverged_at,
                    fingerprint=training.model.fingerprint(),
                    seconds=time.perf_counter() - started,
                    series={name: value for name, value in findings.items() if not isinstance(value, float)},
                ),
            )
