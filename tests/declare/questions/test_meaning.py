"""Questions that cannot be meant as they stand: refused, with what was probably meant."""

import numpy as np
import pytest

from harness.base.errors import DeclarationError
from harness.data.arrays import Data
from harness.declare.claim import at_least, at_most, beats, exceeds, falls, gains_more, rises, same, within
from harness.declare.registry import used
from harness.declare.tuned import tuned
from tests.toys import TOY, builtin_registry, tiny_data

B, C, D = (TOY.with_(hidden=(units,)) for units in (8, 16, 32))
SQUARED = TOY.with_(loss="mean_squared_error")


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: beats(TOY, B, on="test_accuracy", by=5), "as a share, 5 points are 0.05"),
        (lambda: exceeds(TOY, B, on="test_accuracy", by=1), "no two test accuracy values differ by more$"),
        (lambda: gains_more((TOY, B), (C, D), on="test_accuracy", by=2), "differ by more; as a share, 2 points are"),
        (lambda: same(TOY, B, on="test_accuracy", within=2), "as a share, 2 points are 0.02"),
        (lambda: at_least(TOY, on="test_accuracy", value=90), "never above 1; as a share, 90 points are 0.9"),
        (lambda: at_most(TOY, on="test_loss", value=-1), "the test loss is never below 0"),
        (lambda: within(TOY, on="test_accuracy", low=0.9, high=-0.1), "low end must be below its high end"),
        (lambda: within(TOY, on="test_accuracy", low=1.5, high=2.0), "at least 1.5: .* is never above 1"),
        (lambda: beats(TOY, SQUARED, on="test_loss", by=0), "'test_loss' is another quantity in each of these arms"),
        (lambda: falls(TOY, B, SQUARED, on="train_loss"), "('categorical_crossentropy', 'mean_squared_error')"),
        (lambda: gains_more((TOY, SQUARED), (B, C), on="test_loss", by=0), "another quantity"),
    ],
)
def test_it_is_refused_when_it_is_declared(ask, message):
    with pytest.raises(DeclarationError, match=message.replace("(", r"\(").replace(")", r"\)")):
        ask()


def test_what_can_be_meant_is_not_refused():
    assert beats(TOY, B, on="test_accuracy", by=0.99).margin == 0.99
    assert gains_more((TOY, B), (C, D), on="test_accuracy", by=1.5).margin == 1.5
    assert at_least(TOY, on="test_accuracy", value=1.0).margin == 1.0
    assert beats(TOY, SQUARED, on="test_accuracy", by=0.01).metric.label == "test accuracy"
    pairs = gains_more((TOY, B), (SQUARED, SQUARED.with_(hidden=(8,))), on="test_loss", by=0)
    assert len(pairs.compared) == 2
    choice = tuned(TOY.with_(held_out=0.5), learning_rate=[0.1, 0.3], by="held_out_loss")
    assert at_most(choice, on="test_loss", value=1.0).margin == 1.0


@pytest.fixture
def registry():
    """Return a registry with data, other data, and data with the same test examples."""
    made = builtin_registry()
    first, other = tiny_data(), tiny_data(test=30)
    made.dataset("first", lambda: first)
    made.dataset("other", lambda: other)
    made.dataset("fewer", lambda: Data(first.x_train[:20], first.y_train[:20], first.x_test, first.y_test))
    with used(made):
        yield made


def test_arms_are_compared_on_the_same_test_examples_only(registry):
    on = {name: TOY.with_(data=name) for name in ("first", "other", "fewer")}
    rises(on["fewer"], on["first"], on="test_accuracy").check(registry.datasets)
    leads = gains_more(
        (on["first"], on["first"].with_(hidden=(8,))),
        (on["other"], on["other"].with_(hidden=(8,))),
        on="test_accuracy",
        by=0,
    )
    leads.check(registry.datasets)
    with pytest.raises(DeclarationError, match=r"tested on different examples .'first', 'other'. .* gains_more"):
        beats(on["first"], on["other"], on="test_accuracy", by=0).check(registry.datasets)


def test_numbers_may_be_numpys():
    asked = beats(
        TOY.with_(learning_rate=np.float32(0.5), hidden=(np.int64(8),)), TOY, on="test_accuracy", by=np.float32(0.5)
    )
    assert asked == beats(TOY.with_(learning_rate=0.5, hidden=(8,)), TOY, on="test_accuracy", by=0.5)
    assert asked.arms[0].key == TOY.with_(learning_rate=0.5, hidden=(8,)).key
    assert type(asked.by) is float
    assert at_least(TOY, on="test_accuracy", value=np.array(0.5), looks=(np.int64(12),)).looks == (12,)
