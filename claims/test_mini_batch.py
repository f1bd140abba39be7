"""Section "Mini batch learning"."""

import math
import time
from typing import Any

import numpy as np
import pytest

from claims.double_well import double_well
from claims.exact import EPS, Floats, gradients
from claims.listings import MARGIN, TUTORIAL
from claims.small_batches import (
    fit,
    labelled,
    largest_difference,
    small_network,
    step_by_step,
    updates,
)
from harness import Falling, KerasModel, beats, claim, contradicted, exceeds, falls, gains_more, within

SECTION = "Mini batch learning"

MB1 = claim(
    "MB1",
    section=SECTION,
    says="Loss and gradient are taken for each example; the weights move once for a batch, by the average.",
)
MB2 = claim("MB2", section=SECTION, says="A larger batch lessens the influence of unusual data.")
MB8 = claim(
    "MB8",
    section=SECTION,
    says="Online, mini-batch and batch learning are one method, with batches of 1, of some and of all examples.",
)

losses = pytest.mark.parametrize(
    "loss", ["CategoricalCrossentropy", "MeanSquaredError"], ids=["cross-entropy", "squared-error"]
)


@MB1
@pytest.mark.exact
@losses
@pytest.mark.parametrize("examples", [1, 2, 7, 32])
def test_a_batch_takes_the_mean_of_its_examples(keras: Any, tf: Any, examples: int, loss: str) -> None:
    """Keras' loss and its gradient over a batch are the means of those of its examples, each taken alone.

    Float64; 1e-14 for a sum of up to 32 numbers of the size of 1.
    """
    x, y = labelled(examples)
    model = small_network(keras, loss)
    singles = [gradients(tf, model, model.loss, x[i : i + 1], y[i : i + 1]) for i in range(examples)]
    means = [np.mean(arrays, axis=0) for arrays in zip(*singles, strict=True)]
    assert largest_difference(gradients(tf, model, model.loss, x, y), means) < 1e-14
    values = [float(model.loss(y[i : i + 1], model(x[i : i + 1]))) for i in range(examples)]
    assert float(model.loss(y, model(x))) == pytest.approx(np.mean(values), rel=1e-14)


@MB1
@pytest.mark.exact
@pytest.mark.parametrize("batch", [3, 4, 5, 20])
def test_the_weights_move_once_per_batch(keras: Any, tf: Any, batch: int) -> None:
    """An epoch of `model.fit` over 10 examples is one step along the mean gradient of each batch, in turn.

    A short last batch (batches of 3 and 4) counts by its own mean. Float64, 1e-14 for each of up to 4 steps.
    """
    x, y = labelled(10)
    assert largest_difference(fit(keras, x, y, batch), step_by_step(keras, tf, x, y, batch)) < 4e-14


@MB1
@pytest.mark.exact
@pytest.mark.parametrize(("examples", "batch"), [(10, 3), (9, 3), (4, 3), (1, 1)])
@pytest.mark.parametrize("stepper", ["epoch", "fit"])
def test_an_epoch_has_ceil_n_over_b_updates(tf: Any, stepper: str, examples: int, batch: int) -> None:
    """N examples in batches of B give N/B updates, rounded up for the short last batch.

    Counted by Keras' optimizer, in both ways in which the harness trains: its compiled epoch and `model.fit`.
    """
    assert updates(tf, stepper, examples, batch) == math.ceil(examples / batch)


@MB2
@pytest.mark.exact
def test_a_wrong_label_pulls_by_its_share(keras: Any) -> None:
    """One mislabelled example among B changes the update of Keras' SGD by 1/B of what it changes it alone.

    The pull is the difference between one training step with the wrong label and one with the right label, at
    the same weights; B from 1 to 512. Float64: each of the two weights is rounded to some 1e-16.
    """
    x, y = labelled(512)
    wrong = y.copy()
    wrong[0] = np.roll(y[0], 1)

    def pull(batch: int) -> list[Floats]:
        with_wrong, with_right = (fit(keras, x[:batch], labels[:batch], batch) for labels in (wrong, y))
        return [one - other for one, other in zip(with_wrong, with_right, strict=True)]

    alone = pull(1)
    assert max(np.abs(part).max() for part in alone) > 0.1
    for batch in (2, 32, 512):
        assert largest_difference([batch * part for part in pull(batch)], alone) < batch * 8 * EPS


@MB8
@pytest.mark.exact
@pytest.mark.parametrize(
    ("batch", "expected", "stepper"),
    [(1, 6000, "epoch"), (32, 188, "epoch"), (32, 188, "fit"), ("all", 1, "epoch"), ("all", 1, "fit")],
)
def test_updates_of_an_epoch_over_6000_examples(tf: Any, batch: int | str, expected: int, stepper: str) -> None:
    """The tutorial's 6000 examples: 6000 updates online, 188 (the last of 16) at its batch of 32, 1 in batch learning.

    Counted by Keras' optimizer. Online by the compiled epoch only: `model.fit` takes seconds for 6000 updates.
    """
    assert updates(tf, stepper, 6000, batch) == expected


