"""The comparison with a reference: how each test of a claim stands to it, and what else changed."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from harness.base.shown import Shown
from harness.base.text import titled
from harness.judge.decide import Verdict
from harness.results.model.answers import Interval
from harness.results.model.claims import Metric
from harness.results.model.fields import Amount, Count, MisfitError, Place, Record, Share, Text


class State(Shown):
    """How a test stands to the reference, what matters most first."""

    FLIPPED = ("flipped", "≠")
    NOT_JUDGED = ("not judged", "!")
    MOVED = ("moved", "~")
    GONE = ("gone", "−")
    NEW = ("new", "+")
    NOT_RUN = ("not run here", "·")
    IDENTICAL = ("identical", "=")


class ArmState(Shown):
    """How an arm stands to what it was, what matters most first."""

    WORSE = ("got worse", "↓")
    TOO_FEW = ("too few seeds", "?")
    NOT_COMPARED = ("not compared", "·")
    NOT_WORSE = ("not shown worse", "~")
    IDENTICAL = ("identical", "=")


class Side(Record):
    """What one of the two results says of a test."""

    verdict: Verdict
    reason: Text
    seeds: Count | None
    """Null if neither seeds nor rounds were asked."""
    effect: Interval | None


class BaselineRow(Record):
    """How scikit-learn's answer stands to the reference's."""

    state: State
    old: Side
    new: Side
    shift: Interval | None


class Row(Record):
    """How one test stands to the reference."""

    nodeid: Text
    id: Text
    params: Text
    section: Text
    state: State
    question_changed: bool
    old: Side | None
    """Null if the reference does not have the test."""
    new: Side | None
    """Null if this session does not have it."""
    shift: Interval | None
    """The median over the seeds of the new minus the old effect; null where there is none to compare."""
    baseline: BaselineRow | None

    @model_validator(mode="after")
    def _both_sides(self) -> Self:
        if self.shift and not (self.old and self.new):
            raise MisfitError("a shift needs an old and a new side")
        return self

    @property
    def title(self) -> str:
        """The claim's id with the parametrize id, such as "NS4[B]"."""
        return titled(self.id, self.params)


class Change(Record):
    """Something of the environment that changed; null is a value that one of the two does not have."""

    group: Text
    name: Text
    old: Text | None
    new: Text | None


class ComparedFile(Record):
    """Which results the session was compared with."""

    file: Text
    datetime: Text
    commit: Text | None


class ArmRow(Record):
    """How a metric of one arm stands to the reference, on the seeds that both have."""

    experiment: Text
    """Its key in `experiments`."""
    name: Text
    """What tells it from the other arms of the first of its questions."""
    metric: Metric
    claims: Annotated[tuple[Text, ...], Field(min_length=1)]
    """The titles of the tests whose questions are about it."""
    margin: Amount
    """The smallest that is asked of it; 0 if none is."""
    state: ArmState
    reason: Text
    """Why it was not compared; empty if it was."""
    worse: Count
    """How many seeds are worse by more than the margin."""
    seeds: Count
    look: Place | None
    """The number of the look at which it was shown to have got worse; null if it was not."""
    change: Interval | None
    """The median over the seeds of the new minus the old value."""

    @model_validator(mode="after")
    def _shown_at_a_look(self) -> Self:
        if (self.state is ArmState.WORSE) != (self.look is not None):
            raise MisfitError("an arm got worse at a look, and only there")
        return self


class ArmsCompared(Record):
    """The arms and metrics that questions are about, each held against what it was."""

    alpha: Share
    """Bound on the chance that one that is not worse is called so."""
    declared: Place
    """For how many of them the family's error rate is promised."""
    arms: tuple[ArmRow, ...]


class Comparison(Record):
    """The comparison with a reference."""

    reference: ComparedFile
    changes: tuple[Change, ...]
    claims: tuple[Row, ...]
    arms: ArmsCompared | None = None
    """Null in files from before arms were compared."""
