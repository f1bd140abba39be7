"""Section "Learning rate"."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from claims.exact import EPS, Floats, compiled_step, dense_network, descend, gradients
from claims.listings import MARGIN, TUTORIAL
from harness import at_least, beats, claim, contradicted

SECTION = "Learning rate"

LR1 = claim("LR1", section=SECTION, says="The learning rate sets how much each layer's weights change at once.")
LR2 = claim(
    "LR2",
    section=SECTION,
    says="There are four regimes, with rising rate: hardly any progress; a few steps; a waste of steps, but "
    "convergence; divergence, with values that grow and grow.",
)


@LR1
@pytest.mark.exact
@pytest.mark.parametrize("rate", [0.0, 0.001, 0.1, 1.0, 1000.0])
def test_the_update_is_the_rate_times_the_gradient(keras: Any, tf: Any, rate: float) -> None:
    """One training step of Keras' plain SGD changes every layer's weights and biases by -rate * gradient.

    Float64, through `train_on_batch`; inputs that float32 can hold, as Keras passes them on in that type, and the
    rate as the float32 in which Keras keeps it. The rounding is that of the weights and of the gradient.
    """
    rng = np.random.default_rng(4)
    x, y = rng.integers(-4, 5, size=(2, 16, 3)) / 4
    model = dense_network(keras, 3, 6, 4, 3, activation="tanh")
    loss = keras.losses.MeanSquaredError(dtype="float64")
    model.compile(optimizer=keras.optimizers.SGD(rate), loss=loss)
    gradient, before = gradients(tf, model, loss, x, y), model.get_weights()
    model.train_on_batch(x, y)
    for old, new, slope in zip(before, model.get_weights(), gradient, strict=True):
        step = -float(np.float32(rate)) * slope
        assert np.abs(slope).min() > 0
        np.testing.assert_allclose(new - old, step, rtol=1e-12, atol=4 * EPS * np.abs(old).max())


# ---- Quadratic bowls: the loss is half the sum of curvature * weight**2, its minimum 0. One step of gradient
# descent multiplies each weight by 1 - rate * curvature, and the regimes are what that factor says. ------------


@cache
def bowl(keras: Any, tf: Any, *curvatures: float) -> tuple[Any, Any, Any]:
    """Return Keras' SGD, its weights and a step of it down a bowl; compiled once, which takes longer than the path."""
    sgd, weights = keras.optimizers.SGD(), keras.Variable(np.ones(len(curvatures)), dtype="float64")
    curvature = tf.constant(curvatures, tf.float64)
    return sgd, weights, compiled_step(tf, sgd, weights, lambda w: tf.reduce_sum(curvature * w**2) / 2)


def descent(keras: Any, tf: Any, curvatures: list[float], rate: float, steps: int) -> Floats:
    """Return the path of Keras' SGD down a quadratic bowl, from 1 in every direction."""
    sgd, weights, step = bowl(keras, tf, *curvatures)
    sgd.learning_rate = rate
    weights.assign(np.ones(len(curvatures)))
    return descend(weights, step, steps)


def steps_needed(path: Floats) -> int:
    """Return the number of steps after which no weight is further than 1/200 from the minimum any more."""
    outside = np.flatnonzero(np.abs(path).max(axis=1) > 1 / 200)
    return int(outside[-1]) + 1


curvatures = pytest.mark.parametrize("curvature", [0.25, 1.0, 128.0])

# Rates as multiples of 1 / curvature, the rate that is at the minimum in one step.
REGIMES = {"crawling": 0.001, "direct": 0.9, "wasteful": 1.9, "diverging": 2.1}


@LR2
@pytest.mark.exact
@curvatures
@pytest.mark.parametrize("regime", REGIMES)
def test_regimes_of_one_weight(keras: Any, tf: Any, record_property: Any, regime: str, curvature: float) -> None:
    """Keras' SGD on a parabola, 60 steps: what the tutorial's picture shows for four rates.

    Crawling: more than nine tenths of the way are still to go. Direct: down to 1/200 of the distance in 3 steps,
    never on the other side. Wasteful: on the other side after each step, each time nearer; 51 steps for the same
    1/200. Diverging: on the other side after each step, each time further away.
    """
    path = descent(keras, tf, [curvature], REGIMES[regime] / curvature, steps=60)
    needed, path = steps_needed(path), path[:, 0]
    if curvature == 1:  # the others' curves are the same
        drawn = {"title": "One weight on a parabola", "x": "step", "y": "weight, as a share of its start"}
        record_property("curves", {**drawn, "lines": {regime: path[:13].tolist()}})
    distance, crosses = np.abs(path), np.sign(path[1:]) != np.sign(path[:-1])
    if regime == "crawling":
        assert 0.9 < path[-1] < path[1] < 1
        assert not crosses.any()
    elif regime == "direct":
        assert np.all(np.diff(path[:15]) < 0)
        assert not crosses[:15].any()
        assert needed == 3
    elif regime == "wasteful":
        assert crosses.all()
        assert np.all(np.diff(distance) < 0)
        assert needed == 51
    else:
        assert crosses.all()
        assert np.all(np.diff(distance) > 0)
        assert distance[-1] > 100


