"""Any function that trains something, as an experiment: another library, a subprocess, a simulation."""

from __future__ import annotations

import functools
import inspect
import math
import numbers
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from harness.base.errors import DeclarationError, RunError
from harness.base.numbers import as_lists, as_python, digest
from harness.declare.arm import known_in
from harness.declare.checks import known
from harness.declare.experiment import Experiment, Setting
from harness.declare.metrics import Metric
from harness.declare.registry import current
from harness.declare.run_result import RunResult
from harness.train.own_code import own_code

PLAIN = (bool, int, float, str, type(None))
LONGEST_CURVE = 100_000
"""Numbers that one curve may have: every run's are kept, and stand in results.json."""


def experiment(
    *, metrics: Mapping[str, Metric], version: str | None = None
) -> Callable[[Callable[..., Mapping[str, Any]]], Callable[..., FunctionExperiment]]:
    """Make arms of a function `train(seed, *, parameter=value, ...)` that returns the values of its metrics by name.

    The decorated function takes the parameters, and returns an arm::

        @experiment(metrics={"accuracy": metric("accuracy", higher_is_better=True)})
        def forest(seed, *, trees=100):
            ...
            return {"accuracy": 0.93}

        beats(forest(trees=300), forest(), on="accuracy", by=0.01)

    A value is a number or a bool; a list of numbers is a curve, of which a metric reads the last one. One that is NaN
    says that the run diverged: all its metrics have the worst value there is. A function that takes `replicate` is told
    which repetition of a seed it trains. It may return a text `fingerprint` of what was trained, by which runs of
    different seeds are told apart.

    Args:
        metrics: what it returns, by name (`harness.metric`).
        version: identifies the code instead of its fingerprint, where that changes too often.

    Raises:
        DeclarationError: no metrics, or a function that takes no seed.

    """
    if not isinstance(metrics, Mapping) or not metrics or not all(isinstance(m, Metric) for m in metrics.values()):
        raise DeclarationError("@experiment(metrics={name: metric(...), ...}) says what the function returns")
    if any(one.of_predictions for one in metrics.values()):
        raise DeclarationError("@experiment: what a metric of predictions would give is returned by the function")

    def decorate(function: Callable[..., Mapping[str, Any]]) -> Callable[..., FunctionExperiment]:
        parameters = _parameters(function)
        defaults = {name: one.default for name, one in parameters.items() if one.default is not one.empty}

        @functools.wraps(function)
        def arm(**given: Any) -> FunctionExperiment:
            for name in given:
                known(name, parameters.keys(), f"parameter of {function.__name__}()", "its signature")
            chosen = {**defaults, **given}
            missing = parameters.keys() - chosen.keys()
            if missing:
                raise DeclarationError(f"{function.__name__}() needs a value for {', '.join(sorted(missing))}")
            return FunctionExperiment(function, tuple(sorted(chosen.items())), tuple(metrics.items()), version)

        return arm

    return decorate


