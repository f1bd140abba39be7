"""The values of what is measured, each held against a computation of its own in numpy.

The networks have a dropout layer, which no measurement may feel, and biases that are not 0.
"""

import math

import numpy as np
import pytest

from harness.data.arrays import Data
from harness.train.keras import measurements
from harness.train.keras.measurements import BATCH_SIZES, update_figures
from tests import numpy_network
from tests.toys import TOY, tiny_data
from tests.training import train

ALL = TOY.with_(hidden=(5, 4), activation="tanh", dropout=0.5, batch_size="all")
DATA = tiny_data()


def network_of(experiment, weights=None, data=DATA, regression=False):
    """Return a network with the weights given, or with random ones, and these in float64."""
    network = experiment.build(data.x_train.shape[1:], data.y_train.shape[1], regression=regression)
    drawn = np.random.default_rng(2)
    model = network.model
    model.set_weights(weights or [drawn.normal(size=array.shape) for array in model.get_weights()])
    return network, [array.astype(np.float64) for array in model.get_weights()]


def measured(name, network, data, seed=0):
    return getattr(measurements, name)(network, data, np.random.default_rng(seed))


def test_the_first_batchs_loss_is_the_mean_of_its_examples_cross_entropies():
    network, weights = network_of(ALL)
    [loss] = measured("first_batch_loss", network, DATA).values()
    # As many examples as there are: a batch without one twice is all of them.
    assert loss == pytest.approx(numpy_network.loss(weights, DATA.x_train, DATA.y_train, "tanh"), rel=1e-5)


def test_the_first_batch_has_as_many_examples_as_an_update_and_none_twice():
    network, weights = network_of(ALL.with_(batch_size=2))
    losses = numpy_network.losses(weights, DATA.x_train, DATA.y_train, "tanh")
    pairs = np.array([(losses[a] + losses[b]) / 2 for a in range(50) for b in range(a)])
    drawn = [measured("first_batch_loss", network, DATA, seed)["first_batch_loss"] for seed in range(20)]
    assert len(set(drawn)) > 15
    assert max(np.abs(pairs - loss).min() for loss in drawn) < 1e-6


def test_the_first_layers_gradient_is_that_of_the_whole_training_set_at_its_kernel():
    network, weights = network_of(ALL.with_(batch_size=8))
    slopes, *_ = numpy_network.gradients(weights, DATA.x_train, DATA.y_train, "tanh")
    [norm] = measured("first_layer_gradient", network, DATA).values()
    assert norm == pytest.approx(math.sqrt(sum(slope**2 for slope in slopes.flat)), rel=1e-5)


def test_what_is_measured_at_the_start_is_of_the_initial_weights():
    experiment = ALL.with_(learning_rate=1.0, epochs=3).measuring("first_batch_loss", "first_layer_gradient")
    result = train(experiment, 4, data=DATA)
    network = experiment.build((6,), 3, regression=False)
    network.start(4, 1.0)
    weights = [array.astype(np.float64) for array in network.model.get_weights()]
    slopes, *_ = numpy_network.gradients(weights, DATA.x_train, DATA.y_train, "tanh")
    loss = numpy_network.loss(weights, DATA.x_train, DATA.y_train, "tanh")
    assert result.measurements["first_batch_loss"] == pytest.approx(loss, rel=1e-5)
    assert result.measurements["first_layer_gradient"] == pytest.approx(np.linalg.norm(slopes), rel=1e-5)


def share_lowered(weights, data, activation):
    """Return the share of layers of which a step of 0.001 lowers the loss of all examples, and the changes of it."""
    slopes = numpy_network.gradients(weights, data.x_train, data.y_train, activation)
    before = numpy_network.loss(weights, data.x_train, data.y_train, activation)
    changes = []
    for first in range(0, len(weights), 2):
        moved = [
            array - 0.001 * slope if index in (first, first + 1) else array
            for index, (array, slope) in enumerate(zip(weights, slopes, strict=True))
        ]
        changes.append(numpy_network.loss(moved, data.x_train, data.y_train, activation) - before)
    return np.mean([change < 0 for change in changes]), changes


