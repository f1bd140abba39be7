"""How a campaign grows: the whole of it but the training, whose results are made up; the table of docs/scale.md.

python -m benchmarks.scale [RUNS ...]
"""

from __future__ import annotations

import contextlib
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from joblib.externals.loky import get_reusable_executor

from claims.listings import TUTORIAL
from harness.campaign.evidence import Evidence
from harness.campaign.execute import Results
from harness.campaign.loop import run_campaign
from harness.campaign.plan import Task
from harness.campaign.store import Store
from harness.data.arrays import Data
from harness.declare.case import Case, questions_of
from harness.declare.claim import beats
from harness.declare.run_result import Run, RunResult
from harness.report import page as report
from harness.results import build as results
from harness.results import file as results_file
from harness.results import provenance
from harness.tutorial import digits

SIZES = (100, 1_000, 10_000)
RUNS_PER_CLAIM = 96
"""Two arms with 48 seeds: what a claim takes that the seeds do not decide."""


class MadeUp:
    """In the place of workers: trains nothing, and takes no time."""

    count = 1
    run_limit = 600

    def share(self, data: Data) -> Callable[[], Data]:
        """Share nothing."""
        return lambda: data

    def parallel(self) -> Any:
        """Answer every call with results of the usual size."""
        return lambda calls: ((task, _results(task)) for _, (task, *_), _ in calls)


def _results(task: Task) -> Results:
    return [(run, _result(run)) for run in task.runs]


def _result(run: Run) -> RunResult:
    """Return noise, the same for the same run, so that hardly any claim is decided before its last seed."""
    rng = np.random.default_rng([run.seed, int(run.experiment.key[:8], 16)])
    epochs = run.experiment.epochs
    names = ("running_loss", "running_accuracy", "test_loss", "test_accuracy")
    return RunResult(
        curves={name: tuple(rng.normal(0.9, 0.01, epochs).tolist()) for name in names},
        measurements={name: float(rng.normal(0.9, 0.01)) for name in ("train_loss", "train_accuracy")},
        diverged_at=None,
        fingerprint=rng.bytes(16).hex(),
        seconds=1.0,
    )


class Quiet:
    """Hears of the campaign's progress and says nothing."""

    def plan(self, runs: int) -> None:
        """Say nothing."""

    def advance(self, runs: int) -> None:
        """Say nothing."""

    def decided(self, claims: int, of: int) -> None:
        """Say nothing."""


def cases(runs: int) -> list[Case]:
    """Return claims that take about so many runs, each with networks of its own."""
    made = []
    for number in range(max(1, round(runs / RUNS_PER_CLAIM))):
        arms = [TUTORIAL.with_(learning_rate=rate) for rate in (0.1 + number * 1e-5, 0.2 + number * 1e-5)]
        made.append(
            Case(
                nodeid=f"claims/test_scale.py::test_scale[{number}]",
                id=f"SC{number}",
                section="Learning rate",
                says="One of two numbers is larger.",
                params="",
                question=beats(*arms, on="test_accuracy", by=0.0),
                timing=None,
                expected="supported",
                expected_reason="",
            )
        )
    return made


def measure(runs: int) -> dict[str, float]:
    """Return what a campaign of about so many runs costs besides its training: seconds, and sizes in MB."""
    costs: dict[str, float] = {}

    @contextlib.contextmanager
    def timed(what: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        costs[what] = time.perf_counter() - started

    asked = cases(runs)
    questions = questions_of(asked)
    source = digits.open_source("mnist5k", None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with contextlib.closing(Store(folder / "runs.sqlite")) as store:
            for what in ("cold", "warm"):
                evidence = Evidence(source, "epoch", MadeUp.count, None)
                with timed(what):
                    run_campaign(questions, evidence, store, MadeUp(), Quiet())
        with timed("results"):
            content = results.build(asked, evidence, timings={}, benchmarks=[], provenance=_provenance(), complete=True)
            results_file.write(content, folder / "results.json")
        with timed("report"):
            report.write(content, folder)
        # This process is a child of another one's: what has drawn would end minutes later by itself, and it with them.
        get_reusable_executor().shutdown()
        sizes = {path.name: path.stat().st_size / 1e6 for path in folder.iterdir()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"runs": len(evidence.results), "claims": len(asked), **costs, **sizes, "memory": peak}


def _provenance() -> dict[str, Any]:
    return {
        "version": "0",
        "commit_info": {"id": None, "time": None, "branch": None, "dirty": None},
        "machine_info": provenance.machine_info(),
        "packages": provenance.packages(),
        "options": {},
    }


COLUMNS = {
    "runs": "{:.0f}",
    "claims": "{:.0f}",
    "cold": "{:.2f} s",
    "warm": "{:.2f} s",
    "results": "{:.2f} s",
    "report": "{:.1f} s",
    "runs.sqlite": "{:.2f} MB",
    "results.json": "{:.2f} MB",
    "index.html": "{:.2f} MB",
    "memory": "{:.0f} MB",
}


def main(sizes: Iterable[int]) -> None:
    """Print the table, a process of its own for each row, so that its memory is its own."""
    print("| " + " | ".join(COLUMNS) + " |")
    print("| " + " | ".join("--:" for _ in COLUMNS) + " |")
    for size in sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            row = process.submit(measure, size).result()
        print("| " + " | ".join(form.format(row[name]) for name, form in COLUMNS.items()) + " |", flush=True)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or SIZES)
