"""A response curve: one setting of an arm over several values. A description, which no verdict is given on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from harness.base.errors import DeclarationError
from harness.base.numbers import as_python, is_finite, plain
from harness.base.text import titled
from harness.data.dataset import Dataset
from harness.declare.checks import check_finite
from harness.declare.experiment import Experiment
from harness.declare.labels import field_name
from harness.declare.measured import check_data, measured
from harness.declare.metrics import Metric
from harness.declare.registry import current

LEAST = 3
"""Values of a curve: the best of fewer would always be at an end."""
SEEDS = 12
"""With how many seeds each value is trained."""
APART = 5000
"""From a suite's first seed to that of its curves: who claims what a curve shows is judged on seeds that it has not."""


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """An arm with several values of one field, to be trained with the same seeds.

    Raises:
        DeclarationError: two values are one setting, a mark is none of them, or the arm does not have the metric.

    """

    across: str
    """What the places are values of, in words."""
    places: tuple[float, ...]
    """Where the arms stand on that axis, ascending."""
    arms: tuple[Experiment, ...]
    """The arm with each value."""
    on: str
    """The name of the metric."""
    marks: tuple[tuple[str, float], ...] = ()
    """Places that the suite's text names, with a label each."""
    fails: float | None = None
    """A run whose value is worse than this has failed; None: only one that is infinitely bad, such as by diverging."""
    first_seed: int = field(init=False, default_factory=lambda: current().declared_suite.first_seed + APART)

    def __post_init__(self) -> None:
        if len({arm.unmeasured() for arm in self.arms}) < len(self.arms):
            raise DeclarationError(f"two values of {self.across} are the same experiment")
        for label, place in self.marks:
            if place not in self.places:
                raise DeclarationError(
                    f"the mark {label} is none of the values of {self.across} ({_listed(self.places)}): add it to them"
                )
        if self.fails is not None:
            check_finite("fails", self.fails)
        object.__setattr__(self, "arms", tuple(measured(arm, self.on) for arm in self.arms))

    @property
    def metric(self) -> Metric:
        """The metric that is described."""
        return self.arms[0].metric(self.on)

    def seeds(self, most: int | None = None) -> Sequence[int]:
        """Return the seeds, in their order; the first ones if no more than `most` may be trained."""
        return range(self.first_seed, self.first_seed + min(SEEDS, most or SEEDS))

    def check(self, datasets: Mapping[str, Dataset]) -> None:
        """Hold every arm and the metric against the data, before anything is trained.

        Raises:
            DeclarationError: a value cannot be trained on them, or they have no such metric.

        """
        for arm, place in zip(self.arms, self.places, strict=True):
            try:
                check_data(arm, self.on, datasets[arm.data] if arm.data is not None else None)
            except DeclarationError as error:
                raise DeclarationError(f"{self.across} {plain(place)}: {error}") from error


@dataclass(frozen=True)
class Curve:
    """One test of a response curve, as it was selected."""

    nodeid: str
    id: str
    section: str
    says: str
    params: str
    """The parametrize id, empty where there is none."""
    sweep: Sweep

    @property
    def title(self) -> str:
        """The curve's id with the parametrize id, such as RATE[plain]."""
        return titled(self.id, self.params)


def sweep(
    arm: Experiment,
    *,
    on: str | Metric,
    marks: Iterable[float] | Mapping[str, float] = (),
    fails: float | None = None,
    across: str | None = None,
    **values: Iterable[Any] | Mapping[float, Any],
) -> Sweep:
    """Describe how a metric responds to one setting: `sweep(A, learning_rate=[0.01, 0.1, 1.0], on="test_accuracy")`.

    The arm is trained at each value with the same 12 seeds. It is a description, and never gets a verdict.

    Args:
        arm: what is trained.
        on: the metric.
        marks: values that the suite's text names, to be marked; or those by what they are to be called.
        fails: a run whose metric is worse than this has failed; unless given, only one that diverged has.
        across: what the values are called; unless given, the field's name.
        values: one field, or parameter, of the arm with its values, ascending numbers; or, where they are no numbers,
            the values by their places on the axis, such as `hidden={1: (256,), 2: (256, 256)}`.

    Raises:
        DeclarationError: not one field, fewer than three values, values that do not rise or cannot be trained, or what
            `Sweep` refuses.

    """
    if not isinstance(arm, Experiment):
        raise DeclarationError(f"sweep() takes an experiment, not {arm!r}")
    if len(values) != 1:
        given = ", ".join(values) or "none"
        raise DeclarationError(f"sweep() takes one field with its values, such as rate=[0.01, 0.1, 1.0], not {given}")
    ((name, chosen),) = values.items()
    if isinstance(chosen, str) or not isinstance(chosen, Iterable):
        raise DeclarationError(f"sweep({name}=...) takes a list of values, not {chosen!r}")
    places = tuple(map(as_python, chosen))
    settings = chosen.values() if isinstance(chosen, Mapping) else places
    called = dict(marks) if isinstance(marks, Mapping) else {_written(mark): mark for mark in marks}
    _check_places(places, name)
    return Sweep(
        across=across or field_name(name),
        places=places,
        arms=tuple(arm.with_(**{name: value}) for value in settings),
        on=current().named(on),
        marks=tuple((str(label), as_python(place)) for label, place in called.items()),
        fails=as_python(fails),
    )


def _check_places(places: Sequence[float], name: str) -> None:
    """Hold the values of a field to being numbers that an axis can have, in their order."""
    for place in places:
        if not is_finite(place):
            raise DeclarationError(
                f"sweep({name}=...) takes numbers, not {place!r}; give other values by their places on the axis, such "
                f"as {name}={{1: ..., 2: ...}}"
            )
    if len(places) < LEAST:
        raise DeclarationError(f"sweep({name}=...) takes {LEAST} values or more, not {len(places)}")
    if any(after <= before for before, after in pairwise(places)):
        raise DeclarationError(f"sweep({name}=...): the values must rise, and do not: {_listed(places)}")


def _listed(places: Iterable[float]) -> str:
    return ", ".join(map(plain, places))


def _written(mark: Any) -> str:
    return plain(mark) if is_finite(mark) else repr(mark)
