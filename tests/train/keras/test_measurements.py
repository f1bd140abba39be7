"""What is measured besides losses and accuracies: the pictures' series."""

import numpy as np
import pytest

from harness.data.synthetic import xor
from harness.train.keras.measurements import BATCH_SIZES, GRID
from tests.toys import TOY, tiny_data
from tests.training import train

LEARNER = TOY.with_(activation="tanh", hidden=(8,), optimizer="adam", learning_rate=0.05, epochs=20)


def test_a_decision_region_has_the_classes_row_by_row_over_the_data_and_a_frame():
    result = train(LEARNER.measuring("decision_region", "training_set"), data=xor())
    classes = np.array(list(result.series["decision_region"]), dtype=int).reshape(GRID, GRID)
    assert result.series["decision_extent"] == (-1.25, 1.25, -1.25, 1.25)
    assert result.measurements["train_accuracy"] == 1
    # Rows ascend with the second feature, columns with the first; unequal corners are of class 1.
    assert [classes[2, 2], classes[2, -3], classes[-3, 2], classes[-3, -3]] == [0, 1, 1, 0]


def test_a_decision_region_is_stretched_over_unequal_features():
    data = xor()
    data.x_train[:, 1] *= 10
    series = train(TOY.with_(epochs=1).measuring("decision_region"), data=data).series
    assert series["decision_extent"] == pytest.approx((-1.25, 1.25, -12.5, 12.5))


def test_the_gradient_variance_falls_with_the_batch_size_as_its_slope_says():
    result = train(TOY.with_(epochs=1).measuring("gradient_variance_slope"), data=tiny_data(train=500))
    sizes, variances = (result.series[name] for name in ("gradient_variance_at", "gradient_variance"))
    assert sizes == BATCH_SIZES
    slope, _ = np.polyfit(np.log(sizes), np.log(variances), 1)
    assert result.measurements["gradient_variance_slope"] == pytest.approx(slope) == pytest.approx(-1, abs=0.1)


def test_what_is_not_measured_leaves_no_series():
    assert train(TOY.with_(epochs=1), data=xor()).series == {}
