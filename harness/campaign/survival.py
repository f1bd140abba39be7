"""Which kinds of training workers survive here: one that every worker dies of is given up, and not tried run by run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from harness.campaign.plan import Task

DEATHS, DEATHS_ALONE = 2, 6
"""So often workers may die of a kind of which no run has been finished, before it is in doubt: beside others, alone."""
PROBES = 4
"""Of a kind in doubt so many arms are tried, one run each and nothing beside it."""


def kind_of(task: Task) -> str:
    """Return what a task is trained with, as a person calls it."""
    return task.experiment.trained_with


class Survival:
    """What has been seen of each kind of training since the session began."""

    def __init__(self) -> None:
        self._finished: set[str] = set()
        self._deaths: Counter[str] = Counter()
        self._hopeless: dict[str, int] = {}

    def finished(self, kind: str) -> None:
        """Note that a worker has come back from a run of a kind."""
        self._finished.add(kind)

    def died(self, kinds: set[str]) -> None:
        """Note that workers died while they trained these kinds."""
        self._deaths.update(kinds)

    def in_doubt(self, kind: str, deaths: int) -> bool:
        """Return whether so many deaths or more, and no run, have been seen of a kind that was not given up."""
        return kind not in self._finished and kind not in self._hopeless and self._deaths[kind] >= deaths

    def give_up(self, kind: str, tried: int) -> None:
        """Note that so many arms of a kind were tried on their own, and none was survived."""
        self._hopeless[kind] = tried

    def verdict(self, kind: str) -> str | None:
        """Return why a kind was given up; None if it was not."""
        if kind not in self._hopeless:
            return None
        tried = self._hopeless[kind]
        how = "1 arm was tried on its own, and its worker died" if tried == 1 else f"of {tried} arms, tried one by one"
        ends = "" if tried == 1 else ", every worker died"
        return f"no worker has finished a run with {kind}: {how}{ends}"

    @property
    def verdicts(self) -> list[str]:
        """Why kinds were given up."""
        return [verdict for kind in self._hopeless if (verdict := self.verdict(kind))]


def probes(tasks: Sequence[Task]) -> list[Task]:
    """Return single runs of a few arms, the cheapest of each, to see if any worker survives one."""
    first = {task.answers[0]: Task(task.answers[0], task.answers[:1], task.seeds[:1]) for task in tasks}
    found = list(first.values())
    return found[:: -(-len(found) // PROBES)]
