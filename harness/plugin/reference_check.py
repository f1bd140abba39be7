"""The regression check of one session: which tests fail by its reference, and the comparison at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from harness.plugin import outcome
from harness.report.wording import changes as comparison_words
from harness.results import comparison, reference


class Regression:
    """A session's reference, if it has one, and what follows from it.

    Args:
        found: from `reference.read`; None without --claims-compare.
    """

    def __init__(self, found: dict[str, Any] | None) -> None:
        self.reference = found
        self.gone: list[str] = []
        """Node ids of the reference's tests that exist no more."""
        self._earlier = {claim["nodeid"]: claim for claim in found["claims"]} if found else {}

    def collected(self, items: Sequence[pytest.Item], config: pytest.Config) -> None:
        """Find out which tests are gone, from all that pytest has collected, before anything is deselected."""
        if self.reference is not None:
            self.gone = reference.gone(self.reference, {item.nodeid for item in items}, config)

    def hold(self, entry: dict[str, Any], report: pytest.TestReport, session: Callable[[], comparison.Content]) -> None:
        """Fail a test whose verdict is not the reference's, and say what else is not.

        Args:
            entry: the test's, in results.json.
            report: becomes a failure's.
            session: returns what results.json says of the session, be it without claims.
        """
        if self.reference is None:
            return
        row = comparison.compare_claim(entry, self._earlier.get(entry["nodeid"]))
        if row["state"] == comparison.State.FLIPPED.word:
            changes = comparison.changes(session(), self.reference)
            outcome.fail(report, comparison_words.flip_message(row, changes))

    def record(self, content: dict[str, Any]) -> dict[str, Any] | None:
        """Return what results.json has under `comparison`."""
        return None if self.reference is None else comparison.compare(content, self.reference, self.gone)
