"""Section "Loss function"; squared error and cross-entropy, its two parts, have files of their own."""

import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.exact import Floats, dense_network, gradients, many_inputs, one_hot
from claims.listings import TUTORIAL
from harness import Growth, at_least, claim

SECTION = "Loss function"

LO1 = claim(
    "LO1", section=SECTION, says="The share of correct answers alone does not tell how good the single outputs are."
)
LO2 = claim("LO2", section=SECTION, says="Backpropagation computes the loss's derivatives, and cheaply.")

losses = pytest.mark.parametrize(
    "loss", ["categorical_crossentropy", "mean_squared_error"], ids=["cross-entropy", "squared-error"]
)


def classifier(keras: Any, activation: str = "tanh") -> tuple[Any, Floats, Floats]:
    """Return a small float64 network with two hidden layers, inputs and one-hot labels."""
    rng = np.random.default_rng(3)
    model = dense_network(keras, 3, 5, 4, 3, activation=activation, output="softmax")
    return model, rng.normal(size=(8, 3)), one_hot(rng.integers(3, size=8), 3)


def mean_of(tf: Any, loss: Any) -> Any:
    """Return the mean over the examples of one of Keras' losses or metrics."""
    return lambda y, predicted: tf.reduce_mean(loss(y, predicted))


@LO1
@pytest.mark.exact
@losses
def test_equal_accuracy_hides_different_losses(keras: Any, tf: Any, loss: str) -> None:
    """Of two predictors with the same right and wrong answers, Keras' accuracy sees no difference, its loss does.

    Each gives its answer, right or wrong, a certain probability above 1/2: the surer one has the smaller loss if
    all answers are right, the larger one if all are wrong. Any two such probabilities a thousandth apart.
    """
    loss_of = mean_of(tf, getattr(keras.losses, loss))
    sureness = st.floats(0.501, 0.998)

    @many_inputs
    @given(labels=st.lists(st.integers(0, 1), min_size=1, max_size=30), a=sureness, b=sureness, right=st.booleans())
    def check(labels: list[int], a: float, b: float, right: bool) -> None:
        hesitant, sure = min(a, b), max(a, b) + 0.001
        y = one_hot(labels, 2)
        answers = y if right else 1 - y
        accuracies, values = set(), []
        for probability in (hesitant, sure):
            predicted = answers * probability + (1 - answers) * (1 - probability)
            accuracies.add(float(np.mean(keras.metrics.categorical_accuracy(y, predicted))))
            values.append(float(loss_of(y, predicted)))
        assert accuracies == {float(right)}
        assert values[1] < values[0] if right else values[1] > values[0]

    check()


@LO1
@pytest.mark.exact
@losses
def test_accuracy_gives_training_no_direction(keras: Any, tf: Any, loss: str) -> None:
    """For every weight, the derivative of Keras' accuracy is 0 where the derivative of its loss is not.

    By automatic differentiation, and by moving each weight a little: the accuracy stays the same to the last bit.
    """
    model, x, y = classifier(keras)
    accuracy = mean_of(tf, keras.metrics.categorical_accuracy)
    assert all(np.all(g == 0) for g in gradients(tf, model, accuracy, x, y))
    assert all(np.all(g != 0) for g in gradients(tf, model, mean_of(tf, getattr(keras.losses, loss)), x, y))
    assert all(np.all(d == 0) for d in central_differences(tf, model, accuracy, x, y, distance=1e-6))


def central_differences(tf: Any, model: Any, loss: Any, x: Floats, y: Floats, distance: float) -> list[Floats]:
    """Return the slope of `loss(y, model(x))` between two values of each weight, all others fixed."""
    value = tf.function(lambda: loss(tf.constant(y), model(tf.constant(x))), autograph=False)
    slopes = []
    for variable in model.trainable_variables:
        original = variable.numpy()
        slope = np.empty(original.shape)
        for index in np.ndindex(original.shape):
            values = []
            for sign in (1, -1):
                moved = original.copy()
                moved[index] += sign * distance
                variable.assign(moved)
                values.append(float(value()))
            slope[index] = (values[0] - values[1]) / (2 * distance)
        variable.assign(original)
        slopes.append(slope)
    return slopes


