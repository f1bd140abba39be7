"""How a claim's test ended: what its own checks gave, and what the session makes of pytest's report on it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from _pytest._code.code import ExceptionChainRepr, ReprEntry  # what reports are made of has no public name

from harness.base.numbers import to_json
from harness.base.text import titled, without_folders
from harness.declare.case import Case
from harness.declare.claim import Inconclusive, Invalid, NotJudged, Refuted
from harness.plugin.answer import Answer
from harness.report.wording import reasons
from harness.results.claim_records import Checks
from harness.results.model import Claim, ValuesClaim

UNEXPECTED = "[XPASS(strict)] "
"""What pytest says, before the reason, of a test that was to fail and has passed."""
VERDICTS = (Refuted, Inconclusive, Invalid, NotJudged)
"""What ends the test of a claim that seeds or rounds do not support."""


def checks(report: pytest.TestReport, call: pytest.CallInfo[None]) -> tuple[Checks, str]:
    """Return what a test's own checks gave and why, whatever a mark makes of it.

    Only an assertion in the test itself speaks against a claim: an exception of another kind (a misspelt name, a
    time-out, a warning turned error) or one in a fixture is a fault of the test or of the machine.
    """
    if call.excinfo is None:
        return Checks.HELD, "all checks hold"
    if call.excinfo.errisinstance(pytest.skip.Exception):
        return Checks.SKIPPED, _first_line(report)
    if call.when == "call" and is_check(call.excinfo.value):
        return Checks.BROKEN, _first_line(report)
    where = "" if call.when == "call" else f" in its {call.when}"
    return Checks.ERROR, f"the test ended in an error{where}: {_first_line(report)}"


def is_check(error: BaseException) -> bool:
    """Return whether an exception says that a check does not hold; a time-out is `pytest.fail`'s, too.

    Of several at once, as hypothesis finds them, all have to say so.
    """
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_check, error.exceptions))
    is_expected = isinstance(error, pytest.fail.Exception) and str(error).startswith(("DID NOT RAISE", "DID NOT WARN"))
    return is_expected or isinstance(error, AssertionError)


def _first_line(report: pytest.TestReport) -> str:
    """Return the first line of a report's reason, without anybody's folders: results.json is there to be shared."""
    if isinstance(report.longrepr, tuple):  # a skip: file, line, reason
        return without_folders(str(report.longrepr[2]).removeprefix("Skipped: "))
    missing = getattr(report.longrepr, "errorstring", None)  # of a fixture that there is not
    message = str(missing or getattr(getattr(report.longrepr, "reprcrash", None), "message", report.longrepr))
    return without_folders(message.splitlines()[0])


def unread(case: Case, answers: Sequence[Answer]) -> str | None:
    """Return what is wrong with a test that has passed without looking at its claim's verdict; None if it has."""
    if case.is_exact or (answers and all(answer.was_read for answer in answers)):
        return None
    asked = "judge(question)" if case.question is not None else "judge_rounds(timing, play)"
    return f"{case.title}: the test passes whatever the verdict is; let it end with: assert {asked}.supported"


def properties(claim: Claim) -> list[tuple[str, object]]:
    """Return what JUnit XML says of a test: a claim that is checked by values has neither seeds nor effect."""
    said: list[tuple[str, object]] = [("id", claim.id), ("section", claim.section), ("verdict", claim.verdict.word)]
    if not isinstance(claim, ValuesClaim):
        effect = to_json(claim.effect.estimate) if claim.effect else "none"
        said += [("seeds", claim.seeds), ("effect", effect)]
        said += [("finer", claim.finer.word)] if claim.finer else []
    return said


def fill_reason(report: pytest.TestReport, claim: Claim) -> None:
    """Give the reason of an expected failure its figures, for pytest's own summary and JUnit XML.

    Of a claim that has not failed as expected they are no figures of its reason: that it is supported is said instead.
    """
    if not claim.expected_reason:
        return
    if hasattr(report, "wasxfail"):
        filled = reasons.filled(claim.expected_reason, claim)
        report.wasxfail = report.wasxfail.replace(claim.expected_reason, filled)
    elif report.longrepr == f"{UNEXPECTED}{claim.expected_reason}":
        title = titled(claim.id, claim.params)
        report.longrepr = f"{UNEXPECTED}{title} is supported, and marked as contradicted: {claim.expected_reason!r}"


def shorten(report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
    """Let a verdict speak for itself: the question's value says less than the message, and takes more room.

    Pytest's summary has a line of the terminal's width for each failure; it begins with the verdict, too.
    """
    if call.excinfo is None or not isinstance(call.excinfo.value, VERDICTS):
        return
    if isinstance(report.longrepr, ExceptionChainRepr):
        for entry in report.longrepr.reprtraceback.reprentries:
            if isinstance(entry, ReprEntry):
                entry.reprfuncargs = None
        if report.longrepr.reprcrash:
            report.longrepr.reprcrash.message = str(call.excinfo.value)


def fail(report: pytest.TestReport, message: str) -> None:
    """Make a test fail with a message, whether it passed, was skipped or was expected to fail."""
    if report.failed:
        message += f"\n\n{report.longreprtext}"
    if hasattr(report, "wasxfail"):
        del report.wasxfail
    report.outcome = "failed"
    report.longrepr = message
