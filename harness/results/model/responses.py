"""Response curves: how a metric responds to one setting. Descriptions, without a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from harness.base.text import titled
from harness.results.model.answers import Interval
from harness.results.model.claims import Metric
from harness.results.model.fields import Count, Finite, MisfitError, Number, Place, Record, Seed, Share, Text


class Mark(Record):
    """A value that the suite's text names."""

    label: Text
    at: Finite


class ResponsePoint(Record):
    """What the seeds gave at one value of the setting."""

    at: Finite
    """Where it stands on the axis."""
    experiment: Text
    """Its key in `experiments` of the results that it was made with."""
    values: tuple[Number, ...]
    """The metric with each seed; a run that diverged has the worst value."""
    diverged: Count
    """How many of the runs."""
    median: Interval | None
    """With the band of the seeds, from one order statistic to the other; null without seeds."""


class Turning(Record):
    """At which point the seeds turn, counted from 0; the number of points, where they do not up to the last one."""

    points: tuple[Count, ...]
    """Of each seed."""
    middle: Count
    """The median, the lower one of two."""
    low: Count | None
    high: Count | None
    """The ends of its interval; null where the seeds are too few for one."""


class Limits(Record):
    """Which of the seeds, in order and counted from 1, are the ends of bands and intervals."""

    low: Place
    high: Place
    coverage: Share
    """How often such an interval holds the median of all seeds."""


class Response(Record):
    """One test of a response curve."""

    id: Text
    nodeid: Text
    section: Text
    says: Text
    params: Text
    across: Text
    """What the values are called."""
    metric: Metric
    settings: dict[Text, JsonValue]
    """What all points share."""
    marks: tuple[Mark, ...]
    fails: Finite | None
    """A value that is worse has failed; null: only a run that diverged has."""
    seeds: tuple[Seed, ...]
    seeds_wanted: Place
    """So many seeds there would be, had all been trained and none failed."""
    note: Text
    """Why there are fewer; empty if there are not."""
    points: Annotated[tuple[ResponsePoint, ...], Field(min_length=1)]
    best: Turning | None
    """Where each seed has its best value; null if one has none."""
    failing: Turning | None
    """Where each seed starts to fail, at its best point or after it."""
    limits: Limits | None
    """What bands and intervals are from and to; null where the seeds are too few for any."""

    @property
    def title(self) -> str:
        """The curve's id with the parametrize id, such as RATE[plain]."""
        return titled(self.id, self.params)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for number, (point, after) in enumerate(zip(self.points, self.points[1:], strict=False), start=1):
            if after.at <= point.at:
                raise MisfitError("does not rise", f".points[{number}].at")
        for number, point in enumerate(self.points):
            if len(point.values) != len(self.seeds):
                raise MisfitError(f"has not {len(self.seeds)} values, one for each seed", f".points[{number}].values")
        for name, turning, most in self._turnings():
            if len(turning.points) != len(self.seeds):
                raise MisfitError(f"has not {len(self.seeds)} points, one for each seed", f".{name}.points")
            if max((*turning.points, turning.middle, turning.low or 0, turning.high or 0)) > most:
                raise MisfitError("names a point that there is not", f".{name}")
        return self

    def _turnings(self) -> Iterator[tuple[str, Turning, int]]:
        if self.best:
            yield "best", self.best, len(self.points) - 1
        if self.failing:
            yield "failing", self.failing, len(self.points)
