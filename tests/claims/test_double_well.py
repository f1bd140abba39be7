"""The loss with two minima: Keras computes the one that is written down, and its minima are where the claims say."""

import numpy as np
import pytest

from claims.double_well import TILT, double_well
from claims.metrics import METRICS
from harness.declare.registry import used
from harness.declare.run_result import RunResult
from harness.train.keras.keras_model import KerasModel
from tests.claims.suite import tutorial_registry
from tests.training import numbers, train


def noise():
    """Return one seed's numbers."""
    return tutorial_registry().datasets["noise"].for_seed(9000)


@pytest.fixture
def well():
    """Return an arm of the double well, trained by steepest descent unless it is told otherwise."""
    with used(tutorial_registry()):
        yield KerasModel(double_well, data="noise", parameters={"learning_rate": 0.05}, batch_size="all", epochs=10)


def height(w):
    """Return the loss over all examples of the one weight, whose own slopes have a mean of 0."""
    return (w**2 - 1) ** 2 + TILT * w


def start_of(well, seed):
    network = well.build((1,), 1, regression=True)
    network.start(seed)
    return float(network.model.get_weights()[0][0])


def test_the_side_escaped_to_is_that_of_the_lower_minimum():
    grid = np.linspace(-2, 2, 4001)
    lowest = grid[height(grid).argmin()]
    other = grid[grid * lowest < 0][height(grid[grid * lowest < 0]).argmin()]
    for weight, escaped in ((lowest, 1.0), (lowest / 50, 1.0), (other / 50, 0.0), (other, 0.0)):
        run = RunResult({}, {"weight": float(weight)}, diverged_at=None, fingerprint="f", seconds=0.1)
        assert METRICS["escaped"].of(run) == escaped


@pytest.mark.parametrize("trainer", ["epoch", "fit"])
@pytest.mark.parametrize(
    ("learning_rate", "epochs", "escaped"),
    [(0.05, 10, 0.0), (1.0, 1, 1.0)],  # the large step crosses the hill
)
def test_the_weight_is_where_steepest_descent_on_the_two_minima_ends(well, learning_rate, epochs, escaped, trainer):
    well = well.with_(learning_rate=learning_rate, epochs=epochs)
    w = start_of(well, 6)
    assert 0.8 <= w <= 1.2, "it starts in the worse one's basin"
    for _ in range(epochs):
        w -= learning_rate * (4 * w * (w**2 - 1) + TILT)
    result = train(well.measuring("weight"), 6, data=noise(), trainer=trainer)
    assert result.measurements["weight"] == pytest.approx(w, rel=1e-4)
    assert result.curves["test_loss"][-1] == pytest.approx(height(w), rel=1e-4)
    assert METRICS["escaped"].of(result) == escaped


def test_a_mini_batch_adds_its_mean_to_the_slope(well):
    data = noise()
    result = train(well.with_(batch_size=200, epochs=1).measuring("weight"), 3, data=data)
    one = train(well.with_(batch_size=199, epochs=1).measuring("weight"), 3, data=data)
    # The last example is an update of its own: an example as far out as any moves the weight visibly.
    assert abs(one.measurements["weight"] - result.measurements["weight"]) > 1e-3


def test_seeds_start_anywhere_in_the_basin_of_the_worse_minimum(well):
    starts = [start_of(well, seed) for seed in range(40)]
    assert len(set(starts)) == 40
    assert min(starts) > 0.8
    assert max(starts) < 1.2
    assert max(starts) - min(starts) > 0.3


def test_the_same_seed_is_the_same_run_whatever_was_trained_before(well):
    arm = well.with_(batch_size=20, epochs=3).measuring("weight")
    first = train(arm, 1, data=noise())
    for seed in (0, 2):
        train(arm, seed, data=noise())
    train(arm.with_(learning_rate=0.2), 1, data=noise())
    assert numbers(train(arm, 1, data=noise())) == numbers(first)
