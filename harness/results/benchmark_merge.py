"""Benchmarks of several ways to do one thing: their times as ratios, and their way into results.json.

Each round has timed every way once; a ratio is taken within a round, where the machine is equally fast for all.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from harness.base.errors import UserError
from harness.results import file as results_file
from harness.results.faults import first_fault
from harness.results.model import Results, Speed


@dataclass(frozen=True)
class Side:
    """One way: the median of its times, and of its ratios to the first way's, with the smallest and the largest."""

    name: str
    median: float
    ratio: float
    least: float
    most: float


def compared(times: Mapping[str, Sequence[float]]) -> list[Side]:
    """Return the sides of a benchmark, in their order; `times` has one time per round for each, by name."""
    first = next(iter(times.values()))
    sides = []
    for name, own in times.items():
        ratios = [a / b for a, b in zip(own, first, strict=True)]
        sides.append(Side(name, statistics.median(own), statistics.median(ratios), min(ratios), max(ratios)))
    return sides


def lines(sides: Mapping[str, Sequence[float]], unit: str, facts: Mapping[str, float]) -> list[str]:
    """Return a benchmark's table as lines of text.

    Args:
        sides: the times of each way, one per round.
        unit: of the times.
        facts: what else was measured, by name.
    """
    ways = compared(sides)
    width = max(len(side.name) for side in ways)
    table = [
        f"{side.name:{width}}  {side.median:10.4g} {unit}"
        + ("" if number == 0 else f"  x {side.ratio:.2f} ({side.least:.2f} to {side.most:.2f})")
        for number, side in enumerate(ways)
    ]
    return table + [f"{name}: {value:.4g}" for name, value in facts.items()]


def read(path: Path) -> Speed:
    """Return what results.json keeps of a JSON file of pytest-benchmark's: when, where, and each benchmark's sides.

    Raises:
        UserError: no such file, or none of pytest-benchmark's.

    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        machine = content["machine_info"]
        found = {
            "datetime": content["datetime"],
            "machine": f"{machine['cpu'].get('brand_raw', machine['machine'])}, {machine['cpu']['count']} cores",
            "benchmarks": [
                {"name": bench["name"], "group": bench["group"] or "", **bench["extra_info"]}
                for bench in content["benchmarks"]
                if "sides" in bench["extra_info"]
            ],
        }
        return Speed.model_validate_json(json.dumps(found))
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from error
    except ValidationError as error:
        raise UserError(f"{path}: {first_fault(error, found)}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{path} is no JSON file of pytest-benchmark's: {error!r}") from error


def merge(benchmarks: Path, results: Path) -> None:
    """Add a file of pytest-benchmark's to a results.json, for the report to show.

    Raises:
        UserError: one of them cannot be read, or the results not be written.

    """
    content = results_file.read(results)
    results_file.write(Results.model_validate(dict(content) | {"speed": read(benchmarks)}), results)
