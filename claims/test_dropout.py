"""Section "Drop out"."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from claims.listings import DROPOUT_LISTING, LONGEST, MARGIN
from harness import Network, beats, claim, contradicted, exceeds

SECTION = "Drop out"
LONGEST_DROPPING = LONGEST.with_(dropout=0.5)


DO1 = claim(
    "DO1",
    section=SECTION,
    says="In training, dropout overwrites the given share of units with 0; in use, it does nothing.",
)
rates = pytest.mark.parametrize("rate", [0.0, 0.2, 0.5, 0.8])


@DO1
@pytest.mark.exact
@rates
def test_dropout_silences_the_given_share(keras: Any, rate: float) -> None:
    """The number of zeros among a million units is one that a binomial with the given rate can well produce.

    So is the number for each of the 1000 units over 1000 examples: every unit is dropped anew in every example.
    The bounds are exact binomial quantiles. A layer that does as it says would fail with a probability of 1e-9
    overall and 1e-9 for any of the single units; with the fixed seed it either does or does not.
    """
    examples = units = 1000
    layer = keras.layers.Dropout(rate, seed=1)
    silent = layer(np.ones((examples, units), np.float32), training=True).numpy() == 0
    low, high = stats.binom.interval(1 - 1e-9, examples * units, rate)
    assert low <= silent.sum() <= high
    low, high = stats.binom.interval(1 - 1e-9 / units, examples, rate)
    assert low <= silent.sum(axis=0).min() <= silent.sum(axis=0).max() <= high
    again = layer(np.ones((examples, units), np.float32), training=True).numpy() == 0
    assert np.array_equal(silent, again) == (rate == 0)  # another call, other units


@DO1
@pytest.mark.exact
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@rates
def test_dropout_scales_the_survivors(keras: Any, rate: float, dtype: str) -> None:
    """What dropout leaves is the input divided by 1 - rate, which keeps the expected sum what it was.

    The tutorial does not mention it, but Keras' layer does it. Up to four roundings of the dtype.
    """
    x = np.random.default_rng(1).normal(scale=100, size=(200, 50)).astype(dtype)
    y = keras.layers.Dropout(rate, seed=2, dtype=dtype)(x, training=True).numpy()
    survivors = y != 0
    assert survivors.any()
    expected = x[survivors] / (1 - rate)
    np.testing.assert_allclose(y[survivors], expected, rtol=4 * float(np.finfo(dtype).eps), atol=0)


@DO1
@pytest.mark.exact
@rates
def test_dropout_does_nothing_in_use(keras: Any, rate: float) -> None:
    """Outside training the layer returns its inputs bit for bit, infinities and -0 included, alone and in a model.

    In a model: `predict`, as a user calls it, gives what the same model gives without its dropout layer.
    """
    x = np.random.default_rng(1).normal(size=(20, 50)).astype(np.float32)
    x[0, :6] = [0.0, -0.0, 1000, -1000, np.inf, -np.inf]
    layer = keras.layers.Dropout(rate, seed=3)
    for inference in ({"training": False}, {}):
        assert layer(x, **inference).numpy().tobytes() == x.tobytes()

    dense = keras.layers.Dense(4)
    x = x[1:]
    plain = keras.Sequential([keras.Input((50,)), dense])
    dropping = keras.Sequential([keras.Input((50,)), layer, dense])
    assert np.array_equal(dropping.predict(x, verbose=0), plain.predict(x, verbose=0))


def without(experiment: Network) -> Network:
    """Return the experiment without dropout."""
    return experiment.with_(dropout=0.0)


# Where overfitting has had time to appear, each arm is taken at its own best epoch, and both where they have learned
# as much: after so many epochs for all, the network with dropout would merely be the less trained one.
@claim(
    "DO2",
    section=SECTION,
    says="Dropout prevents overfitting.",
    so="Stop in time instead: trained on and on, a network gets fewer test images right than at its best "
    "epoch, by {EP1[best].effect} of all.",
)
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(
            exceeds(without(DROPOUT_LISTING), DROPOUT_LISTING, on="generalization_gap", by=MARGIN),
            id="listing",
            marks=contradicted(
                "After the listing's few epochs there is hardly any overfitting to prevent: the gap without dropout "
                "minus that with dropout is {effect} in the median ({interval})."
            ),
        ),
        pytest.param(
            exceeds(LONGEST, LONGEST_DROPPING, on="gap_at_minimum", by=MARGIN),
            id="best-epoch",
            marks=contradicted(
                "Each at the epoch at which it would be stopped, the gap without dropout minus that with dropout is "
                "{effect} in the median ({interval}): what dropout would prevent has been prevented by stopping."
            ),
        ),
        pytest.param(
            exceeds(LONGEST, LONGEST_DROPPING, on="gap_when_learned", by=MARGIN),
            id="equal-training",
            marks=contradicted(
                "Where both have learned as much of the training images, the gap without dropout minus that with "
                "dropout is {effect} in the median ({interval})."
            ),
        ),
    ],
)
def test_dropout_prevents_overfitting(comparison, judge):
    assert judge(comparison).supported


@claim(
    "DO3",
    section=SECTION,
    says="With dropout, the plotted accuracies on training and test data end closer to each other.",
    so="Compare accuracies that are both measured without dropout at work; the training accuracy that Keras "
    "prints is measured with it.",
)
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(
            beats(DROPOUT_LISTING, without(DROPOUT_LISTING), on="curve_distance", by=MARGIN),
            id="listing",
            marks=contradicted(
                "The plotted training accuracy is measured with dropout at work, which lowers it: with dropout the "
                "curves end farther apart, by {below} in the median."
            ),
        )
    ],
)
def test_dropout_brings_the_plotted_curves_closer(comparison, judge):
    assert judge(comparison).supported


@claim(
    "DO4",
    section=SECTION,
    says="Dropout makes the model more accurate on new data.",
    so="Leave dropout out of so short a training: there it costs {DO4[listing].below}. With each "
    "network stopped at its best epoch, dropout changes the accuracy by {DO4[best-epoch].effect}.",
)
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(
            beats(DROPOUT_LISTING, without(DROPOUT_LISTING), on="test_accuracy", by=MARGIN),
            id="listing",
            marks=[
                contradicted(
                    "After the listing's few epochs a network that trains with half of its units is behind: with "
                    "dropout it is less accurate, by {below} in the median.",
                    "dataset == 'mnist5k'",
                ),
                contradicted(
                    "After the listing's few epochs dropout does not raise the accuracy by {claimed}: the median "
                    "difference is {effect} ({interval}).",
                    "dataset == 'mnist'",
                ),
            ],
        ),
        pytest.param(
            beats(LONGEST_DROPPING, LONGEST, on="accuracy_at_minimum", by=MARGIN),
            id="best-epoch",
            marks=contradicted(
                "Each at the epoch at which it would be stopped, dropout changes the accuracy by {effect} in the "
                "median ({interval})."
            ),
        ),
    ],
)
def test_dropout_improves_accuracy(comparison, judge):
    assert judge(comparison).supported


@claim("DO5", section=SECTION, says="With dropout the network stops depending on particular neurons.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(DROPOUT_LISTING, without(DROPOUT_LISTING), on=figure, by=MARGIN), id=name)
        for name, figure in (("plain", "ablation_drop"), ("rescaled", "ablation_drop_rescaled"))
    ],
)
def test_dropout_makes_neurons_dispensable(comparison, judge):
    assert judge(comparison).supported


@claim(
    "DO6",
    section=SECTION,
    says="Both the rate and the position of dropout matter.",
    so="Choose the rate with care: 0.95 instead of 0.2 costs {DO6[rate].above}. Where the dropout stands "
    "matters less: before the output instead of on the input, the accuracy changes by {DO6[position].effect}.",
)
@pytest.mark.parametrize(
    "comparison",
    [
        # The direction is what the tutorial's own choice suggests: a moderate rate, before the output.
        pytest.param(
            beats(DROPOUT_LISTING.with_(dropout=0.2), DROPOUT_LISTING.with_(dropout=0.95), on="test_accuracy", by=0.02),
            id="rate",
        ),
        pytest.param(
            beats(DROPOUT_LISTING, DROPOUT_LISTING.with_(dropout_at="input"), on="test_accuracy", by=0.02),
            id="position",
            marks=contradicted(
                "Dropout before the output is not ahead of dropout on the input by {claimed}: the difference is "
                "{effect} in the median ({interval})."
            ),
        ),
    ],
)
def test_rate_and_position_matter(comparison, judge):
    assert judge(comparison).supported
