"""Section "Network structure settings"."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from claims.chosen import DEEP, WIDE
from claims.exact import Floats, dense_network, many_inputs, normal_floats
from claims.listings import MARGIN, TUTORIAL
from claims.not_below import not_below
from harness import Network, beats, claim, contradicted, exceeds, falls, rises

SECTION = "Network structure settings"

NS1 = claim("NS1", section=SECTION, says="More units or more layers can express functions that fewer cannot.")

# ---- Of one input, the output of ReLU units is a line with kinks, and what it can express is a matter of how many
# pieces it has (Telgarsky 2016, "Benefits of depth in neural networks"). The wave to be written has 2**k straight
# pieces on [0, 1], up from 0 to 1 and down again in turn: the flanks of 2**(k - 1) whole teeth. ----------------------

GRID = np.linspace(0, 1, 2**12 + 1)
"""Every kink of the waves is one of these points, all of which float64 holds exactly."""


def triangle_wave(x: Floats, k: int) -> Floats:
    """Return how far 2**k x is from the nearest even number, which IEEE 754's remainder gives without rounding."""
    return np.abs([math.remainder(ahead, 2) for ahead in 2.0**k * x])


def outputs(model: Any, x: Floats) -> Floats:
    """Return the output of a network of one input and one output for each of some numbers."""
    y: Floats = model(x.reshape(-1, 1)).numpy().reshape(x.shape)
    return y


def network_of(keras: Any, *units: int, weights: list[Any]) -> Any:
    """Return a network of one input, hidden layers of so many ReLU units, and one output, with these weights."""
    model = dense_network(keras, 1, *units, 1, activation="relu")
    model.set_weights([np.array(array, dtype=np.float64) for array in weights])
    return model


def deep_wave(keras: Any, k: int) -> Any:
    """Return the tent map 2 relu(x) - 4 relu(x - 1/2), which is 0, 1, 0 at 0, 1/2, 1, applied k times in k layers.

    A layer's two units are relu(x) and relu(x - 1/2) of the map's value so far, which is theirs to take from below.
    """
    bias, again = [0, -1 / 2], [[2, 2], [-4, -4]]
    return network_of(keras, *[2] * k, weights=[[[1, 1]], bias, *[again, bias] * (k - 1), [[2], [-4]], [0]])


def shallow_wave(keras: Any, k: int) -> Any:
    """Return the same wave from one layer of 2**k units: one to set off at 0, one for each of the kinks to follow."""
    starts, turns = np.arange(2**k) / 2**k, 2.0 ** (k + 1) * (-1.0) ** np.arange(2**k)
    turns[0] /= 2
    return network_of(keras, 2**k, weights=[np.ones((1, 2**k)), -starts, turns[:, np.newaxis], [0]])


