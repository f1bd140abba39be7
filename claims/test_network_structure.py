"""Section "Network structure settings"."""

import pytest

from claims.listings import MARGIN, TUTORIAL
from harness.declare.claim import beats, claim, contradicted, exceeds, falls, rises
from harness.declare.experiment import Experiment

SECTION = "Network structure settings"
A = TUTORIAL
B = A.with_(hidden=(256, 128, 128, 128))
C = A.with_(hidden=(256, 1568))

# A toy's network is trained the way practitioners would: ReLU, Adam, small batches, and until a large one has
# learned the training set by heart (32 units do so within these epochs), because the question is what a network
# can express and not how soon.
SPIRALS = Experiment(
    data="spirals",
    hidden=(32,),
    activation="relu",
    dropout=0.0,
    optimizer="adam",
    learning_rate=0.01,
    batch_size=20,
    epochs=200,
    evaluate_every=20,
)
BOARD = SPIRALS.with_(data="checkerboard", batch_size=40)
DEEP = BOARD.with_(hidden=(16, 16, 16))
WIDE = BOARD.with_(hidden=(125,))
"""627 parameters in one hidden layer, against the 626 of `DEEP`."""


@claim("NS1", section=SECTION, says="More units or more layers can express functions that fewer cannot.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            rises(*(SPIRALS.with_(hidden=(units,)) for units in (2, 4, 8, 32)), on="train_accuracy"), id="units"
        ),
        pytest.param(beats(DEEP, WIDE, on="train_accuracy", by=MARGIN), id="layers"),
    ],
)
def test_larger_networks_express_more(question, judge):
    assert judge(question).supported


DEPTHS = [A.with_(hidden=(256, *[128] * layers)).measuring("first_layer_gradient") for layers in (1, 2, 3, 4)]


@claim("NS2", section=SECTION, says="More hidden layers slow learning down.")
@pytest.mark.parametrize("trend", [pytest.param(rises(*DEPTHS, on="train_loss", baseline=True), id="depths")])
def test_depth_slows_learning(trend, judge):
    assert judge(trend).supported


@claim("NS6", section=SECTION, says="The weights of a deeper network are harder to adjust: its gradient vanishes.")
@pytest.mark.parametrize("trend", [pytest.param(falls(*DEPTHS, on="first_layer_gradient"), id="depths")])
def test_the_gradient_vanishes_with_depth(trend, judge):
    assert judge(trend).supported


WIDTHS = [A.with_(hidden=(256, units)) for units in (32, 128, 512, 2048)]


@claim("NS3", section=SECTION, says="Many units make overfitting likelier.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            exceeds(C, A, on="generalization_gap", by=MARGIN, baseline=True),
            id="C",
            marks=contradicted(
                "C's gap is no wider than A's after 3 epochs: the median difference is -0.003 on 5000 images and "
                "-0.005 on the tutorial's own data."
            ),
        ),
        pytest.param(
            rises(*WIDTHS, on="generalization_gap", baseline=True),
            id="widths",
            marks=contradicted(
                "After 3 epochs the gap does not rise with every step in width: in the median it falls by 0.007 at one "
                "of them on 5000 images, by 0.010 on the tutorial's own data."
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


@claim("NS5", section=SECTION, says="There is a suitable size: the largest network of a series is not the best.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(A, WIDTHS[-1], on="test_accuracy", by=MARGIN), id="widths"),
        pytest.param(beats(A, DEPTHS[-1].with_(measure=()), on="test_accuracy", by=MARGIN), id="depths"),
    ],
)
def test_the_largest_is_not_the_best(comparison, judge):
    assert judge(comparison).supported
