"""Section "Mini batch learning"."""

import pytest

from claims.listings import MARGIN, TUTORIAL
from harness.claim import beats, claim, exceeds, falls, gains_more, within
from harness.experiment import Experiment

SECTION = "Mini batch learning"

MB2 = claim("MB2", section=SECTION, says="A larger batch lessens the influence of unusual data.")


@MB2
@pytest.mark.parametrize(
    "question",
    # Per run, over batch sizes 1 to 512 at the initial weights, which no training touches; so one epoch is enough.
    [pytest.param(within(TUTORIAL.with_(epochs=1), on="gradient_variance_slope", low=-1.1, high=-0.9), id="slope")],
)
def test_gradient_variance_falls_as_one_over_the_batch(question, judge):
    assert judge(question).supported


SIZES = [TUTORIAL.with_(batch_size=size).measuring("updates") for size in (16, 64, 256)]


@claim("MB4", section=SECTION, says="A larger batch makes large weight updates rarer.")
@pytest.mark.parametrize(
    "trend",
    [
        pytest.param(falls(*SIZES, on="update_norm_p99"), id="p99"),
        pytest.param(falls(*SIZES, on="distance_per_epoch"), id="distance"),
    ],
)
def test_large_updates_get_rarer(trend, judge):
    assert judge(trend).supported


# A loss of one weight with two minima, where the run starts in the worse one; the examples' own slopes have a
# standard deviation of 4, so that single ones can point across the hill between the minima.
WELL = Experiment(
    data="noise",
    hidden=(),
    activation="linear",
    dropout=0.0,
    optimizer="sgd",
    learning_rate=0.05,
    batch_size=1,
    epochs=10,
    loss="double_well",
    input_scale=4.0,
)


@claim("MB5", section=SECTION, says="With a large batch, training may get stuck short of the best solution.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(exceeds(TUTORIAL.with_(batch_size="all"), TUTORIAL, on="train_loss", by=0.0), id="loss"),
        # A seed says yes if single examples took it out of the worse minimum and the whole set did not.
        pytest.param(beats(WELL, WELL.with_(batch_size="all"), on="escaped", by=0.5), id="minima"),
    ],
)
def test_large_batches_get_stuck(comparison, judge):
    assert judge(comparison).supported


NOISY = TUTORIAL.with_(label_noise=0.4)


@claim("MB6", section=SECTION, says="Irregular data ask for larger batches, regular data for smaller ones.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(
            gains_more(
                (NOISY.with_(batch_size=128), NOISY.with_(batch_size=16)),
                (TUTORIAL.with_(batch_size=128), TUTORIAL.with_(batch_size=16)),
                on="test_accuracy",
                by=MARGIN,
            ),
            id="labels",
        )
    ],
)
def test_irregular_data_ask_for_larger_batches(comparison, judge):
    assert judge(comparison).supported


CHOSEN = TUTORIAL.with_(batch_size=64)


@claim("MB7", section=SECTION, says="Of the batch sizes 16, 32 and 64, 64 trains the best model.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(
            beats(CHOSEN, CHOSEN.with_(batch_size=size), on="test_accuracy", by=MARGIN, baseline=True), id=f"{size}"
        )
        for size in (16, 32)
    ],
)
def test_a_batch_of_64_is_best(comparison, judge):
    assert judge(comparison).supported
