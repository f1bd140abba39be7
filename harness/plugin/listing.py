"""What can be named in a session's claims, as text: --claims-list."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import harness
from harness.data.dataset import Dataset
from harness.declare.arm import Arm
from harness.declare.claim import ASKED
from harness.declare.measurement import Measurement
from harness.declare.metrics import Metric
from harness.declare.questions import Question
from harness.declare.registry import Registry
from harness.declare.sweep import Sweep
from harness.declare.timed_question import Timing

WHEN = {
    "start": "before training",
    "training": "during training",
    "end": "after training",
    "predictions": "of the predictions on the test set",
    "checkpoint": "with the weights of the epoch that it keeps",
}


def lines(registry: Registry) -> Iterator[str]:
    """Yield the lines: kinds of arms and of questions from the public face, the rest from the registry."""
    face = {name: getattr(harness, name) for name in harness.__all__}
    parts: tuple[tuple[str, Iterator[str]], ...] = (
        ("arms, with their fields", _calls(face, Arm)),
        ("questions to every seed", _calls(face, Question)),
        ("questions to the rounds of a benchmark", _calls(face, Timing)),
        ("response curves, which get no verdict", _calls(face, Sweep)),
        ("data sets (data=)", map(_dataset, registry.datasets.values())),
        ("metrics (on=)", (_metric(name, one) for name, one in sorted(registry.metrics.items()))),
        ("measurements (measure=)", (_measurement(name, one) for name, one in sorted(registry.measurements.items()))),
        ("sections of the suite (section=)", (repr(section) for section in registry.declared_suite.sections)),
    )
    for heading, entries in parts:
        listed = list(entries)
        if listed:
            yield from (heading, *(f"  {line}" for line in listed), "")


def _calls(face: dict[str, Any], kind: type) -> Iterator[str]:
    """Yield what of the public face makes a kind of thing: how it is called, and what it is in a sentence."""
    for name, one in face.items():
        if inspect.isabstract(one):
            continue  # what a suite may derive from
        if issubclass(one, kind) if inspect.isclass(one) else _returns(one, kind):
            yield f"{name}({', '.join(map(_parameter, inspect.signature(one).parameters.values()))})"
            yield f"    {_summary(one)}"


def _returns(function: Callable[..., Any], kind: type) -> bool:
    """Return whether a function's annotation says that it returns a kind of thing, or a function that does."""
    named = re.findall(r"\w+", str(function.__annotations__.get("return", "")))
    returned = [vars(sys.modules[function.__module__]).get(name) for name in named]
    return any(inspect.isclass(one) and issubclass(one, kind) for one in returned)


def _parameter(parameter: inspect.Parameter) -> str:
    """Return a parameter as Python spells it; of those that any question takes, their names."""
    if parameter.kind is parameter.VAR_KEYWORD and parameter.name == "asked":
        return ", ".join(f"{name}=" for name in ASKED)
    if parameter.kind is parameter.VAR_KEYWORD:
        return f"**{parameter.name}: {parameter.annotation}"
    stars = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
    # None where the annotation knows of none is what a data class has inherited for a field that must be given.
    is_given = parameter.default is None and "None" not in parameter.annotation
    default = "" if is_given or parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{stars}{parameter.name}: {parameter.annotation}{default}"


def _summary(documented: object) -> str:
    """Return the first paragraph of a docstring as one line."""
    paragraph = (inspect.getdoc(documented) or "").partition("\n\n")[0]
    return " ".join(paragraph.split())


def _dataset(dataset: Dataset) -> str:
    return f"{dataset.name}: {'drawn anew for every seed' if dataset.draw else 'the same for every seed'}"


def _metric(name: str, metric: Metric) -> str:
    unit = f", in {metric.unit}" if metric.unit else ""
    return f"{name}: {metric.label}{unit}; {'higher' if metric.higher_is_better else 'lower'} is better"


def _measurement(name: str, measurement: Measurement) -> str:
    return f"{name}: {', '.join(measurement.gives)}; {WHEN[measurement.at]}"
