"""What the tutorial's claims measure on a network besides what the harness does; all without dropout."""

from __future__ import annotations

from typing import Any

import numpy as np

from harness import DeclarationError


def initial_loss(network: Any, data: Any, rng: Any) -> dict[str, float]:  # noqa: ARG001 (a measurement's signature)
    """Return the loss over the whole training set before the first update, in the unit of the network's loss."""
    import keras

    losses = keras.losses.get(network.model.loss)(data.y_train, network.model(data.x_train, training=False))
    return {"initial_loss": float(np.mean(losses))}


def later_steps(network: Any, data: Any, rng: np.random.Generator) -> dict[str, Any]:
    """Return the share of layers of which a small step lowers the batch loss, taken where training has ended."""
    from harness.train.keras.measurements import single_layer_steps

    return {"layers_lowering_loss_later": single_layer_steps(network, data, rng)["layers_lowering_loss"]}


def expected_rmse(network: Any, data: Any, rng: Any) -> dict[str, float]:  # noqa: ARG001
    """Return the root mean squared error on the test set, in standard deviations of the training targets.

    A classifier predicts the mean of what its classes stand for, by their probabilities.
    """
    predicted = network.model(data.x_test, training=False).numpy().astype(np.float64)
    values = predicted[:, 0] if data.class_values is None else predicted @ data.class_values
    return {"expected_rmse": float(np.sqrt(np.mean((values - data.truth) ** 2)))}


def needs_numbers(experiment: Any, data: Any) -> None:
    """Hold data to having a number behind every test example; raise DeclarationError otherwise."""
    if data.truth is None:
        raise DeclarationError(
            f"'expected_rmse' needs a number behind every test example, {experiment.data!r} has none"
        )


MEASUREMENTS: dict[str, dict[str, Any]] = {
    "initial_loss": {"function": initial_loss, "gives": ("initial_loss",), "at": "start"},
    "later_steps": {"function": later_steps, "gives": ("layers_lowering_loss_later",), "at": "end"},
    "expected_rmse": {"function": expected_rmse, "gives": ("expected_rmse",), "at": "end", "check": needs_numbers},
}
