"""Any scikit-learn estimator or pipeline, as an experiment."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone, is_regressor

from harness.base.code import code_fingerprint
from harness.base.errors import DeclarationError
from harness.base.numbers import digest
from harness.base.streams import named_stream
from harness.data.arrays import Data, one_hot
from harness.declare.checks import known
from harness.declare.experiment import Experiment, Setting
from harness.declare.registry import current
from harness.declare.run_result import RunResult
from harness.train.own_code import own_code
from harness.train.predictions import MOMENT, findings_of


@dataclass(frozen=True)
class Estimator(Experiment):
    """A scikit-learn estimator, fitted to a data set's training part and evaluated on both parts.

    The seed decides every `random_state` among its parameters, also those of a pipeline's steps.

    Args:
        estimator: unfitted; it is cloned for every seed.
        data: the name of a registered data set.
        measure: the metrics of predictions that are computed besides loss and accuracy: names of registered ones.

    Raises:
        DeclarationError: no estimator, or an unknown data set or metric.

    """

    estimator: Any = field(compare=False)
    data: str = field(kw_only=True)
    measure: tuple[str, ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        if not (hasattr(self.estimator, "fit") and hasattr(self.estimator, "get_params")):
            raise DeclarationError(f"Estimator takes an estimator of scikit-learn, not {self.estimator!r}")
        known(self.data, current().datasets, "data set")
        for name in self.measure:
            known(name, _metrics_of_predictions(), "metric of predictions")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Estimator) and self.describe() == other.describe()

    def __hash__(self) -> int:
        return hash(self.key)

    def with_(self, **changes: Any) -> Self:
        """Return this experiment with some fields, or parameters of the estimator, changed.

        Raises:
            DeclarationError: the estimator has no such parameter.

        """
        fields = {name: changes.pop(name) for name in ("estimator", "data", "measure") if name in changes}
        estimator = clone(fields.pop("estimator", self.estimator))
        for name in changes:
            known(name, estimator.get_params(), f"parameter of {type(estimator).__name__}", "its get_params()")
        return type(self)(estimator.set_params(**changes), **{"data": self.data, "measure": self.measure, **fields})

    def describe(self) -> dict[str, Any]:
        """Return the model's name and those of its parameters that are not the defaults."""
        return {
            "model": _name(self.estimator),
            **{name: _plain(value) for name, value in _changed_parameters(self.estimator).items()},
            "data": self.data,
            **({"measure": list(self.measure)} if self.measure else {}),
        }

    def functions(self) -> tuple[Callable[..., Any], ...]:
        """Return the classes and functions in the estimator, of which a project may have written some."""
        values = [self.estimator, *self.estimator.get_params(deep=True).values()]
        found = [type(one) if hasattr(one, "get_params") else one for one in values]
        return tuple(dict.fromkeys(one for one in found if inspect.isclass(one) or inspect.isfunction(one)))

    def records(self) -> Collection[str]:
        """Return the names of the values that a run of it has."""
        kinds = ["rmse", "loss"] if is_regressor(self.estimator) else ["accuracy"]
        if hasattr(self.estimator, "predict_proba"):
            kinds.append("loss")
        return {*(f"{part}_{kind}" for part in ("test", "train") for kind in kinds), *self.measure}

    def measurements(self) -> Collection[str]:
        """Return the names of the metrics of predictions that a run of it takes."""
        return self.measure

    def measuring(self, *names: str) -> Self:
        """Return this experiment with more metrics of predictions; their order does not matter."""
        return self.with_(measure=tuple(sorted({*self.measure, *names})))

    def unmeasured(self) -> Self:
        """Return what is fitted, whatever is measured of it."""
        return self.with_(measure=())

    def check(self, data: Data | None) -> None:
        """Hold the estimator against its data.

        Raises:
            DeclarationError: a regressor is to learn classes, or something else the numbers of a regression.

        """
        assert data is not None
        if is_regressor(self.estimator) != data.is_regression:
            name, has = type(self.estimator).__name__, "numbers as targets" if data.is_regression else "classes"
            kind = "a" if is_regressor(self.estimator) else "no"
            raise DeclarationError(f"{name} is {kind} regressor, and {self.data!r} has {has}")

    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:
        """Fit a clone of the estimator and evaluate it."""
        assert setting.data is not None
        started = time.perf_counter()
        model = _seeded(clone(self.estimator), seed)
        data = setting.data
        y_train, y_test = _targets(data, data.y_train), _targets(data, data.y_test)
        with own_code(type(model).__name__):
            model.fit(data.x_train, y_train)
            predicted = np.reshape(model.predict(data.x_test), y_test.shape)
            fitted = np.reshape(model.predict(data.x_train), y_train.shape)
            values = {
                **_evaluated("train", model, data, data.x_train, y_train, fitted),
                **_evaluated("test", model, data, data.x_test, y_test, predicted),
            }
            outputs = _outputs(model, data, predicted) if self.measure else None
        if outputs is not None:
            values |= findings_of(data, setting.measurements, self.measure, outputs)
        yield (
            stops[-1],
            RunResult(
                curves={},
                measurements=values,
                diverged_at=None,
                fingerprint=digest([repr(model), predicted.tolist()])[:16],
                seconds=time.perf_counter() - started,
            ),
        )


