"""Section "Activation function": what the functions are; what they do to a network's training is judged by seeds."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.activations import AC4, AC5, EXTREMES, SECTION, SEEN, activation, dtypes, seen, ways
from claims.exact import EPS, Floats, dense_network, many_inputs, normal_floats, value_and_derivative
from claims.linear import (
    depths,
    labels_of,
    linear_misfit,
    lines_that_part,
    multiplied_out,
    network_of_line,
    right,
    right_with,
    sizes,
)
from claims.toys import CIRCLES, LINEAR, MOST_EPOCHS, NEARLY_ALL, RAW, RELU, UNIT, XOR
from harness import at_most, beats, claim, contradicted

AC1 = claim(
    "AC1", section=SECTION, says="Without activation functions a stack of layers is one linear map, however deep."
)
AC2 = claim(
    "AC2", section=SECTION, says="Without activations, data that no straight line separates cannot be classified."
)


@AC1
@pytest.mark.exact
@pytest.mark.parametrize("units", [(3, 2), (3, 5, 2), (4, 1, 4), (2, 7, 7, 3), (5, 8, 3, 8, 2, 6, 4)], ids=sizes)
def test_dense_layers_alone_are_one_matrix_and_bias(keras: Any, units: tuple[int, ...]) -> None:
    """Keras' output of Dense layers without activation is x @ matrix + bias, both multiplied out in numpy.

    Float64; each layer's sum of products may round, which 1e-12 relative to the output's size covers.
    """
    model = dense_network(keras, *units)
    x = np.random.default_rng(1).normal(scale=100, size=(50, units[0]))
    matrix, bias = multiplied_out(model.get_weights())
    y = model(x).numpy()
    np.testing.assert_allclose(y, x @ matrix + bias, rtol=0, atol=1e-12 * np.abs(y).max())


@AC1
@pytest.mark.exact
@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("function", ["linear", "sigmoid", "relu", "tanh"])
def test_only_with_activations_no_linear_map_fits(keras: Any, function: str, depth: int) -> None:
    """The linear map nearest to a network's outputs, by least squares, is the network itself, or far from it.

    Without activations the fit is exact up to float64 rounding (1e-12 of the outputs' spread); with any of the
    three activations behind each hidden layer, even the best linear map misses some output by 1 % of the spread.
    """
    model = dense_network(keras, 2, *[6] * depth, 1, activation=function)
    x = np.random.default_rng(2).normal(size=(200, 2))
    misfit = linear_misfit(x, model(x).numpy())
    assert misfit < 1e-12 if function == "linear" else misfit > 0.01


@AC4
@pytest.mark.exact
@dtypes
@ways
def test_sigmoid_is_its_formula(keras: Any, tf: Any, way: str, dtype: str) -> None:
    """Keras' sigmoid is 1 / (1 + exp(-x)), from -1000 to 1000, at 0 and at both infinities.

    Relative error at most 8 units in the last place of the dtype; results below its smallest normal number may
    come out as 0, because TensorFlow's CPU kernels have no subnormal numbers.
    """
    sigmoid, limits = activation(keras, "sigmoid", way, dtype), np.finfo(dtype)

    @many_inputs
    @given(x=normal_floats(-1000, 1000))
    def check(x: Floats) -> None:
        x = np.concatenate([x, EXTREMES, np.linspace(-50, 50, 201)]).astype(dtype)
        with np.errstate(over="ignore"):  # exp(1000) is inf, and 1 / inf the right 0
            formula = 1 / (1 + np.exp(-x.astype(np.longdouble)))
        result = sigmoid(tf.constant(x)).numpy()
        assert result.dtype == dtype
        np.testing.assert_allclose(result, formula, rtol=8 * float(limits.eps), atol=float(limits.tiny))

    check()


@AC4
@pytest.mark.exact
@pytest.mark.parametrize(
    ("dtype", "lowest", "highest"), [("float32", -87, 16), ("float64", -708, 36)], ids=["float32", "float64"]
)
def test_sigmoid_lies_between_0_and_1(keras: Any, tf: Any, dtype: str, lowest: float, highest: float) -> None:
    """Keras' sigmoid is strictly between 0 and 1 as far as floats can tell, and never outside.

    Above 36 (float32: 16) the value is nearer to 1 than to the next smaller float, below -708 (-87) it is
    smaller than the smallest normal float: there the ends 0 and 1 themselves appear.
    """
    inside = keras.activations.sigmoid(tf.constant(np.linspace(lowest, highest, 100_001).astype(dtype))).numpy()
    assert np.all((inside > 0) & (inside < 1))
    assert np.all(np.diff(inside) >= -np.finfo(dtype).eps)
    ends = keras.activations.sigmoid(tf.constant(np.array([-np.inf, -1000, 1000, np.inf], dtype))).numpy()
    assert list(ends) == [0, 0, 1, 1]


@AC4
@pytest.mark.exact
@dtypes
def test_sigmoid_is_a_half_at_0(keras: Any, tf: Any, dtype: str) -> None:
    """Keras' sigmoid is exactly 1/2 at 0 and -0, below it on the left and above it on the right.

    Strictly from a distance of 4 eps on: nearer, 1/2 + x/4 rounds to 1/2, and the value may be 1/2 itself.
    """
    eps = float(np.finfo(dtype).eps)

    def sigmoid(x: Any) -> Any:
        return keras.activations.sigmoid(tf.constant(np.asarray(x, dtype))).numpy()

    assert list(sigmoid([0.0, -0.0])) == [0.5, 0.5]

    @many_inputs
    @given(x=normal_floats(0, 1e300))
    def check(x: Floats) -> None:
        with np.errstate(over="ignore"):  # beyond float32: inf
            x = np.concatenate([x, np.abs(EXTREMES)]).astype(dtype)
        left, right = sigmoid(-x), sigmoid(x)
        assert np.all(left <= 0.5)
        assert np.all(right >= 0.5)
        assert np.all(left[x >= 4 * eps] < 0.5)
        assert np.all(right[x >= 4 * eps] > 0.5)

    check()


@AC4
@pytest.mark.exact
@ways
def test_sigmoid_derivative_is_a_bell(keras: Any, tf: Any, record_property: Any, way: str) -> None:
    """Automatic differentiation of Keras' sigmoid s gives s(1 - s): 1/4 at 0, symmetric, falling to 0 on both sides.

    Float64; against exp(-x) / (1 + exp(-x))**2. The bound is absolute, 2 eps: right of 0 TensorFlow takes the
    difference 1 - s of numbers near 1, whose relative error grows with x.
    """
    right = np.linspace(0, 1000, 20_001)
    x = np.concatenate([-right[:0:-1], right])
    value, derivative = value_and_derivative(tf, activation(keras, "sigmoid", way, "float64"), x)
    decay = np.exp(-np.abs(x.astype(np.longdouble)))
    np.testing.assert_allclose(derivative, decay / (1 + decay) ** 2, rtol=0, atol=2 * EPS)
    np.testing.assert_allclose(derivative, value * (1 - value), rtol=4 * EPS, atol=0)
    np.testing.assert_allclose(derivative, derivative[::-1], rtol=0, atol=2 * EPS)
    assert derivative.max() == derivative[x == 0].item() == 0.25
    assert np.all(np.diff(derivative[x <= 0]) >= 0)
    assert np.all(np.diff(derivative[(x >= 0) & (x <= 30)]) < 0)  # further out, rounding is coarser than the fall
    assert list(derivative[[0, -1]]) == [0, 0]
    shown = value_and_derivative(tf, activation(keras, "sigmoid", way, "float64"), SEEN)
    record_property("curves", seen("The sigmoid", *shown))


@AC5
@pytest.mark.exact
@dtypes
@ways
def test_relu_is_its_formula(keras: Any, tf: Any, way: str, dtype: str) -> None:
    """Keras' ReLU gives exactly 0 for x < 0 and exactly x for x >= 0, both infinities included.

    A subnormal x may come out as 0: TensorFlow's CPU kernels take it for that.
    """
    relu, limits = activation(keras, "relu", way, dtype), np.finfo(dtype)

    @many_inputs
    @given(x=normal_floats(float(limits.min), float(limits.max)))
    def check(x: Floats) -> None:
        x = np.concatenate([x, EXTREMES]).astype(dtype)
        x[np.abs(x) < limits.tiny] = 0  # the float32 of a tiny float64
        result = relu(tf.constant(x)).numpy()
        assert result.dtype == dtype
        assert np.all(result[x < 0] == 0)
        assert np.array_equal(result[x >= 0], x[x >= 0])

    check()
    subnormal = np.array([limits.smallest_subnormal, limits.tiny / 2], dtype)
    assert np.all(np.isin(relu(tf.constant(subnormal)).numpy(), [0, *subnormal]))
    assert np.all(relu(tf.constant(-subnormal)).numpy() == 0)


@AC5
@pytest.mark.exact
@dtypes
@ways
def test_relu_derivative_is_a_step(keras: Any, tf: Any, record_property: Any, way: str, dtype: str) -> None:
    """Automatic differentiation of Keras' ReLU gives 0 left of 0 and 1 right of it.

    At 0 and -0, where the function has no derivative, TensorFlow gives 0, one of the slopes between the two sides.
    """
    relu, limits = activation(keras, "relu", way, dtype), np.finfo(dtype)

    @many_inputs
    @given(x=normal_floats(float(limits.tiny), float(limits.max)))
    def check(x: Floats) -> None:
        x = np.concatenate([x, [limits.tiny, 1000, np.inf]]).astype(dtype)
        assert np.all(value_and_derivative(tf, relu, x)[1] == 1)
        assert np.all(value_and_derivative(tf, relu, -x)[1] == 0)

    check()
    assert list(value_and_derivative(tf, relu, np.array([0.0, -0.0], dtype))[1]) == [0, 0]
    record_property("curves", seen("ReLU", *value_and_derivative(tf, relu, SEEN.astype(dtype))))


@AC2
@pytest.mark.exact
@depths
def test_no_line_gets_all_four_corners(keras: Any, units: tuple[int, ...]) -> None:
    """Lines part a square's corners in 14 of the 16 ways there are; the two that are left are XOR and its opposite.

    A linear program decides each way for all lines. A float64 softmax network of 1, 2 and 3 Dense layers without
    activation draws each line that there is (the sides differ by 2, far above rounding): the best gets 3 of 4 right.
    """
    lines = lines_that_part()
    drawn = [labels_of(network_of_line(keras, *units, line=line)) for line in lines.values()]
    assert drawn == list(lines)
    assert sorted(map(right, drawn)) == [1] * 4 + [2] * 6 + [3] * 4  # all but XOR with 4 and its opposite with 0


@AC2
@pytest.mark.exact
@pytest.mark.parametrize("function", ["linear", "relu"])
@depths
def test_random_linear_networks_get_three_corners_at_most(keras: Any, units: tuple[int, ...], function: str) -> None:
    """Of 300 softmax networks with normal weights the best gets 3 of XOR's corners right, with ReLU in between all 4.

    Float64: two outputs would have to be equal to some 1e-15 for rounding to matter. Nor do the networks without
    activation get more with weights of -3 to 3 in whole numbers, where nothing is rounded and many a line goes
    through a corner.
    """
    model = dense_network(keras, *units, activation=function, output="softmax")
    rng, linear = np.random.default_rng(3), function == "linear" or len(units) == 2  # nothing to activate
    results = {right_with(model, rng.normal(size=model.count_params())) for _ in range(300)}
    assert max(results) == (3 if linear else 4)

    @many_inputs
    @given(weights=st.lists(st.integers(-3, 3), min_size=model.count_params(), max_size=model.count_params()))
    def check(weights: list[int]) -> None:
        assert 1 <= right_with(model, weights) <= 3

    if linear:
        check()


@AC2
@pytest.mark.parametrize(
    "question",
    [
        # A line gets three of the square's four corners right, and no more.
        pytest.param(at_most(XOR.with_(**LINEAR), on="train_accuracy", value=0.75, **NEARLY_ALL), id="xor"),
        # Near chance: even the best half-plane gets only two thirds of two concentric circles right.
        pytest.param(
            at_most(CIRCLES.with_(**LINEAR), on="train_accuracy", value=0.6, **NEARLY_ALL),
            id="circles",
            marks=contradicted(
                "On one and the same draw of the circles only {yes} of {seeds} networks without activations get "
                "{claimed} of the points right.",
                "split == 'listing'",
            ),
        ),
    ],
)
def test_a_linear_network_cannot_separate(question, judge):
    assert judge(question).supported


@claim("AC3", section=SECTION, says="With an activation function, properly trained, it always can.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            at_most(
                toy.with_(activation=activation, epochs=MOST_EPOCHS),
                on="epochs_to_all",
                value=MOST_EPOCHS,
                **NEARLY_ALL,
            ),
            id=f"{name}-{activation}",
        )
        for name, toy in (("xor", XOR), ("circles", CIRCLES))
        for activation in ("sigmoid", "relu", "tanh")
    ],
)
def test_an_activation_separates(question, judge):
    assert judge(question).supported


@claim(
    "AC6",
    section=SECTION,
    says="The choice of activation matters: sigmoid is better on raw pixels, ReLU on pixels scaled to 0..1.",
    so="Scale the pixels and take ReLU: on scaled pixels it is ahead of sigmoid by {AC6[scaled].above}.",
)
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(RAW, RAW.with_(**RELU), on="test_accuracy", by=0.02, baseline=True), id="raw"),
        pytest.param(beats(UNIT.with_(**RELU), UNIT, on="test_accuracy", by=0.02, baseline=True), id="scaled"),
    ],
)
def test_the_activation_matters(comparison, judge):
    assert judge(comparison).supported
