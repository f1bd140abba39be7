"""From pytest's items to cases: which claims are selected, and what is expected of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest
from _pytest.skipping import (  # pytest's own reading of a mark has no public name
    evaluate_skip_marks,
    evaluate_xfail_marks,
)

from harness.base.errors import DeclarationError
from harness.declare.case import Case
from harness.declare.claim import Refuted
from harness.declare.questions import Question
from harness.declare.suite import Suite
from harness.declare.timed_question import Timing
from harness.judge.decide import Verdict
from harness.plugin.slips import refuse_slips


def collect_cases(items: Iterable[pytest.Item]) -> list[Case]:
    """Return the cases among pytest's items, in their order.

    Raises:
        DeclarationError: an id declared twice, a mark that cannot be read, a slip (`slips`), or a Python that would
            not execute what the tests assert.

    """
    cases = []
    declared: dict[str, tuple[str, object]] = {}
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        refuse_slips(item)
        mark = item.get_closest_marker("claim")
        if mark is None:
            continue
        if mark.args or mark.kwargs.keys() != {"id", "section", "says", "so"}:
            raise DeclarationError(f"{item.nodeid}: the marker `claim` is put there by harness.claim")
        case = _case(item, mark.kwargs)
        test = item.nodeid.partition("[")[0]
        first, words = declared.setdefault(case.id, (test, mark.kwargs))
        if words != mark.kwargs or first.partition("::")[0] != test.partition("::")[0]:
            raise DeclarationError(f"claim {case.id} is declared twice: by {first} and {test}")
        cases.append(case)
    if cases and sys.flags.optimize:
        raise DeclarationError(
            "this Python leaves out assert statements, so that tests of claims would pass unchecked: run it without -O "
            "and PYTHONOPTIMIZE"
        )
    return cases


def check_family(cases: Sequence[Case], suite: Suite) -> None:
    """Hold all declared claims, selected or not, to the number of verdicts that the error rate is promised for.

    Args:
        cases: all that have been collected.
        suite: says how many that are.

    Raises:
        DeclarationError: there are more, or some were declared before the suite was.

    """
    family = suite.family
    for case in cases:
        asked = case.question or case.timing
        if asked is not None and asked.alpha != suite.alpha:
            raise DeclarationError(
                f"{case.nodeid} was declared before the suite of {family} verdicts, whose conftest.py was found later: "
                "run the suites one at a time"
            )
    verdicts = sum(case.question is not None or case.timing is not None for case in cases)
    if verdicts > family:
        raise DeclarationError(
            f"{verdicts} statistical verdicts are more than the {family} for which the error rate is promised: declare "
            f"a larger family in conftest.py, registry.suite(family={verdicts}), before you look at results"
        )


def unrun(item: pytest.Item) -> bool:
    """Return whether a test will be skipped whatever happens: nothing is trained for it, and its claim is not asked.

    By a mark, or by pytest-benchmark's --benchmark-only.
    """
    if item.config.getoption("benchmark_only", default=False) and "benchmark" not in getattr(item, "fixturenames", ()):
        return True
    try:
        return evaluate_skip_marks(item) is not None
    except (Exception, pytest.fail.Exception):  # a condition that cannot be evaluated fails the test by itself
        return False


def _case(item: pytest.Function, declaration: Mapping[str, Any]) -> Case:
    try:
        xfail = evaluate_xfail_marks(item)
    except pytest.fail.Exception as error:
        raise DeclarationError(f"{item.nodeid}: {'; '.join(str(error).split(chr(10)))}") from error
    refuted = xfail is not None and xfail.raises is Refuted
    return Case(
        nodeid=item.nodeid,
        params=item.callspec.id if hasattr(item, "callspec") else "",
        question=parameter(item, Question),
        timing=parameter(item, Timing),
        expected=Verdict.REFUTED if refuted else Verdict.SUPPORTED,
        expected_reason=xfail.reason if xfail and refuted else "",
        **declaration,
    )


def parameter(item: pytest.Function, kind: type) -> Any:
    """Return the first of the test's parameters that is of a kind."""
    values = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return next((value for value in values if isinstance(value, kind)), None)
