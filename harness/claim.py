"""What a claim says: the question put to every seed, its margin and its source. No statistics in here."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest

from harness import judge
from harness.errors import DeclarationError
from harness.experiment import Experiment, known
from harness.metrics import METRICS, Metric

SECTIONS = (
    "Hyperparameters",
    "Network structure settings",
    "Drop out",
    "Activation function",
    "Loss function",
    "Optimization function",
    "Learning rate",
    "Mini batch learning",
    "Iterative learning",
    "Beyond the tutorial",  # for claims of your own
)
"""The tutorial's sections, by its own headings and in its order."""


TIE = 1e-9
"""Effects within this of the margin are ties, and a tie is a no: 0.85 - 0.84 must not exceed 0.01."""


class Refuted(AssertionError):  # noqa: N818 (reads as the outcome it is: xfail(raises=Refuted))
    """The evidence contradicts the claim."""


class Inconclusive(AssertionError):  # noqa: N818
    """The evidence decides nothing; its own exception, so that an xfail for `Refuted` never hides it."""


class Invalid(AssertionError):  # noqa: N818
    """The runs are no evidence at all: different seeds gave bit-identical results."""


def claim(claim_id: str, *, section: str, says: str) -> pytest.MarkDecorator:
    """Declare a test function as a claim of the tutorial.

    Args:
        claim_id: short and unique, such as "NS4"; selects the claim with `-k` and is its address in the report.
        section: one of `SECTIONS`.
        says: the claim in our own words.

    Raises:
        DeclarationError: an id that could not be an address, an unknown section, or nothing said.
    """
    if not claim_id.isalnum() or not claim_id.isascii():
        raise DeclarationError(f"a claim's id is letters and digits, such as NS4, not {claim_id!r}")
    known(section, SECTIONS, f"section of claim {claim_id}")
    if not says.strip():
        raise DeclarationError(f"claim {claim_id} says nothing")
    return pytest.mark.claim(id=claim_id, section=section, says=says)


def _metric(name: str) -> Metric:
    known(name, METRICS, "measurement")
    return METRICS[name]


@dataclass(frozen=True)
class Question(ABC):
    """A yes/no question that every seed answers from the runs of its arms.

    `on` names the figure (`harness.metrics`), `p0` the probability of a yes that the claim exceeds, `looks` the
    numbers of seeds at which it may be decided.
    """

    kind: ClassVar[str]

    arms: tuple[Experiment, ...]
    on: str
    p0: float = field(default=0.5, kw_only=True)
    looks: tuple[int, ...] = field(default=judge.LOOKS, kw_only=True)

    def __post_init__(self) -> None:
        for arm in self.arms:
            if not isinstance(arm, Experiment):
                raise DeclarationError(f"an arm must be an Experiment, not {arm!r}")
        if len(set(self.arms)) < len(self.arms):
            raise DeclarationError("two arms are the same experiment: there is nothing to compare")
        _metric(self.on)
        try:
            judge.design(self.p0, self.looks)
        except ValueError as error:
            raise DeclarationError(str(error)) from error

    @property
    def metric(self) -> Metric:
        """The figure that the question is about."""
        return METRICS[self.on]

    @abstractmethod
    def effect(self, values: Sequence[float]) -> float:
        """Return one seed's effect from the figure's value in each arm; NaN if two infinities cancel."""

    @abstractmethod
    def answer(self, effect: float) -> bool:
        """Return one seed's answer; a NaN effect is a no."""

    @property
    @abstractmethod
    def margin(self) -> float:
        """What the effect has to exceed."""

    @abstractmethod
    def text(self, names: Sequence[str]) -> str:
        """Return the question in words, the arms called by these names."""

    def params(self) -> dict[str, Any]:
        """Return what results.json keeps of the question besides its arms."""
        return {"on": self.on, "margin": self.margin, "p0": self.p0, "looks": list(self.looks)}


@dataclass(frozen=True)
class Superiority(Question):
    """With this seed, is the first arm's figure above (or below) the second's by more than the margin?"""

    kind = "superiority"
    by: float = field(kw_only=True)
    sign: int = field(default=1, kw_only=True)
    """+1: the first arm's figure is the higher one; -1: the lower one."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not math.isfinite(self.by) or self.by < 0:
            raise DeclarationError(f"a margin (by=) must be a number of at least 0, not {self.by!r}")

    @property
    def margin(self) -> float:
        return self.by

    def effect(self, values: Sequence[float]) -> float:
        first, second = values
        return self.sign * (first - second)

    def answer(self, effect: float) -> bool:
        return effect > self.by + TIE

    def text(self, names: Sequence[str]) -> str:
        way = "above" if self.sign > 0 else "below"
        return (
            f"With the same seed, is the {self.metric.label} of {names[0]} {way} that of {names[1]} "
            f"by more than {self.by:g}?"
        )


def beats(first: Experiment, second: Experiment, *, on: str, by: float) -> Superiority:
    """Ask every seed whether the first arm is better than the second by more than a margin.

    Args:
        first: the arm that is said to be better.
        second: the arm it is compared with.
        on: a figure of `harness.metrics`, which also knows whether more of it is better.
        by: the margin, in the figure's unit.

    Raises:
        DeclarationError: the arms are the same, the figure is unknown, or the margin is not a number >= 0.
    """
    sign = 1 if _metric(on).higher_is_better else -1
    return Superiority((first, second), on, by=by, sign=sign)
