"""Response curves: thresholds in the place of the tutorial's points. Descriptions, without a verdict: `-m curve`."""

import pytest

from claims.conftest import option
from claims.data import SIZES
from claims.listings import EPOCHS_LISTING, SCALED, TUTORIAL
from harness import curve, sweep

USABLE = 0.5
"""A network that gets fewer images right than this has not been trained."""


def common(network):
    """Return a network trained as most people would: scaled pixels, ReLU, and Adam at its usual rate."""
    return network.with_(input_scale=SCALED, activation="relu", optimizer="adam", learning_rate=0.001)


def curves(network, *, marks, **field):
    """Return the curve of a network as the tutorial trains it, and as most people would, as parameters of a test."""
    networks = {"tutorial": network, "scaled-relu-adam": common(network)}
    return [
        pytest.param(sweep(one, on="test_accuracy", fails=USABLE, marks=marks, **field), id=name)
        for name, one in networks.items()
    ]


def both(network, **asked):
    """Return what parametrizes a test by both curves of a network."""
    return pytest.mark.parametrize("response", curves(network, **asked))


def pytest_generate_tests(metafunc):
    """Take the batches of the one curve that ends with the data set in use: at all of its training images."""
    if metafunc.function is test_batch_size:
        images, _ = SIZES[option(metafunc.config, "dataset", SIZES)]["digits"]
        sizes = [*(2**power for power in range(images.bit_length()) if 2**power < images), images]
        metafunc.parametrize("response", curves(TUTORIAL, batch_size=sizes, marks=[16, 32, 64]))


@curve("RATE", section="Learning rate", says="From rates that learn nothing to rates that break the network.")
@both(
    TUTORIAL,
    learning_rate=[0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 3.0, 10.0, 30.0],
    marks=[0.01, 0.1, 1.0],
)
def test_learning_rate(response, describe):
    describe(response)


@curve("BATCH", section="Mini batch learning", says="From one image per update to all at once, with as many epochs.")
def test_batch_size(response, describe):
    describe(response)


@curve("DEPTH", section="Network structure settings", says="From no hidden layer to six: 256 units, then 128 in each.")
@both(
    TUTORIAL,
    hidden={layers: (256, *[128] * (layers - 1)) if layers else () for layers in range(7)},
    across="hidden layers",
    marks={"A": 2, "B": 4},
)
def test_hidden_layers(response, describe):
    describe(response)


@curve("WIDTH", section="Network structure settings", says="From 4 units in the second hidden layer to 4096.")
@both(
    TUTORIAL,
    hidden={units: (256, units) for units in (4, 8, 16, 32, 64, 128, 256, 512, 1024, 1568, 2048, 4096)},
    across="units in the second hidden layer",
    marks={"A": 128, "C": 1568},
)
def test_width(response, describe):
    describe(response)


@curve("DROPOUT", section="Drop out", says="From no dropout to 19 of 20 units.")
@both(TUTORIAL, dropout=[0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95], marks=[0.5])
def test_dropout(response, describe):
    describe(response)


@curve("EPOCHS", section="Iterative learning", says="From 1 epoch to 100, read off one training of each seed.")
@both(EPOCHS_LISTING, epochs=[1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 80, 100], marks=[5, 10, 60])
def test_epochs(response, describe):
    describe(response)
