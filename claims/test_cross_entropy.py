"""Section "Loss function", the tutorial's part about the cross-entropy."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.exact import EPS, many_inputs, one_hot
from claims.listings import MARGIN, TUTORIAL
from harness import Network, beats, claim, tuned

SECTION = "Loss function"

LO7 = claim(
    "LO7",
    section=SECTION,
    says="With one-hot labels, cross-entropy counts the correct label's term only: it falls to 0 as that "
    "probability nears 1 and grows without bound as it nears 0.",
)

CLIP = 1e-7
"""Keras' epsilon: as an array, a probability counts as at least this and at most 1 minus this."""


@LO7
@pytest.mark.exact
def test_only_the_correct_label_counts(keras: Any) -> None:
    """Keras' categorical cross-entropy is minus the logarithm of the correct label's probability.

    So it does not change when the wrong labels share the rest in another way. Float64, 2 to 10 labels, any of them
    correct; probabilities above Keras' clip. Bound: the few roundings of normalizing, relative to 1 + the loss.
    """
    loss_of = keras.losses.categorical_crossentropy

    @many_inputs
    @given(classes=st.integers(2, 10), p=st.floats(1e-6, 1 - 1e-6), seed=st.integers(0, 99))
    def check(classes: int, p: float, seed: int) -> None:
        rng = np.random.default_rng(seed)
        correct = rng.integers(classes)
        wrong = rng.dirichlet(np.ones(classes - 1), size=5) * (1 - p)  # five ways to share the rest
        predicted = np.insert(wrong, correct, p, axis=1)
        losses = loss_of(one_hot([correct] * 5, classes), predicted).numpy()
        np.testing.assert_allclose(losses, -np.log(p), rtol=0, atol=20 * EPS * (1 - np.log(p)))

    check()


@LO7
@pytest.mark.exact
@pytest.mark.parametrize(("label", "odds"), [(0, 2), (1, 4), (2, 8), (3, 8)])
def test_cross_entropy_by_hand(keras: Any, label: int, odds: int) -> None:
    """A worked example: for the probabilities 1/2, 1/4, 1/8, 1/8 the losses are the logarithms of 2, 4, 8, 8."""
    y, predicted = one_hot([label], 4), np.array([[1 / 2, 1 / 4, 1 / 8, 1 / 8]])
    loss = float(keras.losses.categorical_crossentropy(y, predicted)[0])
    assert loss == pytest.approx(np.log(odds), rel=4 * EPS)


@LO7
@pytest.mark.exact
def test_cross_entropy_falls_as_the_correct_label_gets_likelier(keras: Any) -> None:
    """Keras' loss falls strictly over rising probabilities of the correct label, from 1e-6 to 1 - 1e-6.

    Beyond its clip at 1e-7 it stands still: given the probabilities 0 and 1 themselves, Keras answers with
    16.118 and 1e-7 instead of the formula's infinity and 0.
    """
    p = np.concatenate([np.geomspace(1e-6, 0.5, 500), 1 - np.geomspace(0.5, 1e-6, 500)[1:]])
    losses = keras.losses.categorical_crossentropy(one_hot([0] * len(p), 2), np.column_stack([p, 1 - p])).numpy()
    assert np.all(np.diff(losses) < 0)
    ends = keras.losses.categorical_crossentropy(one_hot([0, 0], 2), one_hot([1, 0], 2)).numpy()
    np.testing.assert_allclose(ends, [-np.log(CLIP), -np.log1p(-CLIP)], rtol=1e-8)


@LO7
@pytest.mark.exact
@pytest.mark.parametrize("way", ["from-logits", "softmax-layer", "training"])
def test_cross_entropy_has_the_formula_s_limits(keras: Any, tf: Any, way: str) -> None:
    """Towards probability 1 the loss falls to 0, towards 0 it grows without bound: 10, 100, 1000, ... 1e30.

    For two labels whose logits differ by z the correct one has probability 1 / (1 + exp(-z)) and the loss is
    log(1 + exp(-z)). Keras computes it from the logits, without its clip, if it is told so, and also behind a
    softmax layer; "training" is a float32 model as in the tutorial, its loss as Keras itself evaluates it.
    Bound: the dtype's eps relative to 1 + the loss.
    """
    logits = np.array([-1e30, -1000, -100, -10, -1, 0, 1, 10, 40, 1000])
    inputs, y = np.column_stack([logits, np.zeros(10)]), one_hot([0] * 10, 2)
    if way == "training":
        model = keras.Sequential([keras.Input((2,)), keras.layers.Activation("softmax")])
        model.compile(loss="categorical_crossentropy")
        losses = np.array([model.evaluate(x[None], t[None], verbose=0) for x, t in zip(inputs, y, strict=True)])
    else:
        softmax = keras.activations.softmax if way == "softmax-layer" else tf.identity
        predicted = softmax(tf.constant(inputs))
        losses = keras.losses.categorical_crossentropy(y, predicted, from_logits=way == "from-logits").numpy()
    formula = np.logaddexp(0, -logits)
    eps = float(np.finfo(np.float32).eps) if way == "training" else EPS
    np.testing.assert_allclose(losses, formula, rtol=2 * eps, atol=2 * eps)
    assert losses[0] >= 1e29
    assert losses[-1] == 0


SQUARED = {"loss": "mean_squared_error"}
TUNABLE = TUTORIAL.with_(held_out=0.2)


def at_best_rate(arm: Network) -> Any:
    """Return the arm at the rate that is best within each seed: a rate that suits one loss need not suit another."""
    return tuned(arm, learning_rate=[0.03, 0.1, 0.3, 1.0, 3.0], by="held_out_loss")


@claim("LO6", section=SECTION, says="Cross-entropy suits classification better than squared error.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(TUTORIAL, TUTORIAL.with_(**SQUARED), on="test_accuracy", by=MARGIN), id="rate-0.1"),
        pytest.param(
            beats(at_best_rate(TUNABLE), at_best_rate(TUNABLE.with_(**SQUARED)), on="test_accuracy", by=MARGIN),
            id="best-rate",
        ),
    ],
)
def test_cross_entropy_suits_classification(comparison, judge):
    assert judge(comparison).supported
