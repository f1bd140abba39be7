"""The tests of claims: asked of seeds, asked of the rounds of a benchmark, or checked by values.

What a question means is in its record, in words and numbers, so that a reader of results.json needs to know no kind
of question: what the effect is, what it is held against, how it is drawn.
"""

from __future__ import annotations

import enum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from harness.base.text import titled
from harness.judge.decide import Verdict
from harness.results.model.answers import Answers, ArmAnswers
from harness.results.model.declaration import Declaration
from harness.results.model.fields import Amount, Finite, MisfitError, Number, Place, Record, Share, Text


class Outcome(enum.Enum):
    """How pytest counts a test."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


def _expectable(verdict: Verdict) -> Verdict:
    if verdict not in (Verdict.SUPPORTED, Verdict.REFUTED):
        raise ValueError(f"{verdict.word} cannot be expected, but supported or refuted")
    return verdict


class Metric(Record):
    """What was measured of every run."""

    name: Text
    label: Text
    """What it is called."""
    unit: Text
    infinite: Text
    """What a run has whose value is infinite, such as "no finite value"."""
    higher_is_better: bool | None = None
    """Which way is better, and a run that diverged worst; null in files that do not say."""
    is_difference: bool = False
    """Whether its values are differences, which may be below 0: of shares, people call them points."""


class Bound(Record):
    """A value that the effect is held against."""

    label: Text
    """Such as "more than 0.01"."""
    value: Finite
    side: Literal["above", "below"]
    """On which side of it the effect lies if the answer is yes."""


class Leads(Record):
    """The two leads that a question compares: of the first arm over the second, and of the third over the fourth."""

    of: Text
    """Which arm leads over which, such as "batch size 128 over batch size 16"; empty if it differs."""
    names: tuple[Text, Text]
    """What tells the two leads apart."""


class Question(Record):
    """A yes/no question that every seed, or every round, answers, in words and numbers of its own."""

    kind: Text
    """The kind's name, such as "superiority"; a suite may have kinds of its own."""
    question: Text
    margin: Finite | tuple[Finite, Finite]
    """What the effect has to exceed or to reach, or the ends of the interval that it has to lie in."""
    bounds: Annotated[tuple[Bound, ...], Field(min_length=1)]
    """The margin as values that can be drawn; an interval has two, in ascending order."""
    effect_label: Text
    """What an effect is, such as "how far A is above B"."""
    claimed: Text
    """What the effect is held against, such as "more than 0.01" or "between 0.9 and 1.1"."""
    signed: bool
    """Whether the effect is a difference: then it is shown with its sign, and 0 is no difference."""
    compares: bool
    """Whether it compares arms, or sides."""
    figure: Text
    """What draws the answers: a name in the report's registry, such as "pairs"."""
    p0: Share
    """The claim says that the answer is yes with a probability above this."""
    looks: Annotated[tuple[Place, ...], Field(min_length=1)]
    """The numbers of answers at which it may be decided."""
    declaration: Declaration | None = None
    """Null in files that do not say."""

    @model_validator(mode="after")
    def _same_margin(self) -> Self:
        margin = self.margin if isinstance(self.margin, tuple) else (self.margin,)
        if tuple(bound.value for bound in self.bounds) != margin:
            raise MisfitError(f"the values of bounds are not the margin, {self.margin}")
        return self


class Baseline(ArmAnswers):
    """The same question put to scikit-learn's MLPClassifier."""

    question: Text
    verdict: Verdict
    reason: Text
    note: Text | None
    """In what its arms differ from the claim's."""


class ClaimTest(Record):
    """What every test of a claim has."""

    id: Annotated[Text, Field(min_length=1)]
    """The claim's, such as "NS4"."""
    nodeid: Text
    """The test's, as pytest names it."""
    section: Text
    says: Text
    so: Text = ""
    """What a reader is to do, with figures by name; empty if nothing is said."""
    params: Text
    """The parametrize id; empty where there is none."""
    expected: Annotated[Verdict, AfterValidator(_expectable)]
    expected_reason: Text
    outcome: Outcome | None
    """Null if the test has not run."""
    verdict: Verdict
    reason: Text
    """Why this is the verdict."""

    @property
    def title(self) -> str:
        """The claim's id with the parametrize id, such as "NS4[B]"."""
        return titled(self.id, self.params)


class Coverage(Record):
    """What a verdict covers."""

    drawn: bool
    """Whether every seed has data of its own, drawn anew; else all have the same ones."""
    test_examples: Place
    sampling_error: Amount | None
    """Standard error that the choice of the test examples alone gives the effect; null where it is no share of them."""
    could_show: Share | None
    """Of an equivalence: the chance that it is shown if the arms are equal; null of others."""


class SeedsClaim(ArmAnswers, Question, ClaimTest):
    """A claim that seeds were asked: each answers from the runs of the arms that it trained."""

    answered_by: ClassVar[str] = "seed"

    type: Literal["seeds"] = "seeds"
    metric: Metric
    leads: Leads | None
    """The two leads that are compared; null if the arms are compared themselves."""
    baseline: Baseline | None
    coverage: Coverage | None = None
    """Null where it is not known."""

    @model_validator(mode="after")
    def _has_arms(self) -> Self:
        if not self.arms:
            raise MisfitError("arms is empty")
        return self


class RoundsClaim(Answers, Question, ClaimTest):
    """A claim that the rounds of a benchmark were asked: each times all sides, one after the other."""

    answered_by: ClassVar[str] = "round"

    type: Literal["rounds"] = "rounds"
    of: Text
    """What is timed, such as "seconds per epoch"."""
    by: Text
    """What the sides are, such as "batch size"."""
    sides: tuple[Finite, ...]
    """What they differ in, such as 16, 64 and 256."""
    rounds: tuple[tuple[Number, ...], ...]
    """The value of each side, round by round; none if the test has not played any."""

    @model_validator(mode="after")
    def _one_value_a_side(self) -> Self:
        if len(self.rounds) < self.seeds or any(len(values) != len(self.sides) for values in self.rounds):
            raise MisfitError(f"rounds are not at least {self.seeds} lists of one value for each side")
        return self


class Curves(Record):
    """A picture that a test has recorded: lines whose heights are at 0, 1, 2 ..., or as `start` and `step` say."""

    title: Text
    x: Text
    y: Text
    lines: Annotated[dict[Text, Annotated[tuple[Finite, ...], Field(min_length=2)]], Field(min_length=1)]
    start: Finite = 0.0
    """Where the first height is."""
    step: Annotated[Finite, Field(gt=0)] = 1.0
    """From one height to the next."""


class ValuesClaim(ClaimTest):
    """A claim that its test checks by values, without seeds."""

    type: Literal["values"] = "values"
    curves: Curves | None


Claim = Annotated[SeedsClaim | RoundsClaim | ValuesClaim, Field(discriminator="type")]
"""One test of a claim, by what it is."""