@pytest.mark.parametrize(
    ("factors", "share"),
    [
        # The larger what is before and after a layer, the narrower its valley: a step may end higher on the other side.
        ((1, 1, 1), 1),
        ((10, 100, 100), 1),  # not with steps ten times as large
        ((0.1, 30, 30), 2 / 3),  # all with steps a tenth as large: the first layer's climbs
        ((100, 3, 100), 2 / 3),  # the second's
        ((100, 100, 10), 2 / 3),  # the last one's
        ((1, 1, 0), 1 / 3),  # nothing before the last layer matters to the loss, so no step there lowers it
    ],
)
def test_the_layers_of_which_a_small_step_lowers_the_loss_are_counted(factors, share):
    experiment = ALL.with_(activation="linear")
    _, weights = network_of(experiment)
    for kernel, factor in zip(weights[::2], factors, strict=True):
        kernel *= factor
    network, weights = network_of(experiment, weights)
    numpys, changes = share_lowered(weights, DATA, "linear")
    assert numpys == pytest.approx(share)
    assert all(change == 0 or abs(change) > 1e-3 for change in changes), "float32 can tell them from 0"
    [counted] = measured("single_layer_steps", network, DATA).values()
    assert counted == pytest.approx(share)


def test_a_layers_step_is_of_its_biases_too():
    silent = Data(np.zeros_like(DATA.x_train), DATA.y_train, DATA.x_test, DATA.y_test)  # no kernel's gradient but 0
    network, _ = network_of(ALL.with_(hidden=(), dropout=0.0))
    assert measured("single_layer_steps", network, silent) == {"layers_lowering_loss": 1.0}


def test_the_small_steps_are_those_of_one_batch():
    """A hidden layer that is dead for every example but one: a batch of one either has it or has not."""
    x = -np.ones((4, 2), np.float32)
    x[2] = 1
    data = Data(x, np.eye(2, dtype=np.float32)[[0, 1, 0, 1]], x, x)
    network, _ = network_of(
        TOY.with_(hidden=(3,), activation="relu", batch_size=1),
        [np.ones((2, 3)), np.zeros(3), np.random.default_rng(0).normal(size=(3, 2)), np.zeros(2)],
        data,
    )
    shares = [measured("single_layer_steps", network, data, seed)["layers_lowering_loss"] for seed in range(40)]
    assert set(shares) == {0.5, 1.0}
    assert shares.count(1.0) < 20


@pytest.mark.parametrize(
    "name", ["first_batch_loss", "first_layer_gradient", "single_layer_steps", "gradient_variance_slope", "ablation"]
)
def test_a_measurement_leaves_the_weights_bit_for_bit_as_they_were(name):
    network, _ = network_of(ALL.with_(batch_size=8))
    before = network.fingerprint()
    measured(name, network, DATA)
    assert network.fingerprint() == before


def test_the_gradients_variance_is_that_of_each_weight_over_24_batches_summed_over_all_weights():
    network, weights = network_of(ALL)
    slopes = numpy_network.example_gradients(weights, DATA.x_train, DATA.y_train, "tanh")
    each = np.concatenate([array.reshape(50, -1) for array in slopes], axis=1)
    rng = np.random.default_rng(7)
    variances = []
    for size in (1, 4, 16, 64, 256, 512):
        batches = [each[rng.integers(0, 50, size)].sum(axis=0) / size for _ in range(24)]
        middle = sum(batches) / 24
        variances.append(sum(((batch - middle) ** 2).sum() for batch in batches) / 23)
    found = measured("gradient_variance_slope", network, DATA, seed=7)
    assert found["gradient_variance_at"] == BATCH_SIZES == (1, 4, 16, 64, 256, 512)
    assert found["gradient_variance"] == pytest.approx(variances, rel=1e-4)
    # The slope of the line of least squares.
    x, y = (np.log(values) - np.log(values).mean() for values in (BATCH_SIZES, variances))
    assert found["gradient_variance_slope"] == pytest.approx((x * y).sum() / (x * x).sum(), rel=1e-4)


