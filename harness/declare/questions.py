"""The questions that a claim can put to every seed: their kinds, margins and words. No statistics in here."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

from harness.base.errors import DeclarationError
from harness.base.numbers import is_finite
from harness.declare.checks import check_finite, check_interval, known
from harness.declare.experiment import Experiment
from harness.declare.metrics import METRICS, Metric
from harness.judge import bounds

TIE = 1e-9
"""Effects within this of the margin are ties: 0.85 - 0.84 must not exceed 0.01."""


def _metric(name: str) -> Metric:
    known(name, METRICS, "measurement")
    return METRICS[name]


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """A yes/no question that every seed answers from the runs of its arms.

    Raises:
        DeclarationError: an arm that is none, too many or too few of them, arms that are the same, an unknown figure
            or one that a run of the arms does not have, a margin that is no number, or a p0 that cannot be decided at
            these looks.

    """

    kind: ClassVar[str]
    takes: ClassVar[tuple[int, float]] = (2, 2)
    """The smallest and the largest number of arms."""
    compares: ClassVar[bool] = True
    """Whether there are several arms, of which a seed sees all."""

    arms: tuple[Experiment, ...]
    on: str
    """The figure that is asked about, a name in `harness.declare.metrics.METRICS`."""
    p0: float = 0.5
    """The claim says that a seed answers yes with a probability above this."""
    looks: tuple[int, ...] = bounds.LOOKS
    """The numbers of seeds at which it may be decided."""
    baseline: bool = False
    """Whether the same question also goes to scikit-learn's MLPClassifier."""

    def __post_init__(self) -> None:
        for arm in self.arms:
            if not isinstance(arm, Experiment):
                raise DeclarationError(f"an arm must be an Experiment, not {arm!r}")
        fewest, most = self.takes
        if not fewest <= len(self.arms) <= most:
            wanted = str(fewest) if fewest == most else f"at least {fewest}"
            raise DeclarationError(f"this kind of question ({self.kind}) takes {wanted} arms, not {len(self.arms)}")
        self._check_figure()
        # What is measured on the way changes nothing that is trained.
        if len({arm.with_(measure=(), evaluate_every=1) for arm in self.arms}) < len(self.arms):
            raise DeclarationError("two arms are the same experiment: there is nothing to compare")
        self._check_design()
        if not isinstance(self.baseline, bool):
            raise DeclarationError(f"baseline must be True or False, not {self.baseline!r}")
        if self.baseline:
            self.for_baseline()

    def _check_figure(self) -> None:
        """Hold the arms to what the figure needs, and have them measured what it is read from."""
        metric = _metric(self.on)
        for arm in self.arms:
            for requirement in metric.requires:
                if not requirement.met(arm):
                    raise DeclarationError(f"{self.on!r} needs {requirement.words}, which an arm is without")
        if metric.needs:
            object.__setattr__(self, "arms", tuple(arm.measuring(metric.needs) for arm in self.arms))

    def _check_design(self) -> None:
        check_finite("p0", self.p0)
        if not isinstance(self.looks, tuple) or not all(map(is_finite, self.looks)):
            raise DeclarationError(f"looks must be a tuple of numbers of seeds, such as (12, 24), not {self.looks!r}")
        if max(self.looks, default=0) > bounds.MOST_SEEDS:
            raise DeclarationError(f"looks beyond {bounds.MOST_SEEDS} seeds are not supported, not {self.looks!r}")
        if 0 < min(self.p0, 1 - self.p0) < 1 / bounds.MOST_SEEDS:
            raise DeclarationError(f"p0 = {self.p0} cannot be decided: it is too near 0 or 1")
        try:
            bounds.design(self.p0, self.looks)
        except ValueError as error:
            raise DeclarationError(str(error)) from error

    @property
    def metric(self) -> Metric:
        """The figure that the question is about."""
        return METRICS[self.on]

    @property
    @abstractmethod
    def margin(self) -> float | tuple[float, float]:
        """What the effect has to exceed, or the interval that it has to lie in."""

    @abstractmethod
    def effect(self, values: Sequence[float]) -> float:
        """Return one seed's effect from the figure's value in each arm; NaN if two infinities cancel."""

    @abstractmethod
    def answer(self, effect: float) -> bool:
        """Return one seed's answer; a NaN effect is a no."""

    @abstractmethod
    def text(self, names: Sequence[str]) -> str:
        """Return the question in words, the arms called by these names."""

    def for_baseline(self) -> Question:
        """Return the same question about MLPClassifier; it has no dropout, so the arms go without.

        Raises:
            DeclarationError: MLPClassifier cannot express an arm, or tell the arms apart.

        """
        arms = tuple(
            arm.with_(library="sklearn", dropout=0.0, measure=tuple({"training_curve"} & set(arm.measure)))
            for arm in self.arms
        )
        return replace(self, arms=arms, baseline=False)


