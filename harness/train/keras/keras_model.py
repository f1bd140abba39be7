"""Any Keras model that a function builds, as a description."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Self

from harness.base.errors import DeclarationError
from harness.base.numbers import as_lists
from harness.data.arrays import Data
from harness.declare.experiment import Setting
from harness.declare.run_result import RunResult
from harness.train.own_code import own_code
from harness.train.random_state import kept_random_state
from harness.train.training import EpochTraining

GIVEN = ("seed", "shape", "outputs")
"""What a function may take besides parameters of its own, by name."""


@dataclass(frozen=True)
class KerasModel(EpochTraining):
    """A Keras model from a function, and the way it is trained.

    The model is built anew for every seed under `keras.utils.set_random_seed`, so that a seed decides every variable
    of every layer, whatever it is.

    Args:
        build: returns a compiled model with one input and one output. It may take `shape` (of an example), `outputs`
            (classes, or targets of a regression), `seed`, and parameters of its own.
        parameters: values for the function's own parameters, by name; numbers, texts, booleans or tuples of them.
        callbacks: returns a list of new Keras callbacks for a run, such as a learning-rate schedule or early stopping.
            They see the `loss` and `accuracy` of every epoch and, with `held_out`, `val_loss` and `val_accuracy`.

    Raises:
        DeclarationError: a parameter that the function does not take or that is called like a field, or a field that
            cannot be trained.

    """

    build_model: Callable[..., Any]
    parameters: Mapping[str, Any] = field(default_factory=dict, kw_only=True)
    callbacks: Callable[[], list[Any]] | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        for what, function in (("build", self.build_model), ("callbacks", self.callbacks or list)):
            if not callable(function):
                raise DeclarationError(f"KerasModel: {what} must be a function, not {function!r}")
        takes = self._takes()
        for name in takes:
            if name not in GIVEN and name in {*(one.name for one in fields(self)), "model"}:
                raise DeclarationError(f"{self._name()}(): a parameter cannot be called {name!r}, as a field is")
        for name in self.parameters:
            if name not in takes:
                own = ", ".join(sorted(takes.keys() - set(GIVEN))) or "none"
                raise DeclarationError(f"{self._name()}() takes no parameter {name!r} (its own: {own})")
        object.__setattr__(self, "parameters", dict(sorted(self.parameters.items())))

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def training(self) -> tuple[Self, int]:
        """With callbacks, which may know how long the training is, a shorter one is no beginning of it."""
        return (self, self.epochs) if self.callbacks else super().training

    def stopping(self, stop: int) -> Self:
        """Return this training for so many epochs."""
        return self if self.callbacks else super().stopping(stop)

    def _takes(self) -> Mapping[str, inspect.Parameter]:
        return inspect.signature(self.build_model).parameters

    def _name(self) -> str:
        return str(getattr(self.build_model, "__name__", "build"))

    def with_(self, **changes: Any) -> Self:
        """Return this experiment with some fields, or parameters of the function, changed."""
        own = {name: changes.pop(name) for name in list(changes) if name in self._takes() and name not in GIVEN}
        if own:
            changes["parameters"] = {**self.parameters, **own}
        return super().with_(**changes)

    def describe(self) -> dict[str, Any]:
        """Return the function's name, its parameters, and the fields, as JSON-ready values."""
        defaults = {
            name: one.default
            for name, one in self._takes().items()
            if name not in GIVEN and one.default is not inspect.Parameter.empty
        }
        given = {name: as_lists(value) for name, value in {**defaults, **self.parameters}.items()}
        own = ("data", "batch_size", "epochs", "input_scale", "label_noise", "held_out", "evaluate_every")
        return {
            "model": self._name(),
            **given,
            **{name: getattr(self, name) for name in own},
            "measure": list(self.measure),
            **({"callbacks": getattr(self.callbacks, "__name__", "callbacks")} if self.callbacks else {}),
        }

    def functions(self) -> tuple[Callable[..., Any], ...]:
        """Return what builds and steers the model."""
        return (self.build_model, *((self.callbacks,) if self.callbacks else ()))

    def build(self, shape: tuple[int, ...], outputs: int, *, regression: bool) -> Any:  # noqa: ARG002 (the model knows)
        """Return the `TrainableModel`; imports TensorFlow."""
        from harness.train.keras.function_model import function_model

        return function_model(self, shape, outputs)

    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:
        """Train with Keras.

        Raises:
            RunError: the function, the model that it builds, or a callback raised an exception.

        """
        with kept_random_state(), own_code(f"training the model of {self._name()}()"):
            yield from super().train(seed, stops, setting)

    def call(self, seed: int, shape: tuple[int, ...], outputs: int) -> Any:
        """Return what the function builds for a seed."""
        given = {"seed": seed, "shape": shape, "outputs": outputs}
        takes = self._takes()
        return self.build_model(**{name: given[name] for name in GIVEN if name in takes}, **self.parameters)

    def work(self, data: Data | None) -> float:
        """Return about how many multiply-adds one run takes, as if the model had 100,000 weights."""
        assert data is not None
        return self.epochs * 1e5 * (3 * len(data.x_train) + len(data.x_test) / self.evaluate_every)
