"""What experiments and questions can name: data sets, metrics and measurements, the harness' own and a project's."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from harness.base.code import code_fingerprint
from harness.base.errors import DeclarationError
from harness.base.numbers import is_finite
from harness.data.arrays import Data
from harness.data.dataset import Dataset, Draw
from harness.declare.checks import known
from harness.declare.measurement import Keep, Measurement, checkpoint
from harness.declare.metrics import Metric
from harness.declare.suite import Suite

_LARGEST = float(np.finfo(np.float32).max)


@dataclass
class Registry:
    """Filled through the hook `pytest_claims_register(registry, config)`: by the harness, a conftest.py, a plugin."""

    datasets: dict[str, Dataset] = field(default_factory=dict)
    input_ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Between which numbers the inputs of data sets lie, where that is declared."""
    metrics: dict[str, Metric] = field(default_factory=dict)
    measurements: dict[str, Measurement] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    """Subclasses of `harness.report.figures.answers.AnswersFigure`, of which this room knows nothing."""
    declared_suite: Suite = field(default_factory=Suite)

    def dataset(
        self,
        name: str,
        load: Callable[[], Data],
        draw: Draw | None = None,
        *,
        inputs: tuple[float, float] | None = None,
    ) -> None:
        """Register data under a name.

        Args:
            name: what `data=` of an experiment calls them.
            load: returns them, as `harness.Data`; called when they are first needed.
            draw: `draw(data, rng)` returns one seed's training and test set; None: every seed has the same.
            inputs: between which two numbers the inputs lie that are trained and tested on, such as (0, 255). Others
                are trained on all the same, and it is said; runs are the same whatever is declared.

        Raises:
            DeclarationError: the name is taken, load or draw is no function, or inputs no two numbers in ascending
                order.

        """
        _new(name, self.datasets, "data set")
        for what, function in (("load", load), ("draw", draw or load)):
            if not callable(function):
                raise DeclarationError(f"data set {name!r}: {what} must be a function, not {function!r}")
        if inputs is not None:
            self.input_ranges[name] = _range(name, inputs)
        self.datasets[name] = Dataset(name, load, draw)

    def metric(self, name: str, metric: Metric) -> None:
        """Register a metric under a name, which `on=` of a question calls it.

        Raises:
            DeclarationError: the name is taken, or it is no metric.

        """
        _new(name, self.metrics, "metric")
        if not isinstance(metric, Metric):
            raise DeclarationError(f"metric {name!r} must be made by harness.metric(...), not {metric!r}")
        self.metrics[name] = metric.named(name)
        if metric.of_predictions is not None:
            taken = functools.partial(_named_value, name, metric.of_predictions)
            self.measurement(name, taken, gives=(name,), at="predictions")

    def named(self, metric: Metric | str) -> str:
        """Return the name of a metric that a question gives: one that was made in its place is registered.

        Raises:
            DeclarationError: it has no name of its own, or there is another one of that name.

        """
        if not isinstance(metric, Metric):
            return metric
        if not metric.name:
            raise DeclarationError(
                "a metric in the place of on= is made by epochs_to(...) or scorer(...); another one needs a name: "
                "registry.metric(name, ...) in conftest.py"
            )
        if metric.name not in self.metrics:
            self.metric(metric.name, metric)
        elif self.metrics[metric.name].source != metric.source:
            raise DeclarationError(
                f"there is another metric {metric.name!r} than {metric.source}: name one differently"
            )
        return metric.name

    def measurement(
        self,
        name: str,
        function: Callable[..., dict[str, Any]] | None,
        *,
        gives: tuple[str, ...],
        at: Literal["start", "end", "training", "predictions"] = "end",
        check: Callable[[Any, Data], None] | None = None,
    ) -> None:
        """Register a measurement (`Measurement`) under a name, which `measure=` of an experiment calls it.

        Raises:
            DeclarationError: the name is taken, or the moment is unknown.

        """
        _new(name, self.measurements, "measurement")
        known(at, ("start", "end", "training", "predictions"), "moment of a measurement")
        self.measurements[name] = Measurement(tuple(gives), at, function, check)

    def checkpoint(self, name: str, keep: Keep, *, watches: tuple[str, ...]) -> None:
        """Register the weights of one epoch under a name, which `measure=` of an experiment calls them.

        When training ends, a run has with them NAME_epoch (from 1), NAME_test_loss, NAME_test_accuracy,
        NAME_train_loss and NAME_train_accuracy; NaN where none were kept. What they are chosen by is evaluated after
        every epoch, whatever `evaluate_every` says.

        Args:
            name: of the checkpoint.
            keep: `keep(curves)` is asked after every epoch whether the weights of that epoch are kept, in place of any
                before. It gets the watched curves by name so far, a list with a value for each epoch.
            watches: which curves it looks at, of the held-out examples, the training examples or as training prints
                them, such as ("held_out_loss",). Not the test set: its figures would then flatter.

        Raises:
            DeclarationError: the name is taken, keep is no function, or a curve cannot be watched.

        """
        _new(name, self.measurements, "measurement")
        self.measurements[name] = checkpoint(name, keep, watches)

    def figure(self, name: str, figure: type) -> None:
        """Register a figure of answers under a name, which a kind of question gives as its `figure`.

        Args:
            name: it is in results.json; a report that is made without the suite shows the effects instead.
            figure: a subclass of `harness.report.figures.answers.AnswersFigure`.

        Raises:
            DeclarationError: the name is taken, or it is no figure.

        """
        _new(name, self.figures, "figure")
        if not (isinstance(figure, type) and hasattr(figure, "of") and hasattr(figure, "plot")):
            raise DeclarationError(f"figure {name!r} must be a subclass of AnswersFigure, not {figure!r}")
        self.figures[name] = figure

    def suite(self, **description: Any) -> None:
        """Say what the claims are about: title, author, link, sections, family and more (`Suite`).

        Raises:
            DeclarationError: an unknown field, a value that cannot be, or another suite in the same session.

        """
        self.declared_suite = self.declared_suite.declaring(**description)

    def measuring_code(self, names: Collection[str]) -> list[str]:
        """Return fingerprints of the measurements' own code; that of the harness' own is part of its trainer's."""
        measured = [self.measurements[name] for name in sorted(names)]
        return [
            f"{one.at} {(*one.gives, *one.watches)} {code_fingerprint(one.function)}"
            for one in measured
            if one.function is not None
        ]

    def measuring(self, value: str) -> str | None:
        """Return the name of the measurement that gives a value; None if none does."""
        return next((name for name, one in self.measurements.items() if value in one.gives), None)


