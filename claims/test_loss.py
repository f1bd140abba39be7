"""Section "Loss function"."""

import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.exact import EPS, Floats, dense_network, descend, gradients, many_inputs
from claims.listings import MARGIN, TUTORIAL
from harness.claim import at_least, beats, claim
from harness.experiment import Experiment
from harness.timing import Growth

SECTION = "Loss function"

LO1 = claim(
    "LO1", section=SECTION, says="The share of correct answers alone does not tell how good the single outputs are."
)
LO2 = claim("LO2", section=SECTION, says="Backpropagation computes the loss's derivatives, and cheaply.")
LO4 = claim(
    "LO4",
    section=SECTION,
    says="Mean squared error averages the squared differences; its factor 1/N may be left out.",
)
LO5 = claim("LO5", section=SECTION, says="Squared error suits continuous targets, that is, regression.")
LO7 = claim(
    "LO7",
    section=SECTION,
    says="With one-hot labels, cross-entropy counts the correct label's term only: it falls to 0 as that "
    "probability nears 1 and grows without bound as it nears 0.",
)

targets = st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=40).map(np.array)
losses = pytest.mark.parametrize(
    "loss", ["categorical_crossentropy", "mean_squared_error"], ids=["cross-entropy", "squared-error"]
)


def one_hot(labels: Any, classes: int) -> Floats:
    """Return the rows of the identity matrix that the labels name."""
    return np.eye(classes)[np.asarray(labels, dtype=int), :]


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
    assert all(np.all(d == 0) for d in central_differences(model, accuracy, x, y, distance=1e-6))


def central_differences(model: Any, loss: Any, x: Floats, y: Floats, distance: float) -> list[Floats]:
    """Return the slope of `loss(y, model(x))` between two values of each weight, all others fixed."""
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
                values.append(float(loss(y, model(x))))
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
    slopes = central_differences(model, loss_of, x, y, distance=1e-5)
    for gradient, slope in zip(backpropagated, slopes, strict=True):
        assert np.abs(gradient).max() > 1e-3  # something to agree on
        np.testing.assert_allclose(gradient, slope, rtol=0, atol=1e-8)


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
        return descend(tf, keras.optimizers.SGD(rate), weight, lambda w: loss(t, tf.matmul(x, w)), steps=30)

    of_mean, of_sum = path("sum_over_batch_size", n / 256), path("sum", 1 / 256)
    assert np.abs(of_mean - start).max() > 1e-3
    np.testing.assert_allclose(of_sum, of_mean, rtol=1e-12)
    assert np.allclose(path("sum", n / 256), of_mean, rtol=1e-3) == (n == 1)


@LO5
@pytest.mark.exact
def test_squared_error_is_least_at_the_mean(keras: Any, tf: Any) -> None:
    """Of all constants, the targets' mean has the least Keras mean squared error, and a gradient of 0.

    At any other constant c the loss is larger by (c - mean)**2 and the gradient is 2 (c - mean); Keras' SGD with
    a rate of 1/4 therefore halves the distance in every step. Float64, relative to the targets' size.
    """
    loss = keras.losses.MeanSquaredError(dtype="float64")

    @many_inputs
    @given(t=targets, distance=st.floats(-1e6, 1e6))
    def check(t: Floats, distance: float) -> None:
        mean, size = float(np.mean(t)), 1 + np.abs(t).max() + abs(distance)
        constant = keras.Variable(mean + distance, dtype="float64")

        def loss_of(c: Any) -> Any:
            return loss(t[:, None], c * np.ones((len(t), 1)))

        excess = float(loss_of(constant.value)) - float(loss_of(tf.constant(mean, tf.float64)))
        assert excess == pytest.approx(distance**2, abs=1e-13 * size**2)
        with tf.GradientTape() as tape:
            value = loss_of(constant.value)
        slope = float(tape.gradient(value, constant.value))
        assert slope == pytest.approx(2 * distance, abs=1e-13 * size)
        path = descend(tf, keras.optimizers.SGD(0.25), constant, loss_of, steps=5)
        np.testing.assert_allclose(path - mean, distance * 0.5 ** np.arange(6), rtol=0, atol=1e-13 * size)

    check()


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


@claim("LO3", section=SECTION, says="The weights of every layer are updated so that the loss falls.")
@pytest.mark.parametrize(
    "question",
    [pytest.param(at_least(TUTORIAL.with_(epochs=1), on="layers_lowering_loss", value=1.0), id="layers")],
)
def test_a_step_on_each_layer_lowers_the_loss(question, judge):
    assert judge(question).supported


# The same small network, scaled inputs, Adam: as people do regression on a few hundred rows.
REGRESSION = Experiment(
    data="diabetes",
    hidden=(32,),
    activation="relu",
    dropout=0.0,
    optimizer="adam",
    learning_rate=0.01,
    batch_size=32,
    epochs=20,
    loss="mean_squared_error",
)


@LO5
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(
            beats(
                REGRESSION,
                REGRESSION.with_(data="diabetes-binned", loss="categorical_crossentropy"),
                on="test_rmse",
                by=MARGIN,
            ),
            id="diabetes",
        )
    ],
)
def test_squared_error_suits_regression(comparison, judge):
    assert judge(comparison).supported


@claim("LO6", section=SECTION, says="Cross-entropy suits classification better than squared error.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(
            beats(TUTORIAL, TUTORIAL.with_(loss="mean_squared_error"), on="test_accuracy", by=MARGIN), id="digits"
        )
    ],
)
def test_cross_entropy_suits_classification(comparison, judge):
    assert judge(comparison).supported


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

    @tf.function
    def backwards() -> Any:
        with tf.GradientTape() as tape:
            tape.watch(start)
            value = loss(start)
        return tape.gradient(value, start)

    @tf.function
    def one_by_one() -> Any:
        step = 1e-6
        derivatives = tf.TensorArray(tf.float64, size=sum(sizes))
        for index in tf.range(sum(sizes)):
            move = step * tf.one_hot(index, sum(sizes), dtype=tf.float64)
            slope = (loss(start + move) - loss(start - move)) / (2 * step)
            derivatives = derivatives.write(index, slope)
        return derivatives.stack()

    np.testing.assert_allclose(backwards(), one_by_one(), rtol=1e-5, atol=1e-6)
    return lambda: backwards().numpy(), lambda: one_by_one().numpy()
