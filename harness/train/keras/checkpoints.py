"""Weights that are kept while a run trains, and evaluated when it ends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from harness.declare.measurement import KEPT, Measurement
from harness.train.findings import Findings
from harness.train.keras.evaluations import Evaluations
from harness.train.keras.loops import EpochFigures
from harness.train.keras.trainable import TrainableModel
from harness.train.own_code import own_code


class Checkpoints:
    """The checkpoints of one run.

    Args:
        model: what is trained.
        evaluations: of its parts "held_out", "train" and "test", as far as there are such.
        measurements: the checkpoints by name.

    """

    def __init__(
        self, model: TrainableModel, evaluations: Evaluations, measurements: Mapping[str, Measurement]
    ) -> None:
        self._model, self._evaluations, self._measurements = model, evaluations, measurements
        watched = {curve for one in measurements.values() for curve in one.watches}
        self._curves: dict[str, list[float]] = {curve: [] for curve in sorted(watched)}
        self._kept: dict[str, tuple[int, list[Any]]] = {}

    def __bool__(self) -> bool:
        return bool(self._measurements)

    def look(self, epoch: int, running: EpochFigures) -> None:
        """Keep the weights as they are after an epoch, for the checkpoints that want them.

        Raises:
            RunError: a project's own `keep` failed.

        """
        for curve, values in self._curves.items():
            part, _, value = curve.rpartition("_")
            loss, accuracy = (running.loss, running.accuracy) if part == "running" else self._evaluations.of(part)
            values.append(loss if value == "loss" else accuracy)
        wanting = [name for name, one in self._measurements.items() if self._keeps(name, one)]
        if wanting:
            state = self._model.state()
            self._kept |= dict.fromkeys(wanting, (epoch, state))

    def _keeps(self, name: str, measurement: Measurement) -> bool:
        assert measurement.function is not None
        with own_code(f"the checkpoint {name!r}"):
            return bool(measurement.function({curve: list(self._curves[curve]) for curve in measurement.watches}))

    def findings(self) -> Findings:
        """Return the figures of all checkpoints; NaN where no weights were kept."""
        now = self._model.state()
        of_epochs = {epoch: self._figures(epoch, state) for epoch, state in dict(self._kept.values()).items()}
        self._put(now)
        of_epochs[0] = (math.nan,) * len(KEPT)
        findings: Findings = {}
        for name, one in self._measurements.items():
            epoch, _ = self._kept.get(name, (0, []))
            findings |= zip(one.gives, of_epochs[epoch], strict=True)
        return findings

    def _figures(self, epoch: int, state: list[Any]) -> tuple[float, ...]:
        """Return the values of `KEPT`, and leave the model with these weights."""
        self._put(state)
        return float(epoch), *self._evaluations.of("test"), *self._evaluations.of("train")

    def _put(self, state: list[Any]) -> None:
        self._model.restore(state)
        self._evaluations.forget()
