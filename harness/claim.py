"""How a claim is written down: its marker, the ways to ask, and the exceptions of its outcomes."""

from __future__ import annotations

from typing import Any

import pytest

from harness.errors import DeclarationError
from harness.experiment import Experiment, known
from harness.metrics import METRICS
from harness.question import Interaction, Interval, Proportion, Superiority, Trend

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


def contradicted(reason: str, *conditions: str) -> pytest.MarkDecorator:
    """Expect that the evidence refutes a claim; should it come out as supported, the test fails.

    Args:
        reason: what happens instead, with the figure, for the reader of the report.
        conditions: such as "dataset == 'mnist'", if it is so on one data set only.
    """
    return pytest.mark.xfail(*conditions, raises=Refuted, strict=True, reason=reason)


def beats(first: Experiment, second: Experiment, *, on: str, by: float, **asked: Any) -> Superiority:
    """Ask every seed whether the first arm is better than the second by more than a margin.

    Args:
        first: the arm that is said to be better.
        second: the arm it is compared with.
        on: a figure of `harness.metrics`, which also knows whether more of it is better.
        by: the margin, in the figure's unit.
        asked: `p0`, `looks` and `baseline` of `harness.question.Question`.

    Raises:
        DeclarationError: the arms are the same, the figure is unknown, or the margin is not a number >= 0.

    """
    known(on, METRICS, "measurement")
    sign = 1 if METRICS[on].higher_is_better else -1
    return Superiority(arms=(first, second), on=on, by=by, sign=sign, **asked)


def exceeds(first: Experiment, second: Experiment, *, on: str, by: float, **asked: Any) -> Superiority:
    """Ask every seed whether the first arm's figure is above the second's by more than a margin, good or bad."""
    return Superiority(arms=(first, second), on=on, by=by, **asked)


def gains_more(
    first: tuple[Experiment, Experiment],
    second: tuple[Experiment, Experiment],
    *,
    on: str,
    by: float,
    **asked: Any,
) -> Interaction:
    """Ask every seed whether the lead within the first pair is larger than that within the second by a margin."""
    return Interaction(arms=(*first, *second), on=on, by=by, **asked)


def at_least(experiment: Experiment, *, on: str, value: float, **asked: Any) -> Proportion:
    """Ask every run whether its figure is at least a value."""
    return Proportion(arms=(experiment,), on=on, threshold=value, **asked)


def at_most(experiment: Experiment, *, on: str, value: float, **asked: Any) -> Proportion:
    """Ask every run whether its figure is at most a value."""
    return Proportion(arms=(experiment,), on=on, threshold=value, sign=-1, **asked)


def rises(*arms: Experiment, on: str, **asked: Any) -> Trend:
    """Ask every seed whether the figure rises at every step from one arm to the next."""
    return Trend(arms=arms, on=on, sign=1, **asked)


def falls(*arms: Experiment, on: str, **asked: Any) -> Trend:
    """Ask every seed whether the figure falls at every step from one arm to the next."""
    return Trend(arms=arms, on=on, sign=-1, **asked)


def within(experiment: Experiment, *, on: str, low: float, high: float, **asked: Any) -> Interval:
    """Ask every run whether its figure lies in an interval."""
    return Interval(arms=(experiment,), on=on, low=low, high=high, **asked)
