"""Whether an arm has a metric: what has to be measured for it, and what its data must be like."""

from __future__ import annotations

from typing import TypeVar

from harness.base.errors import DeclarationError
from harness.data.dataset import Dataset
from harness.declare.arm import Arm
from harness.declare.registry import current

A = TypeVar("A", bound=Arm)


def measured(arm: A, on: str) -> A:
    """Return an arm with the measurements that a metric is read from.

    Raises:
        DeclarationError: there is no such metric, or the arm cannot have it.

    """
    metric = arm.metric(on)
    for requirement in metric.requires:
        if not all(map(requirement.met, arm.settings())):
            raise DeclarationError(f"{on!r} needs {requirement.words}, which an arm is without")
    for value in metric.reads:
        if value not in arm.records():
            measurement = current().measuring(value)
            if measurement is None:
                raise DeclarationError(f"{on!r} needs {value}, which an arm does not record")
            arm = arm.measuring(measurement)
    return arm


def check_data(arm: Arm, on: str, dataset: Dataset | None) -> None:
    """Hold an arm and a metric against the arm's data (None: it has data of its own), before anything is trained.

    Raises:
        DeclarationError: it cannot be trained on them, or they have no such metric.

    """
    data = dataset.example if dataset is not None else None
    arm.check(data)
    if data is not None and data.is_regression and any("accuracy" in value for value in arm.metric(on).reads):
        raise DeclarationError(f"{on!r} needs data with classes, and {arm.data!r} has none")