@LO2
@pytest.mark.exact
@losses
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
def test_backpropagation_gives_the_derivative(keras: Any, tf: Any, activation: str, loss: str) -> None:
    """For each weight of a small network the backpropagated derivative is the slope that the loss itself shows.

    Central differences at a distance of 1e-5 in float64: their error is about the squared distance (1e-10) plus
    the loss's rounding divided by the distance (1e-11); 1e-8 covers both.
    """
    model, x, y = classifier(keras, activation)
    loss_of = mean_of(tf, getattr(keras.losses, loss))
    backpropagated = gradients(tf, model, loss_of, x, y)
    slopes = central_differences(tf, model, loss_of, x, y, distance=1e-5)
    for gradient, slope in zip(backpropagated, slopes, strict=True):
        assert np.abs(gradient).max() > 1e-3  # something to agree on
        np.testing.assert_allclose(gradient, slope, rtol=0, atol=1e-8)


STEPPED = TUTORIAL.with_(epochs=1).measuring("single_layer_steps", "later_steps")


@claim("LO3", section=SECTION, says="The weights of every layer are updated so that the loss falls.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(at_least(STEPPED, on="layers_lowering_loss", value=1.0), id="before"),
        pytest.param(at_least(STEPPED, on="layers_lowering_loss_later", value=1.0), id="after"),
    ],
)
def test_a_step_on_each_layer_lowers_the_loss(question, judge):
    assert judge(question).supported


# Networks of one hidden layer with about this many parameters.
PARAMETERS = (32, 128, 512, 2048)


@LO2
@pytest.mark.benchmark(group="LO2")
@pytest.mark.parametrize(
    "timing",
    [
        # In proportion to their number: to the power of 1, give or take what small networks cost besides arithmetic.
        pytest.param(
            Growth(
                sides=PARAMETERS,
                of="seconds for finite differences over seconds for backpropagation",
                by="number of parameters",
                low=0.8,
                high=1.2,
            ),
            id="cost",
        )
    ],
)
def test_backpropagation_is_cheap(timing, judge_rounds, keras, tf):
    """One backward pass against a central difference for every parameter, both compiled."""
    pairs = [derivatives_both_ways(keras, tf, parameters) for parameters in timing.sides]
    assert judge_rounds(timing, lambda: [seconds(apart, 1) / seconds(back, 10) for back, apart in pairs]).supported


def seconds(work: Any, times: int) -> float:
    """Return how long some work takes, the mean of so many times."""
    started = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - started) / times


def derivatives_both_ways(keras: Any, tf: Any, parameters: float) -> tuple[Any, Any]:
    """Return two functions that compute the same gradient of a small network: backwards, and one by one."""
    hidden = round((parameters - 1) / 8)  # 6 inputs, a bias, and 1 weight of the output for each hidden unit
    model = dense_network(keras, 6, hidden, 1, activation="tanh")
    shapes = [variable.shape for variable in model.trainable_variables]
    sizes = [int(np.prod(shape)) for shape in shapes]
    x, y = (tf.constant(np.random.default_rng(0).normal(size=(32, width))) for width in (6, 1))
    start = tf.concat([tf.reshape(variable.value, [-1]) for variable in model.trainable_variables], 0)

    def loss(flat: Any) -> Any:
        weights = [tf.reshape(part, shape) for part, shape in zip(tf.split(flat, sizes), shapes, strict=True)]
        predicted, _ = model.stateless_call(weights, [], x, training=True)
        return tf.reduce_mean(keras.losses.mean_squared_error(y, predicted))

    @tf.function(autograph=False)
    def backwards() -> Any:
        with tf.GradientTape() as tape:
            tape.watch(start)
            value = loss(start)
        return tape.gradient(value, start)

    def slope(index: Any) -> Any:
        step = 1e-6
        move = step * tf.one_hot(index, sum(sizes), dtype=tf.float64)
        return (loss(start + move) - loss(start - move)) / (2 * step)

    @tf.function(autograph=False)
    def one_by_one() -> Any:
        return tf.map_fn(slope, tf.range(sum(sizes)), fn_output_signature=tf.float64, parallel_iterations=1)

    np.testing.assert_allclose(backwards(), one_by_one(), rtol=1e-5, atol=1e-6)
    return lambda: backwards().numpy(), lambda: one_by_one().numpy()