def _named_value(name: str, function: Callable[..., Any], y_true: Any, y_score: Any) -> dict[str, Any]:
    return {name: function(y_true, y_score)}


def _range(name: str, given: Any) -> tuple[float, float]:
    pair = tuple(given) if isinstance(given, tuple | list) else ()
    if len(pair) != 2 or not all(is_finite(one) and abs(one) <= _LARGEST for one in pair) or pair[0] >= pair[1]:
        raise DeclarationError(
            f"data set {name!r}: inputs must be the least and the greatest number, such as (0, 255), not {given!r}"
        )
    return float(pair[0]), float(pair[1])


def _new(name: str, taken: dict[str, Any], what: str) -> None:
    if not isinstance(name, str) or not name:
        raise DeclarationError(f"a {what}'s name must be a text, not {name!r}")
    if name in taken:
        raise DeclarationError(f"there is a {what} {name!r} already: choose another name")


_in_use: list[Registry] = [Registry()]


def current() -> Registry:
    """Return the registry of this session."""
    return _in_use[-1]


def start(registry: Registry) -> None:
    """Use a registry from now on, until `end`."""
    _in_use.append(registry)


def end() -> None:
    """Go back to the registry that was in use before."""
    _in_use.pop()


@contextmanager
def used(registry: Registry) -> Iterator[Registry]:
    """Use a registry meanwhile."""
    start(registry)
    try:
        yield registry
    finally:
        end()
