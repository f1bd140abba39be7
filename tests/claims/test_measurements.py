"""What the tutorial's claims measure themselves: over the right examples, at the right moment, by the right formula."""

import numpy as np
import pytest

from harness.base.errors import DeclarationError
from harness.declare.claim import at_least
from harness.declare.registry import used
from tests.claims.suite import tutorial_registry
from tests.toys import TOY
from tests.training import train


@pytest.fixture
def registry():
    with used(tutorial_registry()) as found:
        yield found


def data_of(registry, name):
    return registry.datasets[name].for_seed(9000)


@pytest.mark.parametrize("loss", ["categorical_crossentropy", "mean_squared_error"])
def test_the_initial_loss_is_that_of_the_whole_training_set_without_dropout(registry, loss):
    """A network that does not move has it in the end, too."""
    arm = TOY.with_(data="two-circles", learning_rate=1e-30, dropout=0.5, loss=loss).measuring(
        "initial_loss", "training_set"
    )
    result = train(arm, 9000, data=data_of(registry, "two-circles"))
    assert result.measurements["initial_loss"] == pytest.approx(result.measurements["train_loss"], rel=1e-5)


def test_the_initial_loss_is_taken_before_training(registry):
    arm = TOY.with_(data="two-circles").measuring("initial_loss", "training_set")
    data = data_of(registry, "two-circles")
    once, longer = (train(arm.with_(epochs=epochs), 9000, data=data).measurements for epochs in (1, 4))
    assert once["initial_loss"] == longer["initial_loss"] != longer["train_loss"]


def test_small_steps_are_taken_before_training_and_after(registry, monkeypatch):
    from harness.train.keras import measurements

    seen = []
    genuine = measurements.single_layer_steps

    def noted(network, data, rng):
        seen.append(network.fingerprint())
        return genuine(network, data, rng)

    monkeypatch.setattr(measurements, "single_layer_steps", noted)
    arm = TOY.with_(data="two-circles").measuring("single_layer_steps", "later_steps")
    result = train(arm, 9000, data=data_of(registry, "two-circles"))
    before, after = seen
    assert before != after == result.fingerprint
    assert {"layers_lowering_loss", "layers_lowering_loss_later"} <= result.measurements.keys()


def test_a_classifier_predicts_the_mean_of_its_classes_values_and_a_regression_its_output(registry):
    binned = TOY.with_(data="diabetes-binned", learning_rate=1e-30).measuring("expected_rmse", "test_rmse")
    data = data_of(registry, "diabetes-binned")
    model = binned.build(data.x_train.shape[1:], 10, regression=False)
    model.start(9000)
    probabilities = model.model.predict(data.x_test, verbose=0)
    mean = sum(probabilities[:, label] * data.class_values[label] for label in range(10))
    found = train(binned, 9000, data=data).measurements
    assert found["expected_rmse"] == pytest.approx(np.sqrt(np.mean((mean - data.truth) ** 2)), rel=1e-4)
    assert found["expected_rmse"] != found["test_rmse"]
    numbers = TOY.with_(data="diabetes", loss="mean_squared_error").measuring("expected_rmse", "test_rmse")
    found = train(numbers, 9000, data=data_of(registry, "diabetes")).measurements
    assert found["expected_rmse"] == pytest.approx(found["test_rmse"], rel=1e-6)


def test_an_expected_value_needs_numbers_behind_the_classes(registry):
    question = at_least(TOY.with_(data="two-circles"), on="expected_rmse", value=0)
    with pytest.raises(DeclarationError, match="'expected_rmse' needs a number behind every test example"):
        question.check(registry.datasets)
