"""A run: an experiment with a seed."""

from __future__ import annotations

from dataclasses import dataclass

from harness.declare.experiment import Experiment


@dataclass(frozen=True)
class Run:
    """An experiment trained with one seed."""

    experiment: Experiment
    seed: int
