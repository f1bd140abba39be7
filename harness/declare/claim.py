"""How a claim is written down: its marker, the ways to ask, and the exceptions of its outcomes."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import pytest

from harness.base.errors import DeclarationError
from harness.declare.arm import Arm
from harness.declare.checks import known
from harness.declare.metrics import Metric
from harness.declare.questions import Equivalence, Holding, Interaction, Interval, Proportion, Superiority, Trend
from harness.declare.questions.base import check_arm
from harness.declare.reason import check_advice, check_reason
from harness.declare.registry import current


class Refuted(AssertionError):  # noqa: N818 (reads as the outcome it is: xfail(raises=Refuted))
    """The evidence contradicts the claim."""


class Inconclusive(AssertionError):  # noqa: N818
    """The evidence decides nothing; its own exception, so that an xfail for `Refuted` never hides it."""


class Invalid(AssertionError):  # noqa: N818
    """The runs are no evidence at all: different seeds gave bit-identical results."""


class NotJudged(AssertionError):  # noqa: N818
    """There is no evidence, because a training's own code failed."""


P = ParamSpec("P")
R = TypeVar("R")
ASKED = ("p0", "looks", "baseline")
"""What may be said of every question, whatever its kind (`harness.declare.questions.Question`)."""


def _declaration(declare: Callable[P, R]) -> Callable[P, R]:
    """Make a call that does not fit the signature, such as one without a margin, a DeclarationError."""
    signature = inspect.signature(declare)
    names = [parameter.name for parameter in signature.parameters.values() if parameter.kind is parameter.KEYWORD_ONLY]

    @functools.wraps(declare)
    def declared(*args: P.args, **kwargs: P.kwargs) -> R:
        for name in kwargs.keys() - signature.parameters.keys():
            known(name, [*names, *ASKED] if "asked" in signature.parameters else names, f"part of {declare.__name__}()")
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            raise DeclarationError(f"{declare.__name__}(): {error}") from error
        return declare(*args, **kwargs)

    return declared


@_declaration
def claim(claim_id: str, *, says: str, section: str = "", so: str = "") -> pytest.MarkDecorator:
    """Declare a test function as a claim of the suite's text.

    Args:
        claim_id: short and unique, such as "NS4"; selects the claim with `-k` and is its address in the report.
        says: the claim in your own words.
        section: one of the suite's sections, where it has declared some.
        so: what a reader is to do, for the report's lessons. Its figures are named by test, such as {NS4[B].above},
            and come from the results; a sentence whose figures these do not bear out is left out.

    Raises:
        DeclarationError: an id that could not be an address, an unknown section, nothing said, or an unknown figure.

    """
    _check_words("claim", claim_id, says, section)
    check_advice(so)
    return pytest.mark.claim(id=claim_id, section=section, says=says, so=so)


@_declaration
def curve(curve_id: str, *, says: str, section: str = "") -> pytest.MarkDecorator:
    """Declare a test function as a description: the response curves of its parameters (`sweep`), and no verdict.

    Only `-m curve` selects it.

    Args:
        curve_id: short and unique, such as "RATE"; its address in the report.
        says: what is looked at, in your own words.
        section: one of the suite's sections, where it has declared some.

    Raises:
        DeclarationError: an id that could not be an address, an unknown section, or nothing said.

    """
    _check_words("curve", curve_id, says, section)
    return pytest.mark.curve(id=curve_id, section=section, says=says)


def _check_words(what: str, given_id: object, says: object, section: object) -> None:
    if not isinstance(given_id, str) or not given_id.isalnum() or not given_id.isascii():
        raise DeclarationError(f"a {what}'s id is letters and digits, such as NS4, not {given_id!r}")
    if not isinstance(section, str):
        raise DeclarationError(f"the section of {what} {given_id} must be a text, not {section!r}")
    sections = current().declared_suite.sections
    if sections and section:
        known(section, sections, f"section of {what} {given_id}")
    if not isinstance(says, str) or not says.strip():
        raise DeclarationError(f"{what} {given_id} says nothing")


