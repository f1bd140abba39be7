"""What every training by epochs has in common: its data, its batches, and what is measured on the way."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from harness.base.errors import DeclarationError
from harness.base.extras import need
from harness.base.numbers import as_python
from harness.data.arrays import Data
from harness.declare.checks import check_finite, check_whole, known
from harness.declare.experiment import Experiment, Setting
from harness.declare.registry import current
from harness.declare.run_result import RunResult

TRAINING_SET = "training_set"
"""The measurement of loss and accuracy on the whole training set at the end, which takes a tenth of a short run."""


@dataclass(frozen=True, kw_only=True)
class EpochTraining(Experiment):
    """A model of Keras that is trained for so many epochs and evaluated after every one of them, or every few.

    Raises:
        DeclarationError: a field has a value that cannot be trained; the message names the field.

    """

    data: str
    """What it is trained on: the name of a registered data set."""
    batch_size: int | str
    """Examples per update, or "all": the whole training set, which is steepest descent."""
    epochs: int
    input_scale: float = 1.0
    """Factor on the inputs."""
    label_noise: float = 0.0
    """Share of the training labels that are wrong; which ones and how is up to the seed."""
    held_out: float = 0.0
    """Share of the training examples kept from training; their loss is recorded at every evaluation."""
    measure: tuple[str, ...] = ()
    """What is measured besides losses and accuracies: names of registered measurements."""
    evaluate_every: int = 1
    """Epochs from one evaluation to the next. What training itself prints is recorded for every epoch."""

    def __post_init__(self) -> None:
        for one in fields(self):
            object.__setattr__(self, one.name, as_python(getattr(self, one.name)))
        known(self.data, current().datasets, "data set")
        if not isinstance(self.measure, tuple):
            raise DeclarationError(f"measure must be a tuple of names, not {self.measure!r}")
        for name in self.measure:
            known(name, current().measurements, "measurement")
        if len(set(self.measure)) < len(self.measure):
            raise DeclarationError(f"measure must be a tuple of different names, not {self.measure!r}")
        self._check_numbers("input_scale", "label_noise", "held_out")
        for name in ("label_noise", "held_out"):
            self._check_share(name)
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

    def _check_numbers(self, *names: str) -> None:
        for name in names:
            check_finite(name, getattr(self, name))
            # 1 and 1.0 make equal experiments, so they must make the same key.
            object.__setattr__(self, name, float(getattr(self, name)))

    def _check_share(self, name: str) -> None:
        if not 0 <= getattr(self, name) < 1:
            raise DeclarationError(f"{name} must be at least 0 and below 1, not {getattr(self, name)!r}")

    @abstractmethod
    def build(self, shape: tuple[int, ...], outputs: int, *, regression: bool) -> Any:
        """Return the `TrainableModel` for examples of a shape; imports TensorFlow."""

    def structure(self) -> Self:
        """Return the experiment without what one built model can be told as a value: equal ones share a model."""
        return self.with_(
            input_scale=1.0,
            label_noise=0.0,
            held_out=0.0,
            epochs=1,
            evaluate_every=1,
            measure=tuple({"updates"} & set(self.measure)),
        )

    def records(self) -> Collection[str]:
        """Return the names of the curves and values that a run of it has."""
        sets = ("running", "test", *(("held_out",) if self.held_out else ()))
        measured = [value for name in self.measure for value in current().measurements[name].gives]
        return {f"{name}_{value}" for name in sets for value in ("loss", "accuracy")} | set(measured)

    def unmeasured(self) -> Self:
        """Return what is trained, whatever is measured on the way."""
        return self.with_(measure=(), evaluate_every=1)

    def unwatched(self) -> Self:
        """Return the training with those measurements only that are taken while it trains."""
        registered = current().measurements
        return self.with_(measure=tuple(name for name in self.measure if registered[name].at == "training"))

    def measurements(self) -> Collection[str]:
        """Return the names of the measurements that a run of it takes."""
        return self.measure

    def measuring(self, *names: str) -> Self:
        """Return this experiment with more measurements; their order does not matter."""
        return self.with_(measure=tuple(sorted({*self.measure, *names})))

    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:
        """Train with Keras."""
        from harness.train.keras.trainer import train

        return train(self, seed, stops, setting)

    @property
    def trains_with_keras(self) -> bool:
        """Whether TensorFlow must be installed to train it."""
        return True

    @property
    def trained_with(self) -> str:
        """Keras, whatever the model is, or what is put in its place."""
        return "Keras" if self.trains_with_keras else super().trained_with

    @property
    def training(self) -> tuple[Self, int]:
        """A shorter training is the beginning of a longer one with the same seed, bit for bit."""
        return self.stopping(self.evaluate_every), self.epochs

    def stopping(self, stop: int) -> Self:
        """Return this training for so many epochs."""
        return self.with_(epochs=stop)

    def batch(self, examples: int) -> int:
        """Return the number of examples per update, out of so many."""
        return examples if isinstance(self.batch_size, str) else self.batch_size

    def updates_per_epoch(self, examples: int) -> int:
        """Return how many times an epoch over so many training examples changes the weights."""
        return -(-examples // self.batch(examples))

    def check(self, data: Data | None) -> None:
        """Hold the experiment against its data.

        Raises:
            DeclarationError: a batch is larger than the training set, a part is empty, or something needs classes.
            UserError: what trains it is not installed.

        """
        assert data is not None
        if self.trains_with_keras:
            need("tensorflow", extra="keras", what=type(self).__name__)
        whole = len(data.x_train)
        held_out = round(self.held_out * whole)
        if self.held_out and not 0 < held_out < whole:
            raise DeclarationError(
                f"held_out {self.held_out} of the {whole} training examples of {self.data!r} is {held_out}"
            )
        if self.batch(whole - held_out) > whole - held_out:
            raise DeclarationError(
                f"batch_size {self.batch_size} is more than the {whole - held_out} training examples of {self.data!r}"
            )
        if data.is_regression and self.label_noise:
            raise DeclarationError(f"label_noise needs classes, and {self.data!r} has none")
        for name in self.measure:
            check = current().measurements[name].check
            if check is not None:
                check(self, data)
