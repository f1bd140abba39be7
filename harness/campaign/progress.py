"""Shows how a campaign goes on: a bar where there is a terminal, a line now and then where there is none."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from harness.base.errors import UserError
from harness.base.files import write_text
from harness.base.text import visible
from harness.campaign.tally import Tally
from harness.declare.questions import Question
from harness.judge.decide import Judgement

LINE_EVERY = 15.0
"""Seconds between two lines where there is no terminal."""
PUBLISHED_EVERY = 2.0
"""Seconds between two notes to sessions that wait for this one."""


class TrainingProgress:
    """A context manager that shows runs done and planned, claims judged, and the time left.

    The bar's length is work and not runs, a few of which may take as long as all others. Verdicts that fall before
    anything is trained are counted and not shown: the summary is about to list them.
    """

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._console = Console(file=sys.__stderr__)
        self._bar = Progress(
            TextColumn("training"),
            BarColumn(),
            TextColumn("{task.fields[status]}"),
            TextColumn("· elapsed"),
            TimeElapsedColumn(),
            TextColumn("· left about"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("", total=0.0, status="")
        self._runs = self._total = 0
        self._done = self._work = 0.0
        self._said = self._published = time.monotonic()
        self._public: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    @contextlib.contextmanager
    def published(self, path: Path) -> Iterator[None]:
        """Let sessions that wait for this one read in a file how far it is."""
        self._public = path
        try:
            yield
        finally:
            self._public = None
            path.unlink(missing_ok=True)

    @property
    def status(self) -> str:
        """How far the campaign is."""
        return f"{self._runs} of {self._total} runs done, {self._tally.status}"

    def plan(self, runs: int, work: float) -> None:
        """So many more runs are to be trained, with so much work (multiply-adds)."""
        self._bar.start()
        self._total += runs
        self._work += work
        self._bar.update(self._task, total=self._work, status=self.status)
        self._say(at_once=True)

    def goes_on(self, questions: int, seeds: int, runs: int) -> None:
        """More runs than were planned so far are needed, because so many questions go on to so many seeds."""
        asked = f"{questions} questions go" if questions != 1 else "1 question goes"
        self.note(f"{asked} on to {seeds} seeds, for a verdict or a finer statement: {runs} more runs")

    def advance(self, runs: int, work: float) -> None:
        """So many of them are done, with so much work."""
        self._runs += runs
        self._done += work
        self._bar.update(self._task, completed=self._done, status=self.status)
        self._say()

    def judged(self, question: Question, judgement: Judgement) -> None:
        """Count and show the claims that are judged with a question's verdict."""
        for line in self._tally.judged(question, judgement):
            if self._total:
                self.note(line)
        self._bar.update(self._task, status=self.status)

    def note(self, text: str) -> None:
        """Say something else, in lines of its own."""
        self._console.print(visible(text.rstrip("\n")), markup=False, highlight=False, soft_wrap=True)

    def _say(self, at_once: bool = False) -> None:
        now = time.monotonic()
        if self._public is not None and (at_once or now - self._published > PUBLISHED_EVERY):
            self._published = now
            with contextlib.suppress(UserError):  # who waits is told less; the store says so itself if the disk is full
                write_text(self._public, self.status)
        if self._console.is_terminal or not (at_once or now - self._said > LINE_EVERY):
            return
        self._said = now
        left = self._bar.tasks[0].time_remaining
        eta = f", about {left:.0f} s left" if left is not None else ""
        print(f"training: {self.status}{eta}", file=sys.__stderr__, flush=True)
