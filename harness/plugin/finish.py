"""What a session leaves behind: results.json first, then what is made from it, whatever goes wrong with that."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.base.errors import UserError, one_line
from harness.plugin.options import Settings
from harness.report import markdown, page
from harness.results import file
from harness.results.model import Results


@dataclass(frozen=True)
class Fault:
    """What could not be written, and with which exit code a session ends for it."""

    line: str
    code: pytest.ExitCode
    details: str = ""
    """The traceback, if it is no fault that a user can mend."""


def write(results: Results, settings: Settings, drawn: Path | None) -> list[Fault]:
    """Write results.json, the report and the summary, as far as they are wanted; return what could not be written.

    Args:
        results: what they are on.
        settings: say where they go.
        drawn: where figures are kept for the next report; None: nowhere.

    """
    faults: list[Fault] = []
    if folder := settings.report:
        index = folder / "index.html"
        faults += _faults("results.json", lambda: file.write(results, folder / "results.json", outdated=[index]))
        if not faults:
            faults += _faults(f"{index}", lambda: page.write(results, folder, drawn=drawn))
    if summary := settings.summary:
        faults += _faults(f"{summary}", lambda: markdown.append(results, summary))
    return faults


def _faults(what: str, step: Callable[[], None]) -> list[Fault]:
    try:
        step()
    except UserError as error:
        return [Fault(str(error), pytest.ExitCode.USAGE_ERROR)]
    except Exception as error:  # a fault of the harness': it must not cost the other files, nor the summary
        line = f"{what} could not be made: {one_line(error)}"
        return [Fault(line, pytest.ExitCode.INTERNAL_ERROR, traceback.format_exc())]
    return []
