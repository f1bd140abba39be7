"""What a session says on the terminal at its end: the verdicts, what changed, and where the report is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from harness.base.text import visible
from harness.plugin.finish import Fault
from harness.report.terminal import scope_lines, summary_lines
from harness.report.wording import changes as comparison_words
from harness.report.wording import inputs
from harness.results.model import Results


def say(
    reporter: pytest.TerminalReporter,
    results: Results,
    notices: Iterable[str],
    store_size: str | None,
    faults: Sequence[Fault],
    survival: Iterable[str],
) -> None:
    """Write the lines.

    Args:
        reporter: pytest's.
        results: the session's.
        notices: what else there is to say of them.
        store_size: how large the run store is, for a person; None if there is none.
        faults: what could not be written.
        survival: which workers died, and of what.

    """
    lines = [] if results.scope and not results.claims else summary_lines(results)
    for section, written in (("claims", lines), ("scope", scope_lines(results))):
        for place, (line, markup) in enumerate(written):
            if not place:
                reporter.section(section)
            reporter.write_line(visible(line, keep=""), **markup)
    for notice in inputs.notices(results.dataset):
        reporter.write_line(visible(notice, keep=""), yellow=True)
    for notice in notices:
        reporter.write_line(visible(notice, keep=""))
    if results.comparison:
        reporter.section("compared with the reference")
        for line, markup in comparison_words.terminal_lines(results.comparison):
            reporter.write_line(visible(line, keep=""), **markup)
    if store_size:
        reporter.write_line(f"run store: {store_size}")
    for line in survival:
        reporter.write_line(visible(line, keep=""), red=True)
    for fault in faults:
        reporter.write(visible(fault.details))
        reporter.write_line(visible(f"ERROR: {fault.line}", keep=""), red=True)


def say_where(reporter: pytest.TerminalReporter, report: Path | None) -> None:
    """Say where the report is, if there is one."""
    if report and (report / "index.html").exists():
        reporter.write_line(visible(f"report: {report / 'index.html'}", keep=""))
