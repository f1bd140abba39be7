"""The A/A control of a question's first arm, which follows from the arm's values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from harness.judge.control import control
from harness.results.model.fields import Count, Record, Share


class Control(Record):
    """The A/A control: the first arm against itself, earlier seeds against later ones."""

    seeds: Count
    """How many seeds were put against another."""
    ahead: Count
    """Pairs whose earlier seed has the larger value."""
    behind: Count
    """Pairs whose later seed has it."""
    chance: Share
    """The chance of as large a difference of the two, either way, if the order of the seeds does not matter."""
    level: Share
    """The chance of an alarm, likewise; 0 if there can be none."""
    power: Share
    """The chance of an alarm if in three of four pairs that differ the same one, the earlier or the later, is ahead."""
    alarm: bool
    """Whether the order seems to matter; chance says so of an arm that equals itself in 5 % of all cases."""
    fault: bool
    """Whether the chance is as small as that of a wrong verdict."""

    @classmethod
    def of(cls, values: Sequence[float], looks: tuple[int, ...]) -> Self:
        """Return the control of an arm with these values."""
        return cls.model_validate(control(values, looks), from_attributes=True)
