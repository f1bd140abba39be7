"""Section "Hyperparameters"."""

from typing import Any

import pytest

from claims.averaged import average_of_last_epoch, softmax_regression
from claims.listings import FIRST_LISTING, MARGIN, TUTORIAL
from harness import KerasModel, at_least, beats, claim, contradicted

# For each hyperparameter one value that a person could well have chosen, fixed before looking.
BADLY_SET: dict[str, dict[str, Any]] = {
    "activation": {"activation": "relu"},  # today's default, but with raw pixels at this rate
    "layers": {"hidden": (256, 128, 128, 128, 128, 128)},  # "deeper is better"
    "units": {"hidden": (4, 4)},  # fewer units than classes
    "dropout": {"dropout": 0.95},  # the share to keep taken for the share to drop
    "learning-rate": {"learning_rate": 1.0},  # the tutorial's own third choice
    "optimizer": {"optimizer": "adam"},  # the popular choice, at a rate meant for plain SGD
    "loss": {"loss": "mean_squared_error"},  # the regression loss
    "batch-size": {"batch_size": 1024},  # as large as the memory allows
    "epochs": {"epochs": 1},  # once through the data
}


@claim(
    "HP1",
    section="Hyperparameters",
    says="Each hyperparameter, set badly on its own, keeps the network from being trained properly.",
)
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(TUTORIAL, TUTORIAL.with_(**badly), on="test_accuracy", by=0.10), id=name)
        for name, badly in BADLY_SET.items()
    ],
)
def test_one_bad_setting_spoils_training(comparison, judge):
    assert judge(comparison).supported


SOFTMAX_REGRESSION = KerasModel(
    softmax_regression,
    data=FIRST_LISTING.data,
    batch_size=FIRST_LISTING.batch_size,
    epochs=FIRST_LISTING.epochs,
    parameters={"learning_rate": FIRST_LISTING.learning_rate},
    callbacks=average_of_last_epoch,
)


@claim(
    "HP2",
    section="Hyperparameters",
    says="The tutorial's first listing trains a usable classifier.",
    so="Hold a network against a linear classifier before anything else: the first listing is behind one, by "
    "{HP2[linear].below}.",
)
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(at_least(FIRST_LISTING, on="test_accuracy", value=0.3), id="chance"),  # three times chance
        pytest.param(
            beats(FIRST_LISTING, SOFTMAX_REGRESSION, on="test_accuracy", by=MARGIN),
            id="linear",
            marks=contradicted(
                "A linear softmax classifier that is trained alike, its weights averaged over the last epoch, is more "
                "accurate, by {below} in the median."
            ),
        ),
    ],
)
def test_the_first_listing_is_usable(question, judge):
    assert judge(question).supported
