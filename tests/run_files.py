"""CSV files of runs that were made elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

HEADER = "seed,arm,metric,value"


def write_runs(
    path: Path, arms: Mapping[str, Mapping[str, Iterable[object]]], *, first: int = 0, header: str = HEADER
) -> Path:
    """Write a file with values by arm and metric, one for each seed from the first on."""
    rows = [
        f"{seed},{arm},{metric},{value}"
        for arm, metrics in arms.items()
        for metric, values in metrics.items()
        for seed, value in enumerate(values, start=first)
    ]
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path
