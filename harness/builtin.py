"""What the harness registers itself, through the hook that a project's conftest.py uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from harness.base.errors import DeclarationError
from harness.data import mnist, synthetic
from harness.data.arrays import Data
from harness.declare.metrics import METRICS
from harness.declare.registry import Registry
from harness.train.training import TRAINING_SET, EpochTraining

MEASUREMENTS = "harness.train.keras.measurements"


def pytest_claims_register(registry: Registry) -> None:
    """Register the data sets, metrics and measurements that come with the harness."""
    registry.dataset("mnist", mnist.mnist)
    registry.dataset("mnist5k", mnist.mnist5k)
    for name, load in synthetic.PLANAR.items():
        registry.dataset(name, load)
    for name, metric in METRICS.items():
        registry.metric(name, metric)
    _register_measurements(registry)


def _register_measurements(registry: Registry) -> None:
    def measurement(name: str, gives: tuple[str, ...], at: Any, check: Callable[..., None] | None = None) -> None:
        registry.measurement(name, _Imported(MEASUREMENTS, name), gives=gives, at=at, check=check)

    registry.measurement("training_curve", None, gives=("train_loss_curve", "train_accuracy_curve"), at="training")
    registry.measurement(TRAINING_SET, None, gives=("train_loss", "train_accuracy"))
    registry.measurement("updates", None, gives=("update_norm_p99", "distance_per_epoch"), at="training")
    measurement("first_batch_loss", ("first_batch_loss",), "start")
    measurement("first_layer_gradient", ("first_layer_gradient",), "start")
    measurement("single_layer_steps", ("layers_lowering_loss",), "start")
    measurement(
        "gradient_variance_slope",
        ("gradient_variance_slope", "gradient_variance", "gradient_variance_at"),
        "start",
    )
    measurement("ablation", ("ablation_drop", "ablation_drop_rescaled"), "end", _needs_a_hidden_layer)
    measurement("decision_region", ("decision_region", "decision_extent"), "end", _needs_two_features)
    measurement("test_rmse", ("test_rmse",), "end", _needs_numbers)


@dataclass(frozen=True)
class _Imported:
    """A function that is imported when it is called: declaring a measurement must not import TensorFlow."""

    module: str
    name: str

    def __call__(self, *arguments: Any) -> dict[str, Any]:
        result: dict[str, Any] = getattr(import_module(self.module), self.name)(*arguments)
        return result


def _needs_a_hidden_layer(experiment: EpochTraining, data: Data) -> None:
    if data.is_regression or not getattr(experiment, "hidden", True):
        raise DeclarationError('the measurement "ablation" needs a hidden layer and data with classes')


def _needs_two_features(experiment: EpochTraining, data: Data) -> None:
    if data.x_train.shape[1:] != (2,) or data.is_regression:
        raise DeclarationError(
            f'the measurement "decision_region" needs two features and classes, which {experiment.data!r} has not'
        )


def _needs_numbers(experiment: EpochTraining, data: Data) -> None:
    if data.truth is None:
        raise DeclarationError(
            f'the measurement "test_rmse" needs a number behind every test example, which {experiment.data!r} has not'
        )
