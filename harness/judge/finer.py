"""Finer statements than a verdict about an effect and its margin: what can be said besides yes and no. Numbers only.

A refuted "above by more than the margin" may mean that the opposite holds, that there is no difference to speak of, or
only that the margin is too much. Each statement is a question of its own to the same seeds, "more often than not?", at
the same looks, with an error budget of its own (docs/method.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.base.shown import Shown
from harness.judge.bounds import shown_bounds

TIE = 1e-9
"""Effects within this of a margin are ties: 0.85 - 0.84 must not exceed 0.01."""


class Finer(Shown):
    """What is shown besides the verdict."""

    OPPOSITE = ("the opposite", "⇄")
    NO_DIFFERENCE = ("no material difference", "≈")
    NOT_BY_MARGIN = ("not by the margin", "<")
    DIRECTION = ("direction shown, margin open", "›")


@dataclass(frozen=True)
class Counts:
    """How many seeds have an effect of which size; an undefined effect is in none of them."""

    ahead: int
    """Above 0."""
    alike: int
    """Within the margin, either way."""
    opposed: int
    """Below minus the margin."""


@dataclass(frozen=True)
class Statement:
    """One finer statement, as its seeds answer it."""

    holds: tuple[bool, ...]
    """One a seed."""
    bounds: tuple[int | None, ...]
    """For each look how many of them show it."""
    looks: tuple[int, ...]

    def shown_at(self, seeds: int) -> int | None:
        """Return the number of the look, from 1 and within so many seeds, at which it is shown; None if at none."""
        for number, (look, bound) in enumerate(zip(self.looks, self.bounds, strict=True), start=1):
            if look <= seeds and bound is not None and sum(self.holds[:look]) >= bound:
                return number
        return None

    def is_possible(self, seeds: int) -> bool:
        """Return whether a look beyond so many seeds could show it."""
        so_far = sum(self.holds[:seeds])
        return any(
            bound is not None and look > seeds and so_far + look - seeds >= bound
            for look, bound in zip(self.looks, self.bounds, strict=True)
        )


@dataclass(frozen=True)
class Statements:
    """The finer statements about effects that are held against a margin."""

    opposite: Statement
    no_difference: Statement | None
    """None for a margin of 0, within which nothing lies."""
    direction: Statement | None
    """None likewise: it would be the question itself."""

    @classmethod
    def about(
        cls, effects: Sequence[float], margin: float, looks: tuple[int, ...], alpha: float, *, three_way: bool = False
    ) -> Statements:
        """Return the statements.

        Args:
            effects: one a seed, NaN where there is none.
            margin: of at least 0.
            looks: the numbers of seeds at which they may be shown.
            alpha: what a verdict in one direction may err with; the direction gets as much, and the two statements
                that exclude each other and the claim share it.
            three_way: whether the claim and those two are three statements of one family, each with this alpha; then
                no direction is stated.

        """
        each = shown_bounds(looks, alpha if three_way else alpha / 2)
        opposite = Statement(tuple(effect < -margin - TIE for effect in effects), each, looks)
        if not margin:
            return cls(opposite, None, None)
        ahead = (None,) * len(looks) if three_way else shown_bounds(looks, alpha)
        return cls(
            opposite,
            Statement(tuple(abs(effect) <= margin + TIE for effect in effects), each, looks),
            Statement(tuple(effect > TIE for effect in effects), ahead, looks),
        )

    def counts(self, seeds: int) -> Counts | None:
        """Return how many of the first seeds have an effect of which size; None for a margin of 0."""
        if self.no_difference is None or self.direction is None:
            return None
        each = self.direction, self.no_difference, self.opposite
        return Counts(*(sum(one.holds[:seeds]) for one in each))

    def shown(self, seeds: int, sign: int) -> tuple[Finer | None, int | None]:
        """Return what is shown within so many seeds, and at which look, beside a verdict.

        Args:
            seeds: how many have answered.
            sign: +1: the claim is supported, -1: it is refuted, 0: neither.

        """
        if sign > 0:
            return None, None
        exclusive = [(Finer.OPPOSITE, self.opposite), (Finer.NO_DIFFERENCE, self.no_difference)]
        for finer, statement in exclusive:
            if statement and (look := statement.shown_at(seeds)):
                return finer, look
        if sign < 0:
            return (Finer.NOT_BY_MARGIN if self.no_difference else None), None
        if self.direction and (look := self.direction.shown_at(seeds)):
            return Finer.DIRECTION, look
        return None, None

    def could_say_more(self, seeds: int, sign: int) -> bool:
        """Return whether looks beyond so many seeds could show something that is not shown yet; arguments as above."""
        if sign > 0:
            return False
        exclusive = [statement for statement in (self.opposite, self.no_difference) if statement]
        if any(statement.shown_at(seeds) for statement in exclusive):
            return False
        if any(statement.is_possible(seeds) for statement in exclusive):
            return True
        open_direction = self.direction if sign == 0 else None
        return bool(open_direction and not open_direction.shown_at(seeds) and open_direction.is_possible(seeds))
