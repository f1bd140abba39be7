"""Slips in the test of a claim that would pass unnoticed: each is refused when the tests are collected, in one line."""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.base.errors import DeclarationError
from harness.base.modules import syntax_of
from harness.base.namesakes import first_line
from harness.declare.questions import Question
from harness.declare.timed_question import Timing

ASKING = {"judge": Question, "judge_rounds": Timing}
"""Fixture -> what it gives the verdict on."""


def refuse_slips(item: pytest.Function) -> None:
    """Hold a test to asking what it declares, and to declaring what it asks.

    Raises:
        DeclarationError: it does not; says what is to be done.

    """
    if item.get_closest_marker("scope"):
        return  # it asks for what its cell says, and `scope_cells` holds it to that
    questions = {name: one for name, one in _parameters(item).items() if isinstance(one, tuple(ASKING.values()))}
    if item.get_closest_marker("claim") is None:
        if asking := _asking(item):
            raise DeclarationError(
                f"{item.nodeid} asks for a verdict ({asking[0]}) and is no claim: decorate it with @claim(...)"
            )
        return
    if len(questions) > 1:
        raise DeclarationError(
            f"{item.nodeid} has {len(questions)} questions ({', '.join(questions)}): a test has one verdict, so give "
            "each question a test of its own"
        )
    if not questions and (asking := _asking(item)):
        raise DeclarationError(
            f"{item.nodeid} asks for a verdict ({asking[0]}) on no question: ask through @pytest.mark.parametrize and "
            "not inside the test, for questions must be known before the training starts"
        )
    for name, question in questions.items():
        fixture = next(fixture for fixture, kind in ASKING.items() if isinstance(question, kind))
        if fixture not in item.fixturenames:
            raise DeclarationError(
                f"{item.nodeid} does not ask for the verdict on its question: take the fixture {fixture}, and let the "
                f"test end with: assert {fixture}({name}{', play' * (fixture == 'judge_rounds')}).supported"
            )
    if _is_empty(item.function):
        raise DeclarationError(f"{item.nodeid} has an empty body: it would pass whatever is true")


def _parameters(item: pytest.Function) -> dict[str, Any]:
    return dict(item.callspec.params) if hasattr(item, "callspec") else {}


def _asking(item: pytest.Function) -> list[str]:
    """Return the harness' fixtures that a test takes for its verdict; a suite may have others of the same names."""
    return [name for name in ASKING if name in inspect.signature(item.function).parameters and _is_ours(item, name)]


def _is_ours(item: pytest.Function, name: str) -> bool:
    definitions = item._fixtureinfo.name2fixturedefs.get(name, ())  # which fixture a name means has no public way
    return bool(definitions) and definitions[-1].func.__module__.startswith("harness.")


@functools.cache
def _is_empty(function: Callable[..., Any]) -> bool:
    """Return whether a function does nothing: a docstring, `pass` and `...` at most."""
    made = inspect.unwrap(function).__code__
    if not Path(made.co_filename).is_file():  # made without one
        return False
    for node in ast.walk(syntax_of(Path(made.co_filename))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and first_line(node) == made.co_firstlineno:
            return all(
                isinstance(one, ast.Pass) or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
                for one in node.body
            )
    return False
