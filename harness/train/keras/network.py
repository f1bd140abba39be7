"""Dense networks, as a description: layers, optimizer, loss, and how they are trained."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

from harness.base.errors import DeclarationError
from harness.data.arrays import Data
from harness.declare.checks import check_whole, known
from harness.declare.experiment import Setting
from harness.declare.registry import current
from harness.declare.run_result import RunResult
from harness.train.training import TRAINING_SET, EpochTraining

ACTIVATIONS = ("linear", "sigmoid", "relu", "tanh")
LOSSES = ("categorical_crossentropy", "mean_squared_error")
OPTIMIZERS = ("sgd", "momentum", "adagrad", "rmsprop", "adam")
"""`momentum` is SGD with the customary momentum of 0.9; the others have Keras' defaults besides the rate."""
LIBRARIES = ("keras", "sklearn")

FIRST = (
    "data",
    "hidden",
    "activation",
    "dropout",
    "optimizer",
    "learning_rate",
    "batch_size",
    "epochs",
    "loss",
    "dropout_at",
)
"""The fields by which networks are told apart most often, in the order of their description."""
SKLEARN_WORK = 2.2
"""How many times as long as Keras MLPClassifier takes for the same network: 2.3 on Zen 5, 2.2 on Zen 4."""
STEP_WORK = 1e6
"""What one update costs besides its arithmetic, in multiply-adds that take as long: it dominates small networks."""


@dataclass(frozen=True, kw_only=True)
class Network(EpochTraining):
    """A dense network and the way it is trained; with a seed it is a run.

    Dense layers of `hidden` units, each followed by `activation`; dropout before the output layer; a softmax
    output for classes, none for a regression. Initial weights are Glorot-uniform, biases zero (Keras' defaults).

    Raises:
        DeclarationError: a field has a value that cannot be trained; the message names the field.

    """

    hidden: tuple[int, ...]
    """Units of the hidden layers, from the input to the output."""
    activation: str
    dropout: float
    """Share of the last hidden layer's units set to 0 in training; 0 leaves the layer out."""
    optimizer: str
    learning_rate: float
    loss: str = "categorical_crossentropy"
    dropout_at: str = "output"
    """Where the dropout layer is: before the "output" layer, or on the "input"."""
    library: str = "keras"
    """What trains it: "keras", or "sklearn" for the baseline, scikit-learn's MLPClassifier."""

    def __post_init__(self) -> None:
        super().__post_init__()
        known(self.activation, ACTIVATIONS, "activation")
        known(self.loss, LOSSES, "loss")
        known(self.optimizer, OPTIMIZERS, "optimizer")
        known(self.dropout_at, ("output", "input"), "dropout_at")
        known(self.library, LIBRARIES, "library")
        if not isinstance(self.hidden, tuple):
            raise DeclarationError(f"hidden must be a tuple of units, such as (256, 128), not {self.hidden!r}")
        for units in self.hidden:
            check_whole("every entry of hidden", units, at_least=1)
        self._check_numbers("learning_rate", "dropout")
        self._check_share("dropout")
        if self.learning_rate <= 0:
            raise DeclarationError(f"learning_rate must be above 0, not {self.learning_rate!r}")
        if self.library == "sklearn":
            self._check_sklearn()

    def _check_sklearn(self) -> None:
        """Hold the experiment to what MLPClassifier can express."""
        for name in ("held_out", "label_noise"):
            if getattr(self, name):
                raise DeclarationError(f"scikit-learn's MLPClassifier is trained without {name} here")
        if self.dropout:
            raise DeclarationError("scikit-learn's MLPClassifier has no dropout")
        if self.loss != "categorical_crossentropy":
            raise DeclarationError("scikit-learn's MLPClassifier has no loss but cross-entropy")
        if self.optimizer not in ("sgd", "momentum", "adam"):
            raise DeclarationError(f"scikit-learn's MLPClassifier has no optimizer {self.optimizer!r}")
        if self._baseline_measures() != self.measure:
            raise DeclarationError("the baseline can measure the training set and metrics of predictions only")

    def _baseline_measures(self) -> tuple[str, ...]:
        """Return what of the measurements scikit-learn can take, too."""
        registered = current().measurements
        mine = ("training_curve", TRAINING_SET)
        return tuple(name for name in self.measure if name in mine or registered[name].at == "predictions")

    def describe(self) -> dict[str, Any]:
        """Return the fields as JSON-ready values."""
        fields = {**dataclasses.asdict(self), "hidden": list(self.hidden), "measure": list(self.measure)}
        # What a reader looks for first comes first.
        return {
            name: fields[name] for name in sorted(fields, key=lambda name: FIRST.index(name) if name in FIRST else 99)
        }

    def records(self) -> Collection[str]:
        """Return the names of the curves and values that a run of it has; the baseline prints no running accuracy."""
        own = set(super().records())
        return own - {"running_accuracy"} if self.library == "sklearn" else own

    def baseline(self) -> Self:
        """Return the same network for MLPClassifier; it has no dropout, so it goes without.

        Raises:
            DeclarationError: MLPClassifier cannot express it.

        """
        return self.with_(library="sklearn", dropout=0.0, measure=self._baseline_measures())

    @property
    def baseline_note(self) -> str | None:
        """That MLPClassifier has no dropout, if this network has some."""
        return "MLPClassifier has no dropout, so the arms go without it." if self.dropout else None

    @property
    def trains_with_keras(self) -> bool:
        """Whether TensorFlow must be installed to train it; the baseline does without."""
        return self.library == "keras"

    def structure(self) -> Self:
        """Return the network without what one built model can be told as a value."""
        return super().structure().with_(learning_rate=1.0)

    def build(self, shape: tuple[int, ...], outputs: int, *, regression: bool) -> Any:
        """Return the `TrainableModel`; imports TensorFlow."""
        from harness.train.keras.dense import dense_model

        return dense_model(self, shape, outputs, regression=regression)

    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:
        """Train with Keras, or with scikit-learn."""
        if self.library == "sklearn":
            from harness.train.sklearn.trainer import train

            return train(self, seed, stops, setting)
        return super().train(seed, stops, setting)

    def work(self, data: Data | None) -> float:
        """Return about how many multiply-adds one run takes (forward 1, backward 2 per weight and example)."""
        assert data is not None
        widths = (data.x_train.shape[1], *self.hidden, data.y_train.shape[1])
        weights = sum(a * b for a, b in pairwise(widths))
        updates = self.updates_per_epoch(len(data.x_train))
        evaluated = len(data.x_test) / self.evaluate_every
        work: float = self.epochs * (weights * (3 * len(data.x_train) + evaluated) + updates * STEP_WORK)
        return work * (SKLEARN_WORK if self.library == "sklearn" else 1.0)

    def check(self, data: Data | None) -> None:
        """Hold the network against its data.

        Raises:
            DeclarationError: the data are no rows of features, or have no classes where the loss needs some.

        """
        super().check(data)
        assert data is not None
        if data.x_train.ndim != 2:
            raise DeclarationError(
                f"a Network takes rows of features, and the examples of {self.data!r} have the shape "
                f"{data.x_train.shape[1:]}: flatten them, or use KerasModel"
            )
        if data.is_regression and (self.loss == "categorical_crossentropy" or self.library == "sklearn"):
            raise DeclarationError(f"the loss {self.loss!r} needs classes, and {self.data!r} has none")
