"""What a figure is: all the data that it depends on, and how they are drawn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from markupsafe import Markup

from harness.judge.decide import Verdict


@dataclass(frozen=True)
class Drawing:
    """A figure in the page, with what it shows in words."""

    svg: Markup
    caption: str
    failed: bool = False
    """Whether there is nothing but a caption, which says why."""


class Figure(ABC):
    """The data of a figure, as a dataclass; the drawing depends on nothing else."""

    @abstractmethod
    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; `name` begins its ids, and is unique in the page."""


@dataclass(frozen=True)
class Undrawn(Figure):
    """What is in the place of a figure that could not be drawn: the evidence does not depend on it."""

    why: str

    def drawing(self, name: str = "") -> Drawing:  # noqa: ARG002 (nothing is drawn that could have ids)
        """Return what says so."""
        return Drawing(Markup(), f"This figure could not be drawn: {self.why}", failed=True)


def with_verdict(finding: str, verdict: Verdict) -> str:
    """Return what a figure shows, for those who cannot see it, with the verdict that it is evidence for."""
    return f"{finding} Verdict: {verdict.word}."
