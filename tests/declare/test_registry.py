"""What a suite registers: each name once, and only what it says it is."""

import pytest

from harness.base.errors import DeclarationError
from harness.declare.metrics import metric
from harness.declare.registry import Registry
from harness.report.figures.values import Values
from tests.toys import tiny_data


@pytest.mark.parametrize(
    ("register", "what"),
    [
        (lambda registry: registry.dataset("own", tiny_data), "data set"),
        (lambda registry: registry.metric("own", metric("own", higher_is_better=True)), "metric"),
        (lambda registry: registry.measurement("own", tiny_data, gives=("own",)), "measurement"),
        (lambda registry: registry.figure("own", Values), "figure"),
    ],
)
def test_a_name_is_taken_once(register, what):
    registry = Registry()
    register(registry)
    with pytest.raises(DeclarationError, match=f"there is a {what} 'own' already"):
        register(registry)


@pytest.mark.parametrize(
    ("register", "message"),
    [
        (lambda registry: registry.dataset("own", 7), "load must be a function, not 7"),
        (lambda registry: registry.dataset("own", tiny_data, draw=7), "draw must be a function, not 7"),
        (lambda registry: registry.dataset("", tiny_data), "a data set's name must be a text, not ''"),
        (lambda registry: registry.dataset("own", tiny_data, inputs=(255, 0)), "inputs must be the least and the .*"),
        (lambda registry: registry.dataset("own", tiny_data, inputs=255), r"such as \(0, 255\), not 255"),
        (lambda registry: registry.dataset("own", tiny_data, inputs=(0, 1e300)), "inputs must be the least and .*"),
        (lambda registry: registry.dataset("own", tiny_data, inputs=(0, 1, 2)), "inputs must be the least and the .*"),
        (lambda registry: registry.metric("own", len), "must be made by harness.metric"),
        (
            lambda registry: registry.measurement("own", len, gives=("own",), at="night"),
            "moment of a measurement 'night'",
        ),
        (lambda registry: registry.figure("own", len), "must be a subclass of AnswersFigure"),
        (lambda registry: registry.figure("own", dict), "must be a subclass of AnswersFigure"),
    ],
)
def test_what_is_something_else_is_refused(register, message):
    with pytest.raises(DeclarationError, match=message):
        register(Registry())