@dataclass(frozen=True, repr=False)
class FunctionExperiment(Experiment):
    """A function with values for its parameters."""

    function: Callable[..., Mapping[str, Any]]
    parameters: tuple[tuple[str, Any], ...]
    metrics: tuple[tuple[str, Metric], ...] = field(compare=False)
    version: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", as_python(self.parameters))
        for name, value in self.parameters:
            if not _is_plain(value):
                raise DeclarationError(
                    f"{self.function.__name__}({name}=...) must be a finite number, a text, a bool or a tuple of them, "
                    f"not {value!r}"
                )

    def __repr__(self) -> str:
        """Return the call, which is the same in every process, as pytest's ids have to be."""
        return f"{self.function.__name__}({', '.join(f'{name}={value!r}' for name, value in self.parameters)})"

    def __eq__(self, other: object) -> bool:
        # By the key, which tells 1 from True, as the function may.
        return isinstance(other, FunctionExperiment) and (self.function, self.version, self.key) == (
            other.function,
            other.version,
            other.key,
        )

    def __hash__(self) -> int:
        return hash((self.function.__qualname__, self.key))

    def with_(self, **changes: Any) -> Self:
        """Return this experiment with some parameters changed.

        Raises:
            DeclarationError: the function does not take them.

        """
        own = dict(self.parameters)
        for name in changes:
            known(name, own, f"parameter of {self.function.__name__}()", "its signature")
        return type(self)(self.function, tuple(sorted({**own, **changes}.items())), self.metrics, self.version)

    def describe(self) -> dict[str, Any]:
        """Return the function's name and its parameters."""
        parameters = {name: as_lists(value) for name, value in self.parameters}
        return {"trains": self.function.__name__, **parameters}

    def functions(self) -> tuple[Callable[..., Any], ...]:
        """Return the function."""
        return (self.function,)

    def code(self) -> str:
        """Return the version that was given, or a fingerprint of the function's code."""
        return digest(self.version) if self.version is not None else super().code()

    def records(self) -> Collection[str]:
        """Return the names of what the metrics read."""
        return {name for _, metric in self.metrics for name in metric.reads}

    def metric(self, name: str) -> Metric:
        """Return one of the function's own metrics, or one that `epochs_to` has made of them."""
        made = {name: metric for name, metric in current().metrics.items() if metric.source}
        own = {**made, **dict(self.metrics)}
        metric: Metric = known_in(own, name, f"metric of {self.function.__name__}()", "its metrics=")
        return metric

    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:  # noqa: ARG002
        """Call the function.

        Raises:
            RunError: it raised an exception, or returned something else than it should.

        """
        started = time.perf_counter()
        takes = inspect.signature(self.function).parameters
        replicate = {"replicate": 0} if "replicate" in takes else {}
        with own_code(f"{self.function.__name__}()"):
            returned = self.function(seed=seed, **replicate, **dict(self.parameters))
            curves, values, fingerprint = self._read(returned)
        yield (
            stops[-1],
            RunResult(
                curves=curves,
                measurements=values,
                diverged_at=self._diverged_at(curves, values),
                fingerprint=fingerprint,
                seconds=time.perf_counter() - started,
            ),
        )

    def _diverged_at(self, curves: Mapping[str, Sequence[float]], values: Mapping[str, float]) -> int | None:
        """Return the first epoch in which something that a metric reads is no number; None if all are."""
        found = {name: curves.get(name, [values[name]] if name in values else []) for name in self.records()}
        lost = [number for now in found.values() for number, one in enumerate(now, start=1) if math.isnan(one)]
        return min(lost, default=None)

    def _read(self, returned: object) -> tuple[dict[str, tuple[float, ...]], dict[str, float], str]:
        name = self.function.__name__
        if not isinstance(returned, Mapping):
            raise RunError(f"{name}() must return its values by name, such as {{'accuracy': 0.9}}, not {returned!r}")
        missing = sorted(set(self.records()) - returned.keys())
        if missing:
            raise RunError(f"{name}() returned {sorted(map(str, returned))}, and its metrics read {missing}")
        curves, values, fingerprint = {}, {}, ""
        for key, value in returned.items():
            if key == "fingerprint":
                fingerprint = str(value)
            elif isinstance(value, numbers.Real):
                values[key] = float(value)
            elif (isinstance(value, Sequence) and not isinstance(value, str)) or hasattr(value, "tolist"):
                curves[key] = _curve(name, key, value)
            else:
                raise RunError(f"{name}() returned {value!r} for {key!r}: a number, a bool or a list of numbers is due")
        return curves, values, fingerprint


def _parameters(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """Return the parameters that a claim gives; the harness gives seed and replicate."""
    parameters = dict(inspect.signature(function).parameters)
    if "seed" not in parameters:
        raise DeclarationError(f"{function.__name__}() must take a seed: def {function.__name__}(seed, ...)")
    if "trains" in parameters or any(one.kind in (one.VAR_KEYWORD, one.VAR_POSITIONAL) for one in parameters.values()):
        raise DeclarationError(f"{function.__name__}() must name its parameters, and none of them 'trains'")
    return {name: one for name, one in parameters.items() if name not in ("seed", "replicate")}


def _curve(function: str, name: str, value: Any) -> tuple[float, ...]:
    """Return a list of numbers; a numpy scalar is a curve of one."""
    rows = value.tolist() if hasattr(value, "tolist") else list(value)
    rows = rows if isinstance(rows, list) else [rows]
    if len(rows) > LONGEST_CURVE:
        raise RunError(f"{function}() returned {len(rows)} numbers for {name!r}: a curve has at most {LONGEST_CURVE}")
    if not rows or not all(isinstance(row, numbers.Real) for row in rows):
        raise RunError(f"{function}() returned for {name!r} what is no list of numbers")
    return tuple(map(float, rows))


def _is_plain(value: object) -> bool:
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return isinstance(value, PLAIN) or (isinstance(value, tuple) and all(map(_is_plain, value)))
