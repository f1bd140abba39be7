"""Section "Loss function", the tutorial's part about the mean squared error."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.exact import EPS, Floats, compiled_step, dense_network, descend, gradients, many_inputs
from claims.listings import MARGIN
from harness import Network, beats, claim, contradicted

SECTION = "Loss function"

LO4 = claim(
    "LO4",
    section=SECTION,
    says="Mean squared error averages the squared differences; its factor 1/N may be left out.",
)
LO5 = claim(
    "LO5",
    section=SECTION,
    says="Squared error suits continuous targets, that is, regression.",
    so="Predict the expected value of the bins: then cross-entropy is ahead in regression too, by "
    "{LO5[expected-value].below} standard deviations.",
)

targets = st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=40).map(np.array)


@LO4
@pytest.mark.exact
def test_mean_squared_error_is_its_formula(keras: Any) -> None:
    """Keras' MeanSquaredError is the mean of (prediction - target)**2, over the examples and their outputs.

    Float64, any shape, values to ±1e6: relative error at most one rounding for each number summed.
    """
    loss = keras.losses.MeanSquaredError(dtype="float64")

    @many_inputs
    @given(examples=st.integers(1, 40), outputs=st.integers(1, 5), scale=st.floats(1e-6, 1e6), seed=st.integers(0, 99))
    def check(examples: int, outputs: int, scale: float, seed: int) -> None:
        t, y = np.random.default_rng(seed).normal(scale=scale, size=(2, examples, outputs))
        formula = np.sum((y - t).astype(np.longdouble) ** 2) / (examples * outputs)
        np.testing.assert_allclose(float(loss(t, y)), float(formula), rtol=EPS * (y.size + 2))
        assert loss(t, t) == 0

    check()
    for t, y, expected in [([3.0], [1.0], 4), ([1.0, 2.0], [2.0, 4.0], 2.5), ([1e150], [-1e150], 4e300)]:
        assert float(loss(np.array([t]).T, np.array([y]).T)) == pytest.approx(expected, rel=4 * EPS)


@LO4
@pytest.mark.exact
@pytest.mark.parametrize("n", [1, 2, 7, 100])
def test_sum_has_the_same_minimizer_and_n_times_the_gradient(keras: Any, tf: Any, n: int) -> None:
    """For a linear model, the sum of squares is N times the mean, in value and gradient, at random weights.

    At numpy's least-squares solution both gradients vanish, to within rounding (1e-12 of the random weights').
    """
    rng = np.random.default_rng(n)
    x, t = rng.normal(size=(n, 3)), rng.normal(size=(n, 1))
    model = dense_network(keras, 3, 1)
    mean = keras.losses.MeanSquaredError(dtype="float64")
    total = keras.losses.MeanSquaredError(reduction="sum", dtype="float64")
    assert float(total(t, model(x))) == pytest.approx(n * float(mean(t, model(x))), rel=n * EPS)
    of_mean, of_sum = (gradients(tf, model, loss, x, t) for loss in (mean, total))
    size = max(np.abs(g).max() for g in of_mean)
    for one, other in zip(of_mean, of_sum, strict=True):
        np.testing.assert_allclose(other, n * one, rtol=0, atol=n * 1e-14 * size)

    solution = np.linalg.lstsq(np.column_stack([x, np.ones(n)]), t)[0]
    model.set_weights([solution[:-1], solution[-1]])
    for loss, scale in ((mean, 1), (total, n)):
        for gradient in gradients(tf, model, loss, x, t):
            assert np.abs(gradient).max() < 1e-12 * scale * size


@LO4
@pytest.mark.exact
@pytest.mark.parametrize("n", [1, 7, 64])
def test_the_sum_takes_the_same_path_at_the_rate_divided_by_n(keras: Any, tf: Any, n: int) -> None:
    """Keras' SGD on the mean at a rate, and on the sum at the rate divided by N, visit the same weights.

    Both rates are multiples of 1/256, so that they have no rounding of their own in Keras' float32 rate.
    At the *same* rate the paths differ as soon as there is more than one example.
    """
    rng = np.random.default_rng(n)
    x, t, start = rng.normal(size=(n, 1)), rng.normal(size=(n, 1)), np.array([[2.0]])

    def path(reduction: str, rate: float) -> Floats:
        loss = keras.losses.MeanSquaredError(reduction=reduction, dtype="float64")
        weight = keras.Variable(start, dtype="float64")
        sgd = keras.optimizers.SGD(rate)
        return descend(weight, compiled_step(tf, sgd, weight, lambda w: loss(t, tf.matmul(x, w))), steps=30)

    of_mean, of_sum = path("sum_over_batch_size", n / 256), path("sum", 1 / 256)
    assert np.abs(of_mean - start).max() > 1e-3
    np.testing.assert_allclose(of_sum, of_mean, rtol=1e-12)
    assert np.allclose(path("sum", n / 256), of_mean, rtol=1e-3) == (n == 1)


def loss_of_a_constant(keras: Any, t: Floats, c: Any) -> Any:
    """Return Keras' mean squared error of predicting c for each of the targets."""
    return keras.losses.MeanSquaredError(dtype="float64")(t[:, None], c * np.ones((len(t), 1)))