@LR2
@pytest.mark.exact
@curvatures
@pytest.mark.parametrize("multiple", [0.001, 0.5, 0.9, 1.0, 1.1, 1.5, 1.9, 2.0, 2.1, 3.0, 10.0])
def test_each_step_multiplies_the_distance(keras: Any, tf: Any, multiple: float, curvature: float) -> None:
    """After k steps of Keras' SGD on a parabola the weight is (1 - rate * curvature)**k times its start.

    With the rate as the float32 in which Keras keeps it; float64, a rounding or two for each step.
    """
    rate = float(np.float32(multiple / curvature))
    path = descent(keras, tf, [curvature], rate, steps=10)[:, 0]
    np.testing.assert_allclose(path, (1 - rate * curvature) ** np.arange(11), rtol=10 * 4 * EPS)


@LR2
@pytest.mark.exact
@curvatures
def test_the_borders_are_one_and_two_over_the_curvature(keras: Any, tf: Any, curvature: float) -> None:
    """At 1 / curvature one step arrives; at 2 / curvature the weight jumps to and fro at one distance for ever.

    A thousandth to either side decides: whether a step crosses the minimum, and whether the distance shrinks.
    Curvatures are powers of 2, so that the borders themselves are float32 numbers.
    """

    def path(multiple: float) -> Floats:
        return descent(keras, tf, [curvature], multiple / curvature, steps=20)[:, 0]

    assert list(path(1.0)[:3]) == [1, 0, 0]
    assert path(0.999)[1] > 0 > path(1.001)[1]
    assert np.array_equal(path(2.0), (-1.0) ** np.arange(21))
    assert np.all(np.diff(np.abs(path(1.999))) < 0)
    assert np.all(np.diff(np.abs(path(2.001))) > 0)


@LR2
@pytest.mark.exact
@pytest.mark.parametrize("regime", REGIMES)
def test_regimes_of_an_ill_conditioned_bowl(keras: Any, tf: Any, record_property: Any, regime: str) -> None:
    """With curvatures 1 and 16 the steep direction sets the borders, 1/16 and 2/16, and the flat one the steps.

    The factors per step are 1 - rate and 1 - 16 rate. Crawling at a thousandth of 1/16: hardly anything moves.
    Direct: the best rate there is, 2 / (1 + 16), shrinks both by 15/17 and needs 43 steps to 1/200, where a single
    weight would need one; other rates need more. Wasteful at 1.9/16: the steep direction crosses the valley at each
    step. Diverging at 2.1/16: the steep direction grows without end, although the flat one converges.
    """
    rate = 2 / 17 if regime == "direct" else REGIMES[regime] / 16
    path = descent(keras, tf, [1.0, 16.0], rate, steps=60)
    flat, steep = path.T
    drawn = {
        "title": "Two weights on a bowl with curvatures 1 and 16",
        "x": "step",
        "y": "loss, as a share of its start",
    }
    record_property("curves", {**drawn, "lines": {regime: ((flat**2 + 16 * steep**2) / 17).tolist()}})
    crosses = np.sign(steep[1:]) != np.sign(steep[:-1])
    if regime == "crawling":
        assert flat[-1] > 0.99
        assert 0.9 < steep[-1] < 1
    elif regime == "direct":
        assert steps_needed(path) == 43
        others = [descent(keras, tf, [1.0, 16.0], factor * rate, steps=60) for factor in (0.9, 1.05)]
        assert min(map(steps_needed, others)) > 43
    elif regime == "wasteful":
        assert crosses.all()
        assert np.all(np.diff(np.abs(steep)) < 0)
        assert np.all(np.diff(flat) < 0)
        assert steps_needed(path) == 51
    else:
        assert crosses.all()
        assert np.all(np.diff(np.abs(steep)) > 0)
        assert abs(steep[-1]) > 100
        assert 0 < flat[-1] < 0.001


@claim("LR3", section=SECTION, says="Of the learning rates 0.01, 0.1 and 1.0, 0.1 trains the best model.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(
            beats(TUTORIAL, TUTORIAL.with_(learning_rate=rate), on="test_accuracy", by=MARGIN, baseline=True),
            id=f"{rate}",
        )
        for rate in (0.01, 1.0)
    ],
)
def test_a_rate_of_a_tenth_is_best(comparison, judge):
    assert judge(comparison).supported


@claim(
    "LR4",
    section=SECTION,
    says="With too low a rate, training hardly makes progress.",
    so="Give a low rate more epochs before you discard it: at 0.001 the loss ends at {LR4[0.001].effect} of "
    "where it began.",
)
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            at_least(TUTORIAL.with_(learning_rate=0.001), on="loss_ratio", value=0.9),
            id="0.001",
            marks=contradicted(
                "At so low a rate training is slow, but it goes on: the loss ends at {effect} of its first value in "
                "the median ({interval})."
            ),
        )
    ],
)
def test_a_low_rate_hardly_progresses(question, judge):
    assert judge(question).supported


CONTRADICTED = {
    1.0: contradicted(
        "At the lowest of these rates training is poor but does not diverge: the loss ends at {effect} of where it "
        "started, in the median."
    )
}


@claim(
    "LR5",
    section=SECTION,
    says="With too high a rate, training diverges.",
    so="Do not wait for divergence to call a rate too high: at 1.0 the loss still ends at {LR5[1].effect} of "
    "where it began; at 10 it ends at {LR5[10].effect} times its start.",
)
@pytest.mark.parametrize(
    "question",
    [
        # The training loss ends above where it started, or is no number any more (the worst there is).
        pytest.param(
            at_least(TUTORIAL.with_(learning_rate=rate), on="loss_ratio", value=1.0),
            id=f"{rate:g}",
            marks=CONTRADICTED.get(rate, ()),
        )
        for rate in (1.0, 10.0, 100.0)
    ],
)
def test_a_high_rate_diverges(question, judge):
    assert judge(question).supported