@_declaration
def contradicted(reason: str, *conditions: str) -> pytest.MarkDecorator:
    """Expect that the evidence refutes a claim; should it come out as supported, the test fails.

    Args:
        reason: what happens instead, for the reader of the report. Its figures are named, "better by {above}", and
            come from the results when the report is made (`harness.declare.reason.FIGURES`).
        conditions: such as "dataset == 'large'", if it is so on one data set only.

    Raises:
        DeclarationError: no reason, or one that names a figure that there is not.

    """
    if not isinstance(reason, str) or not reason.strip():
        raise DeclarationError("a claim that is contradicted needs a reason: what happens instead")
    check_reason(reason)
    return pytest.mark.xfail(*conditions, raises=Refuted, strict=True, reason=reason)


@_declaration
def beats(first: Arm, second: Arm, *, on: str | Metric, by: float, **asked: Any) -> Superiority:
    """Ask every seed whether the first arm is better than the second by more than a margin.

    Args:
        first: the arm that is said to be better.
        second: the arm it is compared with.
        on: a metric of `harness.declare.metrics`, which also knows whether more of it is better.
        by: the margin, in the metric's unit.
        asked: `p0`, `looks` and `baseline` of `harness.declare.questions.Question`.

    Raises:
        DeclarationError: the arms are the same, the metric is unknown, or the margin is not a number >= 0.

    """
    check_arm(first)
    on = current().named(on)
    sign = 1 if first.metric(on).higher_is_better else -1
    return Superiority(arms=(first, second), on=on, by=by, sign=sign, **asked)


@_declaration
def exceeds(first: Arm, second: Arm, *, on: str | Metric, by: float, **asked: Any) -> Superiority:
    """Ask every seed whether the first arm's metric is above the second's by more than a margin, good or bad."""
    return Superiority(arms=(first, second), on=current().named(on), by=by, **asked)


@_declaration
def gains_more(
    first: tuple[Arm, Arm],
    second: tuple[Arm, Arm],
    *,
    on: str | Metric,
    by: float,
    **asked: Any,
) -> Interaction:
    """Ask every seed whether the lead within the first pair is larger than that within the second by a margin."""
    for pair in (first, second):
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise DeclarationError(f"gains_more() compares two pairs of arms, and this is none: {pair!r}")
    return Interaction(arms=(*first, *second), on=current().named(on), by=by, **asked)


@_declaration
def at_least(arm: Arm, *, on: str | Metric, value: float, **asked: Any) -> Proportion:
    """Ask every run whether its metric is at least a value."""
    return Proportion(arms=(arm,), on=current().named(on), threshold=value, **asked)


@_declaration
def at_most(arm: Arm, *, on: str | Metric, value: float, **asked: Any) -> Proportion:
    """Ask every run whether its metric is at most a value."""
    return Proportion(arms=(arm,), on=current().named(on), threshold=value, sign=-1, **asked)


@_declaration
def rises(*arms: Arm, on: str | Metric, **asked: Any) -> Trend:
    """Ask every seed whether the metric rises at every step from one arm to the next."""
    return Trend(arms=arms, on=current().named(on), sign=1, **asked)


@_declaration
def falls(*arms: Arm, on: str | Metric, **asked: Any) -> Trend:
    """Ask every seed whether the metric falls at every step from one arm to the next."""
    return Trend(arms=arms, on=current().named(on), sign=-1, **asked)


@_declaration
def within(arm: Arm, *, on: str | Metric, low: float, high: float, **asked: Any) -> Interval:
    """Ask every run whether its metric lies in an interval."""
    return Interval(arms=(arm,), on=current().named(on), low=low, high=high, **asked)


@_declaration
def same(first: Arm, second: Arm, *, on: str | Metric, within: float, **asked: Any) -> Equivalence:
    """Ask every seed whether two arms' metrics are the same but for a margin, to either side and included."""
    return Equivalence(arms=(first, second), on=current().named(on), margin_each_way=within, **asked)


@_declaration
def holds(arm: Arm, *, on: str | Metric, **asked: Any) -> Holding:
    """Ask every run whether its metric, a bool that it returned, is true."""
    return Holding(arms=(arm,), on=current().named(on), **asked)
