"""The norms of the updates: both loops', and those of the weights' own differences."""

import numpy as np
import pytest

from harness.train.keras.backend import tf
from harness.train.keras.loops import LOOPS
from tests import numpy_network
from tests.toys import TOY, tiny_data
from tests.training import train

DATA = tiny_data()
TRACKED = TOY.with_(batch_size=8).measuring("updates")  # of 50 examples: an epoch's seventh and last batch has two
ORDERS = np.array([np.random.default_rng(epoch).permutation(50) for epoch in range(3)], np.int32)


def trained(loop, experiment, rate):
    """Return what three epochs say of themselves, and the weights before and after them."""
    network = experiment.build((6,), 3, regression=False)
    network.start(0, rate)
    before = network.model.get_weights()
    epochs = LOOPS[loop](network).train(tf.constant(DATA.x_train), tf.constant(DATA.y_train), ORDERS)
    return epochs, before, network.model.get_weights()


def descended(weights, rate):
    """Return, of plain SGD in numpy, the norm of each update, and the weights at the end."""
    weights = [array.astype(np.float64) for array in weights]
    norms = []
    for order in ORDERS:
        norms.append([])
        for first in range(0, 50, 8):
            batch = order[first : first + 8]
            slopes = numpy_network.gradients(weights, DATA.x_train[batch], DATA.y_train[batch], "sigmoid")
            new = [array - rate * slope for array, slope in zip(weights, slopes, strict=True)]
            squares = [((a - b) ** 2).sum() for a, b in zip(new, weights, strict=True)]
            norms[-1].append(sum(squares) ** 0.5)
            weights = new
    return norms, weights


@pytest.mark.parametrize("loop", LOOPS)
def test_an_updates_norm_is_that_of_the_change_of_all_weights(loop):
    epochs, before, after = trained(loop, TRACKED, rate=0.5)
    norms, weights = descended(before, rate=0.5)
    for ours, numpys in zip(after, weights, strict=True):
        np.testing.assert_allclose(ours, numpys, atol=1e-5)
    assert [len(epoch.update_norms) for epoch in epochs] == [7, 7, 7]
    np.testing.assert_allclose([epoch.update_norms for epoch in epochs], norms, rtol=1e-4)


def test_both_loops_have_the_same_norms_of_an_optimizer_that_is_no_plain_descent():
    ours, fits = (trained(loop, TRACKED.with_(optimizer="adam"), rate=0.05)[0] for loop in ("epoch", "fit"))
    for a, b in zip(ours, fits, strict=True):
        assert len(a.update_norms) == 7
        np.testing.assert_allclose(a.update_norms, b.update_norms, rtol=1e-3)


@pytest.mark.parametrize("loop", LOOPS)
def test_updates_that_are_not_tracked_have_no_norms(loop):
    epochs, *_ = trained(loop, TOY, rate=0.5)
    assert [epoch.update_norms.shape for epoch in epochs] == [(0,)] * 3


def test_a_full_batchs_run_travels_as_far_as_steepest_descent_in_numpy():
    experiment = TRACKED.with_(batch_size="all", learning_rate=0.5, epochs=4)
    network = experiment.build((6,), 3, regression=False)
    network.start(2, 0.5)
    weights = [array.astype(np.float64) for array in network.model.get_weights()]
    norms = []
    for _ in range(4):
        slopes = numpy_network.gradients(weights, DATA.x_train, DATA.y_train, "sigmoid")
        norms.append(0.5 * sum((slope**2).sum() for slope in slopes) ** 0.5)
        weights = [array - 0.5 * slope for array, slope in zip(weights, slopes, strict=True)]
    result = train(experiment, 2, data=DATA)
    assert result.measurements["distance_per_epoch"] == pytest.approx(sum(norms) / 4, rel=1e-4)
    # The percentile is between the two largest, 0.97 of the way: of 3 steps from the smallest to the largest, 2.97.
    *_, second, first = sorted(norms)
    assert result.measurements["update_norm_p99"] == pytest.approx(second + 0.97 * (first - second), rel=1e-4)