@NS1
@pytest.mark.exact
@pytest.mark.parametrize("network", [deep_wave, shallow_wave])
@pytest.mark.parametrize("k", [1, 2, 3, 4, 5, 6])
def test_layers_multiply_the_pieces_and_units_add_them(keras: Any, record_property: Any, k: int, network: Any) -> None:
    """The wave of 2**k pieces is written by k hidden layers of 2 ReLU units in Keras, or by one of 2**k units.

    Float64, without any tolerance, on a grid of 4097 points, where the slope changes at the wave's 2**k - 1 kinks and
    nowhere else: sums and products of small multiples of 2**-12 are not rounded. The deep network also at whatever
    floats there are on [0, 1]: its only sums, x - 1/2 where that is above 0 and 2x - 4(x - 1/2), are floats too.
    """
    model = network(keras, k)
    y = outputs(model, GRID)
    if network is deep_wave and k <= 3:
        name = "1 hidden layer" if k == 1 else f"{k} hidden layers"
        drawn = {"title": "A triangle wave by depth", "x": "16 × input", "y": "output"}
        record_property("curves", {**drawn, "lines": {name: y[:: len(GRID) // 16].tolist()}})
    assert np.array_equal(y, triangle_wave(GRID, k))
    assert list(GRID[1:-1][np.diff(y, 2) != 0]) == [i / 2**k for i in range(1, 2**k)]
    assert np.count_nonzero(y == 1) == 2 ** (k - 1)

    @many_inputs
    @given(x=normal_floats(0, 1))
    def check(x: Floats) -> None:
        assert np.array_equal(outputs(model, x), triangle_wave(x, k))

    if network is deep_wave:
        check()


units_of_one_layer = pytest.mark.parametrize("units", [1, 2, 4, 8, 16])


@NS1
@pytest.mark.exact
@units_of_one_layer
def test_one_layer_has_one_piece_more_than_units(keras: Any, units: int) -> None:
    """One hidden layer of m ReLU units has m + 1 linear pieces and no more: each unit adds a kink, at -bias / weight.

    50 Keras networks with normal weights. Float64: from one kink to the next the outputs at 9 points lie on a line, up
    to 1e-13 of the outputs' size. The slopes of neighbouring pieces differ, by more than 1e-6: rounding stays below
    that even between kinks as near as 4e-6, and the least of the changes is some 3e-4.
    """
    model, rng = dense_network(keras, 1, units, 1, activation="relu"), np.random.default_rng(units)
    for _ in range(50):
        model.set_weights([rng.normal(size=weights.shape) for weights in model.get_weights()])
        (kernel,), bias, *_ = model.get_weights()
        kinks = np.sort(-bias / kernel)
        edges = np.array([kinks[0] - 1, *kinks, kinks[-1] + 1])
        x = np.linspace(edges[:-1], edges[1:], 9)
        y = outputs(model, x)
        np.testing.assert_allclose(y, np.linspace(y[0], y[-1], 9), rtol=0, atol=1e-13 * np.abs(y).max())
        slopes = (y[-1] - y[0]) / np.diff(edges)
        assert 1 + np.count_nonzero(np.abs(np.diff(slopes)) > 1e-6) == units + 1


@NS1
@pytest.mark.exact
@units_of_one_layer
def test_one_layer_misses_a_wave_of_more_pieces(keras: Any, units: int) -> None:
    """One layer of m units misses a wave of 2**k > m + 1 pieces by 1/2 or more at one of the pieces' 2**k + 1 ends.

    Nearer to all of them it would have to turn as often as the wave, with as many pieces. 50 Keras networks aimed at
    it: kinks anywhere on [0, 1], and the output layer that least squares finds for the ends. Float64, less 1e-9 for
    the rounding of least squares. Deep networks of 2k units, no more than m for m = 8 and 16, pass through the ends.
    """
    k = math.ceil(math.log2(units + 2))
    ends = np.arange(2**k + 1) / 2**k
    wave, rng = triangle_wave(ends, k), np.random.default_rng(units)
    assert np.array_equal(outputs(deep_wave(keras, k), ends), wave)
    model = dense_network(keras, 1, units, 1, activation="relu")
    for _ in range(50):
        kernel = rng.normal(size=units)
        hidden = [kernel[np.newaxis], -kernel * rng.uniform(size=units)]
        design = np.column_stack([np.maximum(ends[:, np.newaxis] * kernel + hidden[1], 0), np.ones(len(ends))])
        solution = np.linalg.lstsq(design, wave)[0]
        model.set_weights([*hidden, solution[:-1, np.newaxis], solution[-1:]])
        assert np.abs(outputs(model, ends) - wave).max() > 0.5 - 1e-9


A = TUTORIAL
B = A.with_(hidden=(256, 128, 128, 128))
C = A.with_(hidden=(256, 1568))

# A toy's network is trained the way practitioners would: ReLU, Adam, small batches, and until a large one has
# learned the training set by heart (32 units do so within these epochs), because the question is what a network
# can express and not how soon.
SPIRALS = Network(
    data="two-spirals",
    hidden=(32,),
    activation="relu",
    dropout=0.0,
    optimizer="adam",
    learning_rate=0.01,
    batch_size=20,
    epochs=200,
    evaluate_every=20,
)


def spirals(units: int) -> Network:
    """Return the network of so many units in one hidden layer."""
    return SPIRALS.with_(hidden=(units,))


@NS1
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(beats(spirals(32), spirals(2), on="train_accuracy", by=0.1), id="units"),
        *(
            pytest.param(
                not_below(spirals(2 * units), spirals(units), on="train_accuracy", within=MARGIN),
                id=f"{2 * units}-units",
            )
            for units in (2, 4, 8, 16)
        ),
        pytest.param(beats(DEEP, WIDE, on="train_accuracy", by=0.05), id="layers"),
    ],
)
def test_larger_networks_express_more(question, judge):
    assert judge(question).supported


# At 4 hidden layers behind the first both networks are at chance, so a step from 3 to 4 would say nothing.
DEPTHS = [
    A.with_(hidden=(256, *[128] * layers)).measuring("first_layer_gradient", "training_curve") for layers in (1, 2, 3)
]
LONGER = [arm.with_(epochs=20) for arm in DEPTHS]


@claim("NS2", section=SECTION, says="More hidden layers slow learning down.")
@pytest.mark.parametrize(
    "trend",
    [
        pytest.param(rises(*DEPTHS, on="train_loss", baseline=True), id="loss"),
        # Never within these 20 epochs counts as the worst; where two networks never get there, the seed says no.
        # Not put to MLPClassifier, whose three trainings would take longer than all else that this section asks.
        pytest.param(rises(*LONGER, on="epochs_to_half"), id="epochs"),
    ],
)
def test_depth_slows_learning(trend, judge):
    assert judge(trend).supported


@claim("NS6", section=SECTION, says="The weights of a deeper network are harder to adjust: its gradient vanishes.")
@pytest.mark.parametrize("trend", [pytest.param(falls(*DEPTHS, on="first_layer_gradient"), id="depths")])
def test_the_gradient_vanishes_with_depth(trend, judge):
    assert judge(trend).supported


WIDEST, NARROWEST = A.with_(hidden=(256, 2048)), A.with_(hidden=(256, 32))


@claim("NS3", section=SECTION, says="Many units make overfitting likelier.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            exceeds(C, A, on="generalization_gap", by=MARGIN, baseline=True),
            id="C",
            marks=contradicted(
                "After so few epochs C's gap is not wider than A's by {claimed}: the median difference is {effect} "
                "({interval})."
            ),
        ),
        pytest.param(
            exceeds(WIDEST, NARROWEST, on="generalization_gap", by=MARGIN, baseline=True),
            id="widths",
            marks=contradicted(
                "After so few epochs the gap of many units is not wider by {claimed}: the median difference is "
                "{effect} ({interval})."
            ),
        ),
    ],
)
def test_many_units_overfit(question, judge):
    assert judge(question).supported


@claim("NS4", section=SECTION, says="Of the three structures, A (256 and 128 units) gives the most accurate model.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(A, B, on="test_accuracy", by=MARGIN, baseline=True), id="B"),
        pytest.param(beats(A, C, on="test_accuracy", by=MARGIN, baseline=True), id="C"),
    ],
)
def test_a_is_the_most_accurate(comparison, judge):
    assert judge(comparison).supported


DEEPEST = A.with_(hidden=(256, *[128] * 4))


@claim("NS5", section=SECTION, says="There is a suitable size: the largest network of a series is not the best.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(A, WIDEST, on="test_accuracy", by=MARGIN), id="widths"),
        pytest.param(beats(A, DEEPEST, on="test_accuracy", by=MARGIN), id="depths"),
    ],
)
def test_the_largest_is_not_the_best(comparison, judge):
    assert judge(comparison).supported
