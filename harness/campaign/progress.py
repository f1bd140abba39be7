"""Shows how a campaign goes on: a bar where there is a terminal, a line now and then where there is none."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from harness.base.text import visible

LINE_EVERY = 15.0
"""Seconds between two lines where there is no terminal."""


class TrainingProgress:
    """A context manager that shows runs done and planned, claims decided, and the time left."""

    def __init__(self) -> None:
        self._console = Console(file=sys.__stderr__)
        self._bar = Progress(
            TextColumn("training"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("runs, {task.fields[claims]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("", total=0, claims="no claim decided yet")
        self._runs = self._total = 0
        self._claims = ""
        self._said = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def plan(self, runs: int) -> None:
        """So many more runs are to be trained."""
        self._bar.start()
        self._total += runs
        self._bar.update(self._task, total=self._total)
        self._say(at_once=True)

    def advance(self, runs: int) -> None:
        """So many of them are done."""
        self._runs += runs
        self._bar.update(self._task, completed=self._runs)
        self._say()

    def decided(self, claims: int, of: int) -> None:
        """So many claims have their verdict."""
        self._claims = f"{claims} of {of} claims decided" if of else "nothing to decide"
        self._bar.update(self._task, claims=self._claims)

    def note(self, text: str) -> None:
        """Say something else, in lines of its own."""
        self._console.print(visible(text.rstrip("\n")), markup=False, highlight=False, soft_wrap=True)

    def _say(self, at_once: bool = False) -> None:
        if self._console.is_terminal or not (at_once or time.monotonic() - self._said > LINE_EVERY):
            return
        self._said = time.monotonic()
        left = self._bar.tasks[0].time_remaining
        eta = f", about {left:.0f} s left" if left is not None else ""
        print(
            f"training: {self._runs} of {self._total} runs done, {self._claims}{eta}", file=sys.__stderr__, flush=True
        )
