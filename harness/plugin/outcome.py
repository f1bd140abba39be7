"""How a claim's test ended: what its own checks gave, and what the session makes of pytest's report on it."""

from __future__ import annotations

import pytest

from harness.base.numbers import to_json
from harness.base.text import without_folders
from harness.results.model import Claim, ValuesClaim


def checks(report: pytest.TestReport, call: pytest.CallInfo[None]) -> tuple[str, str]:
    """Return what a test's own checks gave, `passed`, `failed` or `skipped`, and why: whatever a mark makes of it."""
    if call.excinfo is None:
        return "passed", "all checks hold"
    skipped = call.excinfo.errisinstance(pytest.skip.Exception)
    return "skipped" if skipped else "failed", _first_line(report)


def _first_line(report: pytest.TestReport) -> str:
    """Return the first line of a report's reason, without anybody's folders: results.json is there to be shared."""
    if isinstance(report.longrepr, tuple):  # a skip: file, line, reason
        return without_folders(str(report.longrepr[2]).removeprefix("Skipped: "))
    message = str(getattr(getattr(report.longrepr, "reprcrash", None), "message", report.longrepr))
    return without_folders(message.splitlines()[0])


def properties(claim: Claim) -> list[tuple[str, object]]:
    """Return what JUnit XML says of a test: a claim that is checked by values has neither seeds nor effect."""
    said: list[tuple[str, object]] = [("id", claim.id), ("section", claim.section), ("verdict", claim.verdict.word)]
    if not isinstance(claim, ValuesClaim):
        effect = to_json(claim.effect.estimate) if claim.effect else "none"
        said += [("seeds", claim.seeds), ("effect", effect)]
    return said


def fail(report: pytest.TestReport, message: str) -> None:
    """Make a test fail with a message, whether it passed, was skipped or was expected to fail."""
    if report.failed:
        message += f"\n\n{report.longreprtext}"
    if hasattr(report, "wasxfail"):
        del report.wasxfail
    report.outcome = "failed"
    report.longrepr = message
