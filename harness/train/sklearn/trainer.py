"""(experiment, seed) -> results, with scikit-learn's MLPClassifier: the baseline.

The same hyperparameters as Keras gets, as far as MLPClassifier has them (no momentum unless asked for, no weight
decay, no early stopping); its own initial weights, and its own arithmetic, but for subnormal numbers.
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

from harness.data.arrays import Floats
from harness.declare.experiment import Setting
from harness.declare.run_result import RunResult
from harness.train.keras.network import Network
from harness.train.predictions import findings_of
from harness.train.sklearn.denormals import subnormals_as_zero
from harness.train.streams import ORDER, WEIGHTS, stream
from harness.train.training import TRAINING_SET
from harness.train.weights import weights_fingerprint

_ACTIVATIONS = {"linear": "identity", "sigmoid": "logistic", "relu": "relu", "tanh": "tanh"}


def _classifier(experiment: Network, seed: int, examples: int) -> MLPClassifier:
    return MLPClassifier(
        hidden_layer_sizes=experiment.hidden,
        activation=_ACTIVATIONS[experiment.activation],
        solver="adam" if experiment.optimizer == "adam" else "sgd",
        momentum=0.9 if experiment.optimizer == "momentum" else 0.0,
        nesterovs_momentum=False,
        alpha=0.0,
        batch_size=experiment.batch(examples),
        learning_rate_init=experiment.learning_rate,
        shuffle=False,  # the order is ours, as it is for Keras
        random_state=int(stream(seed, WEIGHTS).generate_state(1)[0]),
    )


@subnormals_as_zero()
def _evaluate(model: MLPClassifier, x: Floats, y: Floats) -> tuple[float, float]:
    """Return mean cross-entropy and accuracy; infinite loss if the outputs are no numbers any more."""
    probabilities = model.predict_proba(x)
    labels = y.argmax(axis=1)
    accuracy = float((probabilities.argmax(axis=1) == labels).mean())
    if not np.isfinite(probabilities).all():
        return math.inf, accuracy
    return float(log_loss(labels, probabilities, labels=range(y.shape[1]))), accuracy


def train(experiment: Network, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:
    """Train one run and yield (epochs, result) at every stop, as `harness.train.keras.trainer.train` does."""
    started = time.perf_counter()
    assert setting.data is not None
    data = setting.data.scaled(experiment.input_scale)
    labels = data.y_train.argmax(axis=1)
    model = _classifier(experiment, seed, len(labels))
    sets = {"test": (data.x_test, data.y_test)}
    if "training_curve" in experiment.measure:
        sets["train"] = (data.x_train, data.y_train)
    curves: dict[str, list[float]] = {}
    diverged_at = None
    every = experiment.evaluate_every
    for epoch in range(every, experiment.epochs + 1, every):
        if diverged_at is None:
            for number in range(epoch - every + 1, epoch + 1):
                order = np.random.default_rng(stream(seed, ORDER, number))
                if not _one_epoch(model, data.x_train, labels, order.permutation(len(labels)), data.y_train.shape[1]):
                    diverged_at = number
                curves.setdefault("running_loss", []).append(math.nan if diverged_at else float(model.loss_))
                if diverged_at:
                    break
            for name, (x, y) in sets.items():
                loss, accuracy = (math.nan, 0.0) if diverged_at else _evaluate(model, x, y)
                curves.setdefault(f"{name}_loss", []).append(loss)
                curves.setdefault(f"{name}_accuracy", []).append(accuracy)
        if epoch in stops:
            final: dict[str, float] = {}
            if diverged_at is None:
                if TRAINING_SET in experiment.measure:
                    figures = _evaluate(model, data.x_train, data.y_train)
                    final = dict(zip(("train_loss", "train_accuracy"), figures, strict=True))
                outputs = model.predict_proba(data.x_test)
                final |= findings_of(data, setting.measurements, experiment.measure, outputs)
            yield (
                epoch,
                RunResult(
                    curves={name: tuple(values) for name, values in curves.items()},
                    measurements=final,
                    diverged_at=diverged_at,
                    fingerprint=weights_fingerprint([*model.coefs_, *model.intercepts_]),
                    seconds=time.perf_counter() - started,
                ),
            )


@subnormals_as_zero()
def _one_epoch(model: MLPClassifier, x: Floats, labels: np.ndarray, order: np.ndarray, classes: int) -> bool:
    """Train one epoch; return False if the weights stopped being finite, which scikit-learn reports."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # Overflow on the way to divergence is an outcome here: it is recorded, not warned of.
        warnings.simplefilter("ignore", RuntimeWarning)
        # In this process (one worker) Ctrl-C would only end the epoch early, and with a wrong result.
        warnings.filterwarnings("error", "Training interrupted by user", UserWarning)
        try:
            model.partial_fit(x[order], labels[order], classes=range(classes))
        except ValueError as error:
            if "non-finite" not in str(error):
                raise
            return False
        except UserWarning as warning:
            raise KeyboardInterrupt from warning
    return math.isfinite(model.loss_)
