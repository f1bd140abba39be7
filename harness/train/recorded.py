"""Runs that were trained elsewhere, from a CSV file, as arms."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from harness.base.errors import DeclarationError, RunError
from harness.base.numbers import digest, to_json
from harness.data.arrays import Data
from harness.declare.arm import RecordedSeeds, known_in
from harness.declare.checks import known
from harness.declare.experiment import Experiment, Setting
from harness.declare.metrics import Metric
from harness.declare.run_result import RunResult
from harness.train.run_table import RunTable, read_table, span_of

UNKNOWN_EPOCH = 1
"""Where a run is said to have diverged: a file does not say in which epoch it did."""


def recorded(file: str | os.PathLike[str], *, metrics: Mapping[str, Metric]) -> Callable[[str], RecordedArm]:
    """Make arms of a CSV file with the columns seed, arm, metric and value, one value a row.

    What is returned takes the name of an arm::

        HERE = Path(__file__).parent
        runs = recorded(HERE / "runs.csv", metrics={"accuracy": metric("accuracy", higher_is_better=True)})

        beats(runs("cnn"), runs("mlp"), on="accuracy", by=0.01)

    The file's seeds, ascending, are those of the results and the report: arms are paired by them. No value may be
    missing. One that is `nan`, or empty, says that the run of that arm and seed diverged:
    then all its metrics, also those that the file has a number for, have the worst value there is, as with a training
    that diverges here. `inf` and `-inf` are values like others.

    Args:
        file: its path, taken as it is given.
        metrics: what questions can be about, by name (`harness.metric`); each reads metrics of the file by their name.

    Raises:
        DeclarationError: the file cannot be used, or has not what a metric reads.

    """
    if not isinstance(file, str | os.PathLike):
        raise DeclarationError(f"recorded(file, metrics=...) takes the path of a CSV file, not {file!r}")
    if not isinstance(metrics, Mapping) or not metrics or not all(isinstance(m, Metric) for m in metrics.values()):
        raise DeclarationError("recorded(file, metrics={name: metric(...), ...}) says which way each metric is better")
    table = read_table(Path(file))
    for metric in metrics.values():
        for name in metric.reads:
            known(name, table.metrics, f"metric of {table.file}", f"python -m harness judge {table.file}")

    def arm(name: str) -> RecordedArm:
        return RecordedArm(
            arm=known(name, table.arms.keys(), f"arm of {table.file}", f"python -m harness judge {table.file}"),
            origin=RecordedSeeds(table.file, table.seeds),
            rows=digest(
                [table.seeds, sorted((name, list(map(to_json, values))) for name, values in table.arms[name].items())]
            ),
            names=tuple(table.arms[name]),
            runs=_runs(table, name),
            metrics=tuple(metrics.items()),
        )

    return arm


@dataclass(frozen=True, kw_only=True)
class RecordedArm(Experiment):
    """An arm of a file of runs; made by `recorded`."""

    arm: str
    origin: RecordedSeeds
    rows: str
    """A hash of the arm's rows."""
    names: tuple[str, ...]
    """The metrics that the file has of it."""
    runs: tuple[RunResult, ...] = field(compare=False, repr=False)
    """One for each seed."""
    metrics: tuple[tuple[str, Metric], ...] = field(compare=False, repr=False)

    def with_(self, **changes: Any) -> NoReturn:
        """Refuse to change what is done.

        Raises:
            DeclarationError: always.

        """
        raise DeclarationError(
            f"the runs of {self.origin.file} cannot be run with {', '.join(changes) or 'anything'} changed"
        )

    @property
    def recorded(self) -> RecordedSeeds:
        """The file's seeds: there will be no others."""
        return self.origin

    def describe(self) -> dict[str, Any]:
        """Return the arm's name, the file's name without folders, and which seeds it has."""
        return {"arm": self.arm, "file": self.origin.file, "seeds": span_of(self.origin.seeds)}

    def functions(self) -> tuple[Callable[..., Any], ...]:
        """Return what reads the metrics: nothing is trained with it, but a worker is sent it with the arm."""
        return tuple(metric.read for _, metric in self.metrics)

    def code(self) -> str:
        """Return a hash of the arm's rows, which is all that a run of it comes from."""
        return self.rows

    def records(self) -> Collection[str]:
        """Return the metrics that the file has of the arm."""
        return self.names

    def metric(self, name: str) -> Metric:
        """Return one of the metrics that were declared."""
        metric: Metric = known_in(dict(self.metrics), name, f"metric declared for {self.origin.file}", "its metrics=")
        missing = [read for read in metric.reads if read not in self.names]
        if missing:
            raise DeclarationError(f"{self.origin.file} has no {missing[0]!r} of arm {self.arm!r}")
        return metric

    def work(self, data: Data | None) -> float:  # noqa: ARG002 (there is none)
        """Return next to nothing."""
        return 1.0

    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:  # noqa: ARG002
        """Look the run up.

        Raises:
            RunError: the file has fewer seeds.

        """
        if seed not in self.origin.seeds:
            raise RunError(f"{self.origin.file} has the seeds {span_of(self.origin.seeds)}, and not {seed}")
        yield stops[-1], self.runs[self.origin.seeds.index(seed)]


def _runs(table: RunTable, arm: str) -> tuple[RunResult, ...]:
    """Return an arm's runs, in the order of the seeds."""
    values = table.arms[arm]
    return tuple(_run(dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True))


def _run(values: dict[str, float]) -> RunResult:
    diverged = any(map(math.isnan, values.values()))
    return RunResult(
        curves={},
        measurements={} if diverged else values,
        diverged_at=UNKNOWN_EPOCH if diverged else None,
        fingerprint="",
        seconds=0.0,
    )
