"""Which training the questions need: runs without repetition, bundled into tasks for the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.declare.experiment import Experiment
from harness.declare.run import Run

if TYPE_CHECKING:  # a worker imports this for its tasks, and has no use for the statistics behind a question
    from harness.declare.questions import Question
    from harness.declare.sweep import Sweep

TASK_WORK = 1.5e11
"""Multiply-adds that one task may hold, 2 to 4 seconds on a core: long enough that a worker builds a network
once for several seeds, short enough to balance the workers."""
CALL_WORK = 1e10
"""Multiply-adds up to which runs are sent to a worker in one call, 0.1 to 0.2 seconds: what a kill costs at most,
besides a run that takes longer, and yet much longer than a call is under way."""
LEAST_WORK = 3e10
"""Multiply-adds below which a task is not split for the sake of more workers: building its network takes as long."""
SHARES = 3
"""Tasks per worker, at least, as far as `LEAST_WORK` allows: the last to end is then no large part of it all."""
EVENING = 2
"""How many of the longest tasks fit, for each worker, into the work that is ordered by size at the end."""
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

    A shorter training is the beginning of a longer one with the same seed, bit for bit, and measurements that only look
    on change nothing: such runs cost nothing of their own.
    """

    experiment: Experiment
    """What is trained, with the measurements of all that it answers."""
    answers: tuple[Experiment, ...]
    """Whose results it gives with every seed, in the order in which they end."""
    seeds: tuple[int, ...]
    at_once: int = 1
    """How many seeds are sent in one call: their results come back, and are stored, together."""

    @property
    def stops(self) -> tuple[int, ...]:
        """Where results are wanted (numbers of epochs, as a rule), ascending."""
        return tuple(sorted({one.training[1] for one in self.answers}))

    @property
    def runs(self) -> list[Run]:
        """All runs that the task answers."""
        return [Run(one, seed) for seed in self.seeds for one in self.answers]

    def calls(self) -> list[Task]:
        """Return the task in the parts that are sent to its worker one after the other."""
        starts = range(0, len(self.seeds), self.at_once)
        return [replace(self, seeds=self.seeds[start : start + self.at_once]) for start in starts]

    def parts(self) -> list[Task]:
        """Return the task in smaller ones: a seed each or, of a single seed, a run each."""
        if len(self.seeds) > 1:
            return [replace(self, seeds=(seed,)) for seed in self.seeds]
        return [Task(one, (one,), self.seeds) for one in self.answers]

    def at(self, stop: int) -> list[Experiment]:
        """Return whose results there are at a stop."""
        return [one for one in self.answers if one.training[1] == stop]


def seeds_at(question: Question, look: int, most: int | None) -> int:
    """Return how many seeds a question needs at a look (from 0), if no more than `most` (None: any) may be trained.

    Seeds beyond the last look that they can reach would decide nothing, so they are not trained; a limit below
    the first look is taken as it is.
    """
    if most is None:
        return question.looks[min(look, len(question.looks) - 1)]
    reachable = [seeds for seeds in question.looks if seeds <= most] or [most]
    return reachable[min(look, len(reachable) - 1)]


def runs_for(wanted: Iterable[tuple[Question | Sweep, int]]) -> list[Run]:
    """Return the runs that questions and sweeps need for so many seeds each: every run once, in a fixed order."""
    return list(
        dict.fromkeys(
            Run(setting, seed)
            for asked, seeds in wanted
            for arm in asked.arms
            for setting in arm.settings()
            for seed in asked.seeds(seeds)
        )
    )


def tasks_for(runs: Iterable[Run], work_of: Callable[[Experiment], float], workers: int) -> list[Task]:
    """Bundle runs into tasks for so many workers, in the order of the runs: what is asked first is answered first.

    Runs that differ only in their number of epochs, or in what only looks on, share one training. The last tasks are
    the exception: the largest of them comes first, so that no worker starts on a long one when the others are done.
    """
    wanted: dict[tuple[Experiment, int], list[Experiment]] = {}
    for run in runs:
        training, _ = run.experiment.training
        wanted.setdefault((training.unwatched(), run.seed), []).append(run.experiment)
    alike: dict[tuple[Experiment, tuple[Experiment, ...]], list[int]] = {}
    for (training, seed), answered in wanted.items():
        ordered = tuple(sorted(answered, key=lambda one: (one.training[1], sorted(one.measurements()))))
        alike.setdefault((training, ordered), []).append(seed)
    trainings = [(_watched(training, answers), answers, seeds) for (training, answers), seeds in alike.items()]
    works = [max(1.0, work_of(longest)) for longest, _, _ in trainings]
    whole = sum(work * len(seeds) for work, (_, _, seeds) in zip(works, trainings, strict=True))
    most = min(TASK_WORK, max(LEAST_WORK, whole / (SHARES * workers)))
    sized: list[tuple[float, Task]] = []
    for work, (longest, answers, seeds) in zip(works, trainings, strict=True):
        bundle = max(1, int(most // work))
        for start in range(0, len(seeds), bundle):
            part = tuple(seeds[start : start + bundle])
            sized.append((work * len(part), Task(longest, answers, part, max(1, int(CALL_WORK // work)))))
    return [task for _, task in _evened_out(sized, workers)]


def _evened_out(sized: list[tuple[float, Task]], workers: int) -> list[tuple[float, Task]]:
    """Return tasks with their work in the same order, but for the last ones: of those the largest first.

    They are as many as make up for the time by which workers can be apart when they come to them.
    """
    apart = EVENING * workers * max((work for work, _ in sized), default=0.0)
    start, last = len(sized), 0.0
    while start and last < apart:
        start -= 1
        last += sized[start][0]
    return [*sized[:start], *sorted(sized[start:], key=lambda pair: -pair[0])]


def _watched(training: Experiment, answers: Iterable[Experiment]) -> Experiment:
    """Return a training for as long as one of those that it answers wants it, with the measurements of them all."""
    longest = training.stopping(max(one.training[1] for one in answers))
    names = {name for one in answers for name in one.measurements()}
    return longest.measuring(*names) if names else longest