@LO5
@pytest.mark.exact
def test_squared_error_is_least_at_the_mean(keras: Any, tf: Any) -> None:
    """Of all constants, the targets' mean has the least Keras mean squared error, and a gradient of 0.

    At any other constant c the loss is larger by (c - mean)**2 and the gradient is 2 (c - mean). Float64, relative to
    the targets' size.
    """

    @many_inputs
    @given(t=targets, distance=st.floats(-1e6, 1e6))
    def check(t: Floats, distance: float) -> None:
        mean, size = float(np.mean(t)), 1 + np.abs(t).max() + abs(distance)
        constant = tf.constant(mean + distance, tf.float64)
        with tf.GradientTape() as tape:
            tape.watch(constant)
            value = loss_of_a_constant(keras, t, constant)
        excess = float(value) - float(loss_of_a_constant(keras, t, tf.constant(mean, tf.float64)))
        assert excess == pytest.approx(distance**2, abs=1e-13 * size**2)
        assert float(tape.gradient(value, constant)) == pytest.approx(2 * distance, abs=1e-13 * size)

    check()


@LO5
@pytest.mark.exact
@pytest.mark.parametrize("n", [1, 2, 7, 100])
def test_descent_on_squared_error_ends_at_the_mean(keras: Any, tf: Any, n: int) -> None:
    """From any constant, Keras' SGD with a rate of 1/4 halves the distance to the targets' mean in every step.

    Float64, from distances of 1e-6 to 1e6, relative to the targets' size.
    """
    t = np.random.default_rng(n).normal(scale=100, size=n)
    mean, distances = float(np.mean(t)), np.array([-1e6, -1.0, 1e-6, 1.0, 1e6])
    constant = keras.Variable(mean + distances, dtype="float64")

    def loss(constants: Any) -> Any:
        return tf.add_n([loss_of_a_constant(keras, t, c) for c in tf.unstack(constants)])

    path = descend(constant, compiled_step(tf, keras.optimizers.SGD(0.25), constant, loss), steps=5)
    expected = distances * 0.5 ** np.arange(6)[:, np.newaxis]
    np.testing.assert_allclose(path - mean, expected, rtol=1e-12, atol=1e-13 * (1 + np.abs(t).max()))


# The same small network, scaled inputs, Adam: as people do regression on a few hundred rows.
REGRESSION = Network(
    data="diabetes",
    hidden=(32,),
    activation="relu",
    dropout=0.0,
    optimizer="adam",
    learning_rate=0.01,
    batch_size=32,
    epochs=20,
    loss="mean_squared_error",
).measuring("test_rmse", "expected_rmse")
BINNED = REGRESSION.with_(data="diabetes-binned", loss="categorical_crossentropy")


@LO5
@pytest.mark.parametrize(
    "comparison",
    [
        # What a distribution over bins predicts as a number: the most probable bin's, or the mean.
        pytest.param(beats(REGRESSION, BINNED, on="test_rmse", by=MARGIN), id="most-probable"),
        pytest.param(
            beats(REGRESSION, BINNED, on="expected_rmse", by=MARGIN),
            id="expected-value",
            marks=contradicted(
                "With the expected value of the bins, the network that was trained with cross-entropy is the better "
                "one, by {below} standard deviations in the median."
            ),
        ),
    ],
)
def test_squared_error_suits_regression(comparison, judge):
    assert judge(comparison).supported