def _metrics_of_predictions() -> list[str]:
    return [name for name, one in current().measurements.items() if one.at == MOMENT]


def _name(estimator: Any) -> str:
    """Return the type of an estimator; of a pipeline those of its steps."""
    steps = [step for _, step in getattr(estimator, "steps", [("", estimator)])]
    return ", ".join(step if isinstance(step, str) else type(step).__name__ for step in steps)


def _changed_parameters(estimator: Any) -> dict[str, Any]:
    """Return the parameters that are not their defaults, those of nested estimators too; the seed decides some."""
    every = estimator.get_params(deep=True)
    owners = {"": estimator, **{name: value for name, value in every.items() if hasattr(value, "get_params")}}
    changed = {}
    steps = {"steps", *(name for name, _ in getattr(estimator, "steps", ()))}  # the model's name has them
    for name, value in sorted(every.items()):
        if name in steps:
            continue
        owner, _, own = name.rpartition("__")
        signature = inspect.signature(type(owners[owner]).__init__).parameters if owner in owners else {}
        default = signature[own].default if own in signature else inspect.Parameter.empty
        if own != "random_state" and repr(value) != repr(default):
            changed[name] = value
    return changed


def _plain(value: Any) -> Any:
    """Return a parameter's value as JSON-ready values; what has none of its own by its name or its `repr`."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "get_params"):
        return type(value).__name__
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if inspect.isroutine(value) or inspect.isclass(value):
        named = f"{value.__module__}.{value.__qualname__}"
        # Of functions without a name of their own there may be several.
        return f"{named} {code_fingerprint(value)[:8]}" if "<" in named else named
    return digest([str(value.dtype), value.tolist()])[:16] if isinstance(value, np.ndarray) else repr(value)


def _seeded(model: Any, seed: int) -> Any:
    states = sorted(name for name in model.get_params() if name == "random_state" or name.endswith("__random_state"))
    drawn = named_stream(seed, "estimator").generate_state(max(1, len(states)))
    return model.set_params(**{name: int(state) for name, state in zip(states, drawn, strict=False)})


def _targets(data: Data, y: NDArray[Any]) -> NDArray[Any]:
    """Return class numbers (examples,), or the targets of a regression."""
    if not data.is_regression:
        return np.asarray(y.argmax(axis=1))
    return y[:, 0] if y.shape[1] == 1 else y


def _evaluated(
    part: str, model: Any, data: Data, x: NDArray[Any], y: NDArray[Any], predicted: NDArray[Any]
) -> dict[str, float]:
    from sklearn.metrics import log_loss

    if data.is_regression:
        error = float(np.sqrt(np.mean((predicted - y) ** 2, dtype=np.float64)))
        return {f"{part}_rmse": error, f"{part}_loss": error**2}
    values = {f"{part}_accuracy": float((predicted == y).mean())}
    if hasattr(model, "predict_proba"):
        probabilities = _probabilities(model, data, x)
        values[f"{part}_loss"] = float(log_loss(y, probabilities, labels=range(data.y_train.shape[1])))
    return values


def _probabilities(model: Any, data: Data, x: NDArray[Any]) -> NDArray[Any]:
    """Return the probability of every class (examples, classes); a seed's draw may lack one."""
    found = model.predict_proba(x)
    probabilities = np.zeros((len(x), data.y_train.shape[1]), dtype=found.dtype)
    probabilities[:, model.classes_] = found
    return probabilities


def _outputs(model: Any, data: Data, predicted: NDArray[Any]) -> NDArray[Any]:
    """Return a regression's predictions, or probabilities; of a model that has none 1 for the predicted class."""
    if data.is_regression:
        return predicted
    if hasattr(model, "predict_proba"):
        return _probabilities(model, data, data.x_test)
    return one_hot(predicted, data.y_train.shape[1])
