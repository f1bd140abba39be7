"""What is trained: a frozen description of one network and its training, with a key that identifies it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness.base.errors import DeclarationError
from harness.base.numbers import digest
from harness.declare.checks import check_finite, check_whole, known
from harness.tutorial import digits
from harness.tutorial.synthetic import SHAPES

ACTIVATIONS = ("linear", "sigmoid", "relu", "tanh")
LOSSES = ("categorical_crossentropy", "mean_squared_error", "double_well")
"""`double_well` is a one-dimensional loss (`harness.train.keras.double_well`) and goes with the data "noise"."""
OPTIMIZERS = ("sgd", "momentum", "adagrad", "rmsprop", "adam")
"""`momentum` is SGD with the customary momentum of 0.9; the others have Keras' defaults besides the rate."""
LIBRARIES = ("keras", "sklearn")
MEASUREMENTS = (
    "training_curve",
    "first_batch_loss",
    "first_layer_gradient",
    "single_layer_steps",
    "gradient_variance_slope",
    "updates",
    "ablation",
    "decision_region",
    "test_rmse",
    "weight",
)
"""What can be measured besides losses and accuracies; described where it is done, in `measurements`."""
REGRESSIONS = ("diabetes", "noise")
"""Data whose target is a number: there is no accuracy."""
WITH_TRUTH = (*REGRESSIONS, "diabetes-binned")
"""Data with a number behind every test example, from which predictions can be off."""
PLANAR = tuple(name for name, (_, _, features, _) in SHAPES.items() if features == 2)
"""The data sets that can be drawn on paper."""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One network and the way it is trained; with a seed it is a run.

    Dense layers of `hidden` units, each followed by `activation`; dropout before the output layer; a softmax
    output. Initial weights are Glorot-uniform, biases zero (Keras' defaults, which the tutorial uses).

    Raises:
        DeclarationError: a field has a value that cannot be trained; the message names the field.

    """

    data: str
    """What it is trained on, a name in `harness.tutorial.digits`."""
    hidden: tuple[int, ...]
    """Units of the hidden layers, from the input to the output."""
    activation: str
    dropout: float
    """Share of the last hidden layer's units set to 0 in training; 0 leaves the layer out."""
    optimizer: str
    learning_rate: float
    batch_size: int | str
    """Examples per update, or "all": the whole training set, which is steepest descent."""
    epochs: int
    loss: str = "categorical_crossentropy"
    dropout_at: str = "output"
    """Where the dropout layer is: before the "output" layer, or on the "input"."""
    input_scale: float = 1.0
    """Factor on the inputs; 1 leaves MNIST's pixels at 0..255, as the tutorial does."""
    label_noise: float = 0.0
    """Share of the training labels that are wrong; which ones and how is up to the seed."""
    held_out: float = 0.0
    """Share of the training examples kept from training; their loss is recorded after every epoch."""
    measure: tuple[str, ...] = ()
    """What is measured besides losses and accuracies, names of `MEASUREMENTS`."""
    evaluate_every: int = 1
    """Epochs from one evaluation to the next. What training itself prints is recorded for every epoch."""
    library: str = "keras"
    """What trains it: "keras", or "sklearn" for the baseline, scikit-learn's MLPClassifier."""

    def __post_init__(self) -> None:
        known(self.data, digits.NAMES, "data")
        known(self.activation, ACTIVATIONS, "activation")
        known(self.loss, LOSSES, "loss")
        known(self.optimizer, OPTIMIZERS, "optimizer")
        known(self.dropout_at, ("output", "input"), "dropout_at")
        known(self.library, LIBRARIES, "library")
        if not isinstance(self.hidden, tuple):
            raise DeclarationError(f"hidden must be a tuple of units, such as (256, 128), not {self.hidden!r}")
        for units in self.hidden:
            check_whole("every entry of hidden", units, at_least=1)
        if not isinstance(self.measure, tuple):
            raise DeclarationError(f"measure must be a tuple of names, not {self.measure!r}")
        for name in self.measure:
            known(name, MEASUREMENTS, "measurement")
        if len(set(self.measure)) < len(self.measure):
            raise DeclarationError(f"measure must be a tuple of different names, not {self.measure!r}")
        if "decision_region" in self.measure and self.data not in PLANAR:
            raise DeclarationError(f"a decision_region needs data of two features: {', '.join(PLANAR)}")
        for name in ("learning_rate", "input_scale", "dropout", "label_noise", "held_out"):
            check_finite(name, getattr(self, name))
            # 1 and 1.0 make equal experiments, so they must make the same key.
            object.__setattr__(self, name, float(getattr(self, name)))
        for name in ("dropout", "label_noise", "held_out"):
            if not 0 <= getattr(self, name) < 1:
                raise DeclarationError(f"{name} must be at least 0 and below 1, not {getattr(self, name)!r}")
        if self.learning_rate <= 0:
            raise DeclarationError(f"learning_rate must be above 0, not {self.learning_rate!r}")
        if self.input_scale == 0:
            raise DeclarationError("input_scale must not be 0: every input would be the same")
        if self.batch_size != "all":
            check_whole('batch_size (unless it is "all")', self.batch_size, at_least=1)
        check_whole("epochs", self.epochs, at_least=1)
        check_whole("evaluate_every", self.evaluate_every, at_least=1)
        if self.epochs % self.evaluate_every:
            raise DeclarationError(
                f"epochs must be a multiple of evaluate_every ({self.evaluate_every}), not {self.epochs}"
            )
        if (self.loss == "double_well") != (self.data == "noise"):
            raise DeclarationError('the loss "double_well" goes with the data "noise", and with no other')
        if self.data in REGRESSIONS:
            self._check_regression()
        self._check_measurements()
        if self.library == "sklearn":
            self._check_sklearn()

    def _check_regression(self) -> None:
        """Hold the experiment to what can be learned where there are no classes."""
        if self.loss == "categorical_crossentropy":
            raise DeclarationError(f"the loss {self.loss!r} needs classes, and {self.data!r} has none")
        if self.label_noise:
            raise DeclarationError(f"label_noise needs classes, and {self.data!r} has none")

    def _check_measurements(self) -> None:
        """Hold what is to be measured to what there is to measure."""
        if "ablation" in self.measure and (not self.hidden or self.data in REGRESSIONS):
            raise DeclarationError('the measurement "ablation" needs a hidden layer and data with classes')
        if "test_rmse" in self.measure and self.data not in WITH_TRUTH:
            raise DeclarationError(
                f'the measurement "test_rmse" needs data with a number behind every example '
                f"({', '.join(WITH_TRUTH)}), not {self.data!r}"
            )
        if "weight" in self.measure and self.loss != "double_well":
            raise DeclarationError(
                'the measurement "weight" needs a network of a single weight: the loss "double_well"'
            )
        if "single_layer_steps" in self.measure and self.loss == "double_well":
            raise DeclarationError('the measurement "single_layer_steps" needs layers: the loss "double_well" has none')

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
        if set(self.measure) - {"training_curve"}:
            raise DeclarationError("the baseline can measure the training_curve only")

    def with_(self, **changes: Any) -> Experiment:
        """Return this experiment with some fields changed.

        Raises:
            DeclarationError: an unknown field, or a value that cannot be trained.

        """
        for name in changes:
            known(name, [field.name for field in dataclasses.fields(self)], "field of an experiment")
        return dataclasses.replace(self, **changes)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as JSON-ready values."""
        return {**dataclasses.asdict(self), "hidden": list(self.hidden), "measure": list(self.measure)}

    def measuring(self, *names: str) -> Experiment:
        """Return this experiment with more measurements; their order does not matter."""
        return self.with_(measure=tuple(sorted({*self.measure, *names})))

    def updates_per_epoch(self, examples: int) -> int:
        """Return how many times an epoch over so many training examples changes the weights."""
        return 1 if isinstance(self.batch_size, str) else -(-examples // self.batch_size)

    @cached_property
    def key(self) -> str:
        """16 hexadecimal digits that identify the experiment: a hash of its fields."""
        return digest(self.as_dict())[:16]