@dataclass(frozen=True, kw_only=True)
class _Lead(Question):
    """What the two kinds of lead have in common: it has to exceed a margin."""

    kind = "superiority"
    by: float

    def __post_init__(self) -> None:
        super().__post_init__()
        check_finite("a margin (by=)", self.by)
        if self.by < 0:
            raise DeclarationError(f"a margin (by=) must be at least 0, not {self.by!r}")

    @property
    def margin(self) -> float:
        return self.by

    def answer(self, effect: float) -> bool:
        return effect > self.by + TIE


@dataclass(frozen=True, kw_only=True)
class Superiority(_Lead):
    """With this seed, is the first arm's figure above (or below) the second's by more than the margin?"""

    sign: int = 1
    """+1: the first arm's figure is said to be the higher one; -1: the lower one."""

    def effect(self, values: Sequence[float]) -> float:
        first, second = values
        return self.sign * (first - second)

    def text(self, names: Sequence[str]) -> str:
        way = "above" if self.sign > 0 else "below"
        return (
            f"With the same seed, is the {self.metric.label} of {names[0]} {way} that of {names[1]} "
            f"by more than {self.by:g}?"
        )


@dataclass(frozen=True, kw_only=True)
class Interaction(_Lead):
    """With this seed, is the first arm's lead over the second larger than the third's over the fourth?"""

    takes = (4, 4)

    def effect(self, values: Sequence[float]) -> float:
        first, second, third, fourth = values
        return (first - second) - (third - fourth)

    def text(self, names: Sequence[str]) -> str:
        return (
            f"With the same seed, is the {self.metric.label} of ({names[0]}) minus that of ({names[1]}) above "
            f"that of ({names[2]}) minus that of ({names[3]}) by more than {self.by:g}?"
        )


@dataclass(frozen=True, kw_only=True)
class Proportion(Question):
    """Does this run's figure reach (or stay within) a threshold?"""

    kind = "proportion"
    takes = (1, 1)
    compares = False
    threshold: float
    sign: int = 1
    """+1: the figure is said to be at least the threshold; -1: at most."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_finite("a threshold", self.threshold)

    @property
    def margin(self) -> float:
        return self.threshold

    def effect(self, values: Sequence[float]) -> float:
        return values[0]

    def answer(self, effect: float) -> bool:
        return self.sign * (effect - self.threshold) >= -TIE

    def text(self, names: Sequence[str]) -> str:  # noqa: ARG002 (there is one arm, and it needs no name)
        way = "at least" if self.sign > 0 else "at most"
        return f"With this seed, is the {self.metric.label} {way} {self.threshold:g}?"


@dataclass(frozen=True, kw_only=True)
class Trend(Question):
    """With this seed, does the figure go the claimed way at every step from one arm to the next?"""

    kind = "trend"
    takes = (2, math.inf)
    sign: int
    """+1: the figure is said to rise from arm to arm; -1: to fall."""

    @property
    def margin(self) -> float:
        return 0.0

    def effect(self, values: Sequence[float]) -> float:
        steps = [self.sign * (after - before) for before, after in pairwise(values)]
        return math.nan if any(map(math.isnan, steps)) else min(steps)

    def answer(self, effect: float) -> bool:
        return effect > TIE

    def text(self, names: Sequence[str]) -> str:
        way = "rise" if self.sign > 0 else "fall"
        return f"With the same seed, does the {self.metric.label} {way} at every step over {'; '.join(names)}?"


@dataclass(frozen=True, kw_only=True)
class Interval(Question):
    """With this seed, does the figure lie within the interval, ends included?"""

    kind = "interval"
    takes = (1, 1)
    compares = False
    low: float
    high: float

    def __post_init__(self) -> None:
        super().__post_init__()
        check_interval(self.low, self.high)

    @property
    def margin(self) -> tuple[float, float]:
        return self.low, self.high

    def effect(self, values: Sequence[float]) -> float:
        return values[0]

    def answer(self, effect: float) -> bool:
        return self.low <= effect <= self.high

    def text(self, names: Sequence[str]) -> str:  # noqa: ARG002 (there is one arm, and it needs no name)
        return f"With this seed, does the {self.metric.label} lie between {self.low:g} and {self.high:g}?"
