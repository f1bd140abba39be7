"""The regression check of one session: which tests fail by its reference, and the comparison at the end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import pytest

from harness.plugin import outcome
from harness.plugin.guards import usage_errors
from harness.plugin.options import Settings
from harness.report.wording import arm_changes
from harness.report.wording import changes as comparison_words
from harness.results import comparison, reference
from harness.results.compared_arms import compared_arms
from harness.results.model import (
    ArmRow,
    ArmsCompared,
    Claim,
    Comparison,
    Reference,
    Results,
    SeedsClaim,
    Session,
    State,
)


class Now(NamedTuple):
    """What a session knows of itself when its tests run, each asked for when it is needed."""

    origin: Callable[[], Session]
    """What results.json says of the session, be it without claims."""
    asked: Callable[[], Sequence[Claim]]
    """The records of all tests that ask seeds."""
    seeds: Callable[[], Mapping[str, int]]
    """The seed of each run, by the run's key."""


def read(config: pytest.Config, settings: Settings) -> Reference | None:
    """Return what --claims-compare names; None without it."""
    if settings.compare is None:
        return None
    with usage_errors(config):
        return reference.read(settings.compare, max_seeds=settings.max_seeds)


class Regression:
    """A session's reference, if it has one, and what follows from it.

    Args:
        reference: from `reference.read`; None without --claims-compare.
    """

    def __init__(self, reference: Reference | None) -> None:
        self.reference = reference
        self.gone: list[str] = []
        """Node ids of the reference's tests that exist no more."""
        self._earlier = {claim.nodeid: claim for claim in reference.claims} if reference else {}
        self._arms: ArmsCompared | None = None

    def collected(self, items: Sequence[pytest.Item], config: pytest.Config) -> None:
        """Find out which tests are gone, from all that pytest has collected, before anything is deselected."""
        self.gone = gone(self._earlier, {item.nodeid for item in items}, config)

    def hold(self, claim: Claim, report: pytest.TestReport, now: Now) -> None:
        """Fail a test whose verdict is not the reference's, or whose arms got worse, and say what else changed.

        Args:
            claim: the test's record.
            report: becomes a failure's.
            now: what the session knows of itself.
        """
        if self.reference is None:
            return
        row = comparison.compare_claim(claim, self._earlier.get(claim.nodeid))
        worse = [arm for arm in arm_changes.worse(self._compared_arms(now)) if _asks_about(claim, arm)]
        if row.state is not State.FLIPPED and not worse:
            return
        changes = comparison.changes(now.origin(), self.reference)
        if worse:
            outcome.fail(report, arm_changes.failure(claim.title, worse, comparison_words.since(changes)))
        if row.state is State.FLIPPED:
            outcome.fail(report, comparison_words.flip_message(row, changes))

    def _compared_arms(self, now: Now) -> ArmsCompared | None:
        """Return how the arms stand to the reference; it is the same for all tests, which run after all training."""
        if self._arms is None and self.reference is not None:
            family = now.origin().judge.family_size
            self._arms = compared_arms(now.asked(), now.seeds(), self.reference, family)
        return self._arms

    def record(self, results: Results) -> Comparison | None:
        """Return how the session's results compare with the reference; None without one."""
        return None if self.reference is None else comparison.compare(results, self.reference, self.gone)


def _asks_about(claim: Claim, arm: ArmRow) -> bool:
    return (
        isinstance(claim, SeedsClaim)
        and claim.metric.name == arm.metric.name
        and any(one.experiment == arm.experiment for one in claim.arms)
    )


def gone(known: Collection[str], collected: Collection[str], config: pytest.Config) -> list[str]:
    """Return the tests that exist no more: their file was collected whole without them, or is gone too.

    Args:
        known: node ids of the reference's tests.
        collected: node ids of all items that pytest has collected, also of those deselected later.
        config: tells what was collected.
    """
    # Single tests were asked for, or the ones that failed last: no file was collected whole.
    if any("::" in argument for argument in config.args) or config.getoption("lf", default=False):
        return []
    files = {_file(nodeid) for nodeid in collected}
    return sorted(
        nodeid
        for nodeid in set(known).difference(collected)
        if _file(nodeid) in files or not (config.rootpath / _file(nodeid)).exists()
    )


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]
