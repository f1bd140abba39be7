"""The regression check of one session: which tests fail by its reference, and the comparison at the end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import pytest

from harness.plugin import outcome
from harness.report.wording import changes as comparison_words
from harness.results import comparison
from harness.results.model import Claim, Comparison, Reference, Results, Session, State


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

    def collected(self, items: Sequence[pytest.Item], config: pytest.Config) -> None:
        """Find out which tests are gone, from all that pytest has collected, before anything is deselected."""
        self.gone = gone(self._earlier, {item.nodeid for item in items}, config)

    def hold(self, claim: Claim, report: pytest.TestReport, session: Callable[[], Session]) -> None:
        """Fail a test whose verdict is not the reference's, and say what else is not.

        Args:
            claim: the test's record.
            report: becomes a failure's.
            session: returns what results.json says of the session, be it without claims.
        """
        if self.reference is None:
            return
        row = comparison.compare_claim(claim, self._earlier.get(claim.nodeid))
        if row.state is State.FLIPPED:
            changes = comparison.changes(session(), self.reference)
            outcome.fail(report, comparison_words.flip_message(row, changes))

    def record(self, results: Results) -> Comparison | None:
        """Return how the session's results compare with the reference; None without one."""
        return None if self.reference is None else comparison.compare(results, self.reference, self.gone)


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