def test_ablation_is_the_accuracy_lost_with_half_of_the_last_hidden_layer_silenced_and_with_the_rest_doubled():
    data = tiny_data(test=200)
    # Two units of the last hidden layer for each class, one of them the weaker, and one class is favoured.
    pairs = np.concatenate([np.eye(3), 0.6 * np.eye(3)], axis=1)
    first, biases = np.eye(6), np.full(6, 0.1)
    given = [first, biases, np.concatenate([pairs, 0 * pairs]), biases, pairs.T, np.array([0.4, 0.0, -0.4])]
    network, weights = network_of(ALL.with_(hidden=(6, 6)), given, data)
    rng = np.random.default_rng(3)
    whole = numpy_network.accuracy(weights, data.x_test, data.y_test, "tanh")
    silenced, doubled = [], []
    for _ in range(10):
        kept = rng.permutation(6)[:3]
        for rest, factor in ((silenced, 1), (doubled, 2)):
            # A unit is silenced if nothing listens to it.
            kernel = np.zeros((6, 3))
            kernel[kept] = factor * weights[-2][kept]
            rest.append(numpy_network.accuracy([*weights[:-2], kernel, weights[-1]], data.x_test, data.y_test, "tanh"))
    found = measured("ablation", network, data, seed=3)
    assert found["ablation_drop"] == pytest.approx(whole - sum(silenced) / 10, abs=1e-9)
    assert found["ablation_drop_rescaled"] == pytest.approx(whole - sum(doubled) / 10, abs=1e-9)
    assert found["ablation_drop"] - found["ablation_drop_rescaled"] > 0.02 < found["ablation_drop_rescaled"]


def test_a_regressions_error_is_that_of_its_predictions_of_the_truth():
    data = tiny_data()
    truth = np.random.default_rng(4).normal(size=20).astype(np.float32)
    # The rows that are trained on and y_test are others: the error is of the test set, and from the truth.
    data = Data(data.x_train, data.y_train[:, :1], data.x_test, data.y_test[:, :1], truth=truth)
    regression = ALL.with_(loss="mean_squared_error")
    network, weights = network_of(regression, data=data, regression=True)
    errors = [
        numpy_network.outputs(weights, row[None], "tanh")[0, 0] - value
        for row, value in zip(data.x_test, truth, strict=True)
    ]
    [found] = measured("test_rmse", network, data).values()
    assert found == pytest.approx(math.sqrt(sum(error**2 for error in errors) / 20), rel=1e-5)


def test_a_classifiers_error_is_that_of_its_likeliest_classs_value_from_the_truth():
    truth = np.random.default_rng(4).normal(size=20).astype(np.float32)
    values = np.array([0.7, -1.5, 2.0], np.float32)
    data = Data(DATA.x_train, DATA.y_train, DATA.x_test, DATA.y_test, truth=truth, class_values=values)
    network, weights = network_of(ALL, data=data)
    sums = numpy_network.outputs(weights, data.x_test, "tanh").tolist()
    errors = [float(values[row.index(max(row))]) - value for row, value in zip(sums, truth.tolist(), strict=True)]
    [found] = measured("test_rmse", network, data).values()
    assert found == pytest.approx(math.sqrt(sum(error**2 for error in errors) / 20), rel=1e-6)


def test_of_the_updates_norms_there_are_the_99th_percentile_and_the_sum_of_an_epoch():
    norms = np.random.default_rng(0).permutation(201).astype(np.float32).reshape(3, 67)  # 0, 1 … 200 in three epochs
    # Of 201 evenly spaced values 198 are below 198 and 2 above; together they are 200 * 201 / 2.
    assert update_figures(list(norms)) == pytest.approx({"update_norm_p99": 198, "distance_per_epoch": 20100 / 3})
