"""The report's view of benchmarks that compare several ways to do the same thing."""

from __future__ import annotations

from dataclasses import dataclass

from harness.report.wording.formatting import rounded
from harness.results.benchmark_merge import compared
from harness.results.model import Results, SpeedBenchmark


@dataclass(frozen=True)
class Table:
    """A benchmark: a row for each way, with its name, median, ratio, range of the ratios, and rounds."""

    title: str
    unit: str
    rows: list[list[str]]


@dataclass(frozen=True)
class Speed:
    """All benchmarks, with where and when they were made."""

    machine: str
    day: str
    tables: list[Table]


def speed(results: Results) -> Speed | None:
    """Return the view of the benchmarks that were added to results; None if none were."""
    added = results.speed
    if added is None:
        return None
    return Speed(added.machine, added.datetime[:10], [_table(benchmark) for benchmark in added.benchmarks])


def _table(benchmark: SpeedBenchmark) -> Table:
    rows = [
        [
            way.name,
            rounded(way.median),
            rounded(way.ratio),
            f"{rounded(way.least)} to {rounded(way.most)}",
            str(len(benchmark.sides[way.name])),
        ]
        for way in compared(benchmark.sides)
    ]
    return Table(f"{benchmark.group}: {benchmark.name}", benchmark.unit, rows)
