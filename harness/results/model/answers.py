"""What seeds, or the rounds of a benchmark, answered, and what follows from their answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from harness.judge import estimates
from harness.judge.finer import Finer
from harness.results.model.control import Control
from harness.results.model.fields import (
    ROUNDING,
    Count,
    Finite,
    MisfitError,
    Number,
    Place,
    Record,
    Seed,
    Text,
    drawable,
)


class Interval(Record):
    """An estimate with its confidence interval; a limit is null where the data give none."""

    estimate: Number
    low: Number | None
    high: Number | None

    @classmethod
    def of(cls, interval: estimates.Interval | None) -> Interval | None:
        """Return the record of an estimate; None if there is none."""
        if interval is None:
            return None
        low, high = (None if limit is None else drawable(limit) for limit in (interval.low, interval.high))
        return cls(estimate=drawable(interval.estimate), low=low, high=high)


class Arm(Record):
    """One arm of a question."""

    experiment: Text
    """Its key in `experiments`."""
    name: Text
    """What tells it from the other arms."""
    evaluate_every: Place
    """Epochs from one evaluation to the next."""
    values: tuple[Number, ...]
    """The metric with each seed."""
    runs: tuple[Text, ...]
    """The key in `runs` for each seed."""


class Sizes(Record):
    """How many seeds have an effect of which size, of a claim about a margin; an undefined effect is in none."""

    ahead: Count
    """Above 0."""
    alike: Count
    """Within the margin, either way."""
    opposed: Count
    """Below minus the margin."""


class Answers(Record):
    """What the seeds (of a timing: the rounds) answered, in their order, and what follows from it."""

    look: Place | None
    """The number of the look at which it was decided; null if it was not."""
    yes: Count
    seeds: Count
    """How many seeds, or rounds, answered."""
    answers: tuple[bool, ...]
    effects: tuple[Number, ...]
    """The quantity behind each answer; NaN where there is none."""
    numbers: tuple[Seed, ...] = ()
    """The seeds themselves; none of rounds, which are numbered from 0, as were all seeds before they were recorded."""
    probability: Interval | None
    """Of a yes."""
    effect: Interval | None
    """The median effect."""
    finer: Finer | None = None
    """What is shown besides the verdict, of a claim about a margin."""
    finer_look: Place | None = None
    """The number of the look at which that was shown; null if it needed none."""
    sizes: Sizes | None = None
    seeds_wanted: Count | None
    """If it was not decided: at how many a single look would probably decide it; null if beyond reason."""

    @model_validator(mode="after")
    def _one_each(self) -> Self:
        for name, entries in self._lengths():
            if entries != self.seeds:
                raise MisfitError(f"{name} has {entries} entries, for {self.seeds} seeds")
        return self

    def _lengths(self) -> Iterator[tuple[str, int]]:
        yield "answers", len(self.answers)
        yield "effects", len(self.effects)
        if self.numbers:
            yield "numbers", len(self.numbers)


class ArmAnswers(Answers):
    """What seeds answered from the runs of arms."""

    arms: tuple[Arm, ...]
    correlation: Annotated[Finite, Field(ge=-1 - ROUNDING, le=1 + ROUNDING)] | None
    """Of two arms over the seeds; null if it is not defined, or not two."""
    control: Control | None

    def _lengths(self) -> Iterator[tuple[str, int]]:
        yield from super()._lengths()
        for place, arm in enumerate(self.arms):
            yield f"arms[{place}].values", len(arm.values)
