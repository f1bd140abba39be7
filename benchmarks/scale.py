"""How a campaign grows: the whole of it but the training, whose results are made up; the table of docs/scale.md.

python -m benchmarks.scale [RUNS ...]
"""

from __future__ import annotations

import contextlib
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from joblib.externals.loky import get_reusable_executor

from benchmarks.made_up import Here, MadeUp, Quiet
from benchmarks.tutorial import TUTORIAL
from harness.campaign.evidence import Evidence
from harness.campaign.loop import run_campaign
from harness.campaign.store import Store
from harness.declare.case import Case, questions_of
from harness.declare.claim import beats
from harness.declare.registry import current
from harness.judge.decide import Verdict
from harness.report import page as report
from harness.results import file as results_file
from harness.results import provenance
from harness.results.build import build
from harness.results.claim_records import claim_record
from harness.results.model import Options

SIZES = (100, 1_000, 10_000)
RUNS_PER_CLAIM = 96
"""Two arms with 48 seeds: the most that a claim takes by default."""


def cases(runs: int) -> list[Case]:
    """Return claims that take about so many runs, each with networks of its own."""
    # Drawing a seed's data is part of a training: these are drawn at once.
    network = MadeUp.like(TUTORIAL).with_(data="xor")
    made = []
    for number in range(max(1, round(runs / RUNS_PER_CLAIM))):
        arms = [network.with_(learning_rate=rate) for rate in (0.1 + number * 1e-5, 0.2 + number * 1e-5)]
        made.append(
            Case(
                nodeid=f"claims/test_scale.py::test_scale[{number}]",
                id=f"SC{number}",
                section="Learning rate",
                says="One of two numbers is larger.",
                params="",
                question=beats(*arms, on="test_accuracy", by=0.0, looks=(48,)),
                timing=None,
                expected=Verdict.SUPPORTED,
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
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with contextlib.closing(Store(folder / "runs.sqlite")) as store:
            for what in ("cold", "warm"):
                evidence = Evidence(current(), "epoch", Here.count, None)
                with timed(what):
                    run_campaign(questions, evidence, store, Here(), Quiet())
        with timed("results"):
            claims = [claim_record(case, evidence, None) for case in asked]
            content = build(
                asked, claims, evidence, benchmarks=[], provenance=provenance.collect(folder, "0", Options())
            )
            results_file.write(content, folder / "results.json")
        with timed("report"):
            report.write(content, folder)
        # This process is a child of another one's: what has drawn would end minutes later by itself, and it with them.
        get_reusable_executor().shutdown()
        sizes = {path.name: path.stat().st_size / 1e6 for path in folder.iterdir()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"runs": len(evidence.results), "claims": len(asked), **costs, **sizes, "memory": peak}


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
