"""How the wall clock shrinks with workers, by the plan and with real processes; a table of docs/scale.md.

python -m benchmarks.workers RESULTS [WORKERS ...]

RESULTS is a results.json. The first look at all its arms is taken again, with the seconds that their runs took: every
run of the measured campaign sleeps for so long in a worker process, so that more workers than cores can be tried. Not
in it: importing TensorFlow, some two seconds a worker, which many cores do at once.
"""

from __future__ import annotations

import contextlib
import heapq
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made_up import MadeUp, Quiet
from benchmarks.tutorial import TUTORIAL
from harness.campaign.evidence import Evidence
from harness.campaign.loop import run_campaign
from harness.campaign.plan import Task, runs_for, tasks_for
from harness.campaign.store import Store
from harness.campaign.workers.processes import Processes
from harness.data.arrays import Data
from harness.declare.claim import at_least
from harness.declare.experiment import Experiment, Setting
from harness.declare.questions import Question
from harness.declare.registry import current
from harness.declare.run_result import RunResult
from harness.results import file as results_file

WORKERS = (1, 2, 4, 8, 16, 32, 64)
SEEDS = 12
"""Of the first look."""
SPEED = 5e10
"""Multiply-adds a second, which the plan's shares are cut by."""


@dataclass(frozen=True, kw_only=True)
class Slept(MadeUp):
    """A training that only lasts."""

    seconds: float
    number: int

    def work(self, data: Data | None) -> float:  # noqa: ARG002
        """Return as much work as takes that long."""
        return self.seconds * SPEED

    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:
        """Sleep, and make the results up."""
        time.sleep(self.seconds)
        yield from super().train(seed, stops, setting)


def arms(results: Path) -> list[Slept]:
    """Return an arm for every training of a file, that lasts as long as the median of its runs."""
    content = results_file.read(results)
    seconds: dict[str, list[float]] = defaultdict(list)
    for run in content.runs.values():
        seconds[run.experiment].append(run.seconds)
    longest: dict[str, float] = {}
    for experiment, own in seconds.items():
        # One training answers for all that differ only in what is looked at, and for how long: the longest has it all.
        settings = content.experiments[experiment]
        training = str({name: value for name, value in settings.items() if name not in ("epochs", "measure")})
        longest[training] = max(longest.get(training, 0.0), statistics.median(own))
    return [Slept.like(TUTORIAL, seconds=lasting, number=number) for number, lasting in enumerate(longest.values())]


def simulated(tasks: Sequence[Task], workers: int) -> float:
    """Return how long tasks take if whoever is done takes the next, and nothing but training takes time."""
    free = [0.0] * workers
    for task in tasks:
        lasting = task.experiment.seconds * len(task.seeds)  # type: ignore[attr-defined]
        heapq.heappush(free, heapq.heappop(free) + lasting)
    return max(free)


def measured(questions: Sequence[Question], workers: int) -> float:
    """Return how long the campaign takes with so many processes, after they have started."""
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(Processes(workers, 600)) as processes:
        for future in [processes.submit(time.sleep, 1) for _ in range(workers)]:
            future.result()
        with contextlib.closing(Store(Path(folder) / "runs.sqlite")) as store:
            started = time.perf_counter()
            run_campaign(questions, Evidence(current(), "epoch", workers, SEEDS), store, processes, Quiet())
            return time.perf_counter() - started


def main(results: Path, counts: Iterable[int]) -> None:
    """Print the table."""
    made = arms(results)
    questions = [at_least(arm, on="test_accuracy", value=0.9) for arm in made]
    runs = runs_for((question, SEEDS) for question in questions)

    def work(experiment: Experiment) -> float:
        return experiment.work(None)

    whole = SEEDS * sum(arm.seconds for arm in made)
    print(
        f"{len(runs)} runs, {whole:.0f} s, the longest {max(arm.seconds for arm in made):.1f} s; {os.cpu_count()} cores"
    )
    print("| workers | by the plan | measured | of what one takes, by worker |")
    print("| --: | --: | --: | --: |")
    for count in counts:
        planned = simulated(tasks_for(runs, work, count), count)
        real = measured(questions, count)
        print(f"| {count} | {planned:.0f} s | {real:.0f} s | {whole / count / real:.2f} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(argument) for argument in sys.argv[2:]] or WORKERS)