@MB8
@pytest.mark.exact
@pytest.mark.parametrize("batch", [1, 4, 12], ids=["online", "mini-batch", "batch"])
def test_one_method_from_online_to_batch_learning(keras: Any, tf: Any, batch: int) -> None:
    """`model.fit` with batches of 1, 4 and all 12 examples is the same written-out loop with that batch size.

    Float64, 1e-14 for each step. The three end at different weights, so the loop is told apart by the size alone.
    """
    x, y = labelled(12)
    fitted = fit(keras, x, y, batch)
    for size in (1, 4, 12):
        difference = largest_difference(fitted, step_by_step(keras, tf, x, y, size))
        assert difference < 12e-14 if size == batch else difference > 1e-3


@MB8
@pytest.mark.exact
@pytest.mark.parametrize("batch", [1, 8, 40], ids=["online", "mini-batch", "batch"])
def test_only_batch_learning_ignores_the_order(keras: Any, batch: int) -> None:
    """Two orders of the same 40 examples give the same update in batch learning, and different ones otherwise.

    In one order, the same weights every time, bit for bit. In two, the same up to float rounding: a sum of N
    numbers in two orders differs by at most 2 N eps (2e-14 here) of the sum of their sizes, so the mean by that
    much of the mean size, which is below 1.
    """
    x, y = labelled(40)
    order = np.random.default_rng(5).permutation(40)
    weights = fit(keras, x, y, batch)
    assert largest_difference(fit(keras, x, y, batch), weights) == 0
    difference = largest_difference(fit(keras, x[order], y[order], batch), weights)
    assert difference <= 2 * 40 * EPS if batch == 40 else difference > 1e-6


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
WELL = KerasModel(
    double_well, data="noise", batch_size=1, epochs=10, input_scale=4.0, parameters={"learning_rate": 0.05}
)


# As many epochs are 564 updates against 3. As many updates, 141, are 3 epochs of 1500 images against 141.
FEW = TUTORIAL.with_(data="digits-epochs")
ALL_AT_ONCE = FEW.with_(batch_size="all", epochs=141, evaluate_every=141)


@claim(
    "MB5",
    section=SECTION,
    says="With a large batch, training may get stuck short of the best solution.",
    so="Compare batch sizes after as many updates, not epochs: then training on all images at once ends ahead, "
    "by {MB5[updates].below} nats.",
)
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(exceeds(TUTORIAL.with_(batch_size="all"), TUTORIAL, on="train_loss", by=0.0), id="epochs"),
        pytest.param(
            exceeds(ALL_AT_ONCE, FEW, on="train_loss", by=0.0),
            id="updates",
            marks=contradicted(
                "After as many updates, networks that see all images at once end with the lower training loss, by "
                "{below} nats in the median."
            ),
        ),
        # An illustration: descent without noise cannot escape.
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


IMAGES = 1024
"""In an epoch whose time is taken: whole batches of each size, and enough of them to see a difference."""


@claim("MB3", section=SECTION, says="A larger batch shortens the computation.")
@pytest.mark.benchmark(group="MB3")
@pytest.mark.parametrize(
    "timing",
    [pytest.param(Falling(sides=(16, 32, 64, 256), of="seconds per epoch", by="batch size"), id="epoch")],
)
def test_larger_batches_compute_faster(timing, judge_rounds, benchmark, digits):
    """Epochs of the tutorial's network with each batch size, one after the other in every round."""
    from harness.train.keras.loops import EpochLoop

    orders = np.arange(IMAGES, dtype=np.int32)[np.newaxis]
    networks = [TUTORIAL.with_(batch_size=size).build((784,), 10, regression=False) for size in timing.sides]
    steppers = [EpochLoop(network) for network in networks]
    spent: list[list[float]] = []

    def one_round() -> list[float]:
        spent.append([seconds(stepper, digits, orders) for stepper in steppers])
        return spent[-1]

    answer = judge_rounds(timing, one_round)
    benchmark.extra_info["images per second"] = {
        f"batch size {size}": round(orders.size / median)
        for size, median in zip(timing.sides, np.median(spent[-len(answer.judgement.answers) :], axis=0), strict=True)
    }
    assert answer.supported


def seconds(stepper: Any, digits: Any, orders: Any) -> float:
    """Return how long one epoch takes."""
    started = time.perf_counter()
    stepper.train(digits.x_train, digits.y_train, orders)
    return time.perf_counter() - started
