"""Which training the questions need: runs without repetition, bundled into tasks for the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.declare.experiment import Experiment
from harness.declare.run import Run

if TYPE_CHECKING:  # a worker imports this for its tasks, and has no use for the statistics behind a question
    from harness.declare.questions import Question

TASK_WORK = 1.5e11
"""Multiply-adds that one task may hold, 2 to 4 seconds on a core: long enough that a worker builds a network
once for several seeds, short enough to balance the workers and to lose little when one is killed."""
LEAST_WORK = 3e10
"""Multiply-adds below which a task is not split for the sake of more workers: building its network takes as long."""
SHARES = 3
"""Tasks per worker, at least, as far as `LEAST_WORK` allows: the last to end is then no large part of it all."""
DIED = "the worker process that trained it died"
"""How a task failed that its worker has not survived."""
LOST = "--claims-scheduler: the scheduler was lost; what was trained is kept"
"""Why calls to a cluster will never be answered."""


@dataclass(frozen=True)
class Failure:
    """Why a run has no result, although nothing is wrong with the harness."""

    reason: str
    final: bool = False
    """Whether another try would fail in the same way, because the code that was to be run is at fault."""
    details: str = ""
    """For whoever looks into it, such as a traceback."""


@dataclass(frozen=True)
class Task:
    """Runs that one worker trains in a row: one experiment with several seeds.

    `stops` are where results are wanted (numbers of epochs, as a rule), ascending. A shorter training is the beginning
    of a longer one with the same seed, bit for bit, so it costs nothing of its own.
    """

    experiment: Experiment
    stops: tuple[int, ...]
    seeds: tuple[int, ...]

    @property
    def runs(self) -> list[Run]:
        """All runs that the task answers."""
        return [Run(self.experiment.stopping(stop), seed) for seed in self.seeds for stop in self.stops]

    def parts(self) -> list[Task]:
        """Return the task in smaller ones: a seed each or, of a single seed, a stop each."""
        if len(self.seeds) > 1:
            return [replace(self, seeds=(seed,)) for seed in self.seeds]
        return [Task(self.experiment.stopping(stop), (stop,), self.seeds) for stop in self.stops]

    def rest(self) -> list[Task]:
        """Return the task without the first stop of its single seed; nothing if that was the only one."""
        return [replace(self, stops=self.stops[1:])] if self.stops[1:] else []


def seeds_at(question: Question, look: int, most: int | None) -> int:
    """Return how many seeds a question needs at a look (from 0), if no more than `most` (None: any) may be trained.

    Seeds beyond the last look that they can reach would decide nothing, so they are not trained; a limit below
    the first look is taken as it is.
    """
    if most is None:
        return question.looks[min(look, len(question.looks) - 1)]
    reachable = [seeds for seeds in question.looks if seeds <= most] or [most]
    return reachable[min(look, len(reachable) - 1)]


def runs_for(wanted: Iterable[tuple[Question, int]]) -> list[Run]:
    """Return the runs that questions need for so many seeds each: every run once, in a fixed order."""
    return list(
        dict.fromkeys(
            Run(setting, seed)
            for question, seeds in wanted
            for arm in question.arms
            for setting in arm.settings()
            for seed in range(seeds)
        )
    )


def tasks_for(runs: Iterable[Run], work_of: Callable[[Experiment], float], workers: int) -> list[Task]:
    """Bundle runs into tasks for so many workers, the largest first, so that none starts on a long one at the end.

    Runs that differ only in their number of epochs share one training.
    """
    stops: dict[tuple[Experiment, int], set[int]] = {}
    for run in runs:
        training, stop = run.experiment.training
        stops.setdefault((training, run.seed), set()).add(stop)
    alike: dict[tuple[Experiment, tuple[int, ...]], list[int]] = {}
    for (training, seed), ends in stops.items():
        alike.setdefault((training, tuple(sorted(ends))), []).append(seed)
    trainings = [(one.stopping(ascending[-1]), ascending, seeds) for (one, ascending), seeds in alike.items()]
    works = [max(1.0, work_of(longest)) for longest, _, _ in trainings]
    whole = sum(work * len(seeds) for work, (_, _, seeds) in zip(works, trainings, strict=True))
    most = min(TASK_WORK, max(LEAST_WORK, whole / (SHARES * workers)))
    sized: list[tuple[float, Task]] = []
    for work, (longest, ascending, seeds) in zip(works, trainings, strict=True):
        bundle = max(1, int(most // work))
        for start in range(0, len(seeds), bundle):
            part = tuple(seeds[start : start + bundle])
            sized.append((work * len(part), Task(longest, ascending, part)))
    return [task for _, task in sorted(sized, key=lambda pair: -pair[0])]
