"""An arm whose setting is chosen anew within every seed, so that the seeds' answers stay independent."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from harness.base.errors import DeclarationError
from harness.data.arrays import Data
from harness.declare.arm import Arm
from harness.declare.experiment import Experiment
from harness.declare.labels import field_name, field_value
from harness.declare.losses import check_losses
from harness.declare.measurement import CHECKPOINT
from harness.declare.metrics import Metric
from harness.declare.registry import current
from harness.declare.run_result import RunResult


@dataclass(frozen=True, kw_only=True)
class Tuned(Arm):
    """The best of several settings of one experiment, by a metric that sees no test data.

    The metric is read off the very runs that are compared; nothing is trained again. A run that diverged is the worst,
    and of equals the first counts.
    """

    field: str
    """In what the settings differ."""
    among: tuple[Experiment, ...]
    """The experiment with each value of the field, in the order given."""
    by: str
    """The metric that chooses."""

    def __post_init__(self) -> None:
        if len(self.among) < 2:
            raise DeclarationError(f"tuned() chooses among two settings or more, not {len(self.among)}")
        if len(set(self.among)) < len(self.among):
            raise DeclarationError(f"tuned() has the same {field_name(self.field)} twice")
        if self.by.startswith("test"):
            raise DeclarationError(f"tuned() must not choose by {self.by!r}: the test set is for the question alone")
        if self.field == "data":
            raise DeclarationError("tuned() cannot choose the data: each setting would be tested on other examples")
        metric = self.among[0].metric(self.by)
        if any(map(_sees_the_test_set, metric.reads)):
            raise DeclarationError(f"tuned() must not choose by {self.by!r}: the test set is for the question alone")
        if any(name.endswith("loss") for name in metric.reads):
            check_losses(self.among, self.by)
        for value in metric.reads:
            if value not in self.among[0].records():
                hint = ": set held_out=, such as 0.2" if value.startswith("held_out") else ""
                raise DeclarationError(f"tuned() chooses by {value}, which the arm does not record{hint}")

    def describe(self) -> dict[str, Any]:
        """Return what the settings share, and from which values of the field it is chosen."""
        values = (field_value(one.describe().get(self.field)) for one in self.among)
        best = f"the best of {', '.join(values)} by {field_name(self.by)}"
        return {**self.among[0].describe(), self.field: best}

    def records(self) -> Collection[str]:
        """Return the names of the curves and values that a run of it has."""
        return self.among[0].records()

    def settings(self) -> tuple[Experiment, ...]:
        """Return the experiments to choose from."""
        return self.among

    def chosen(self, results: Sequence[RunResult]) -> int:
        """Return which setting is the best by its result."""
        metric = self.among[0].metric(self.by)
        sign = 1 if metric.higher_is_better else -1
        values = [sign * metric.of(result) for result in results]
        ranked = [-math.inf if math.isnan(value) else value for value in values]
        return ranked.index(max(ranked))

    def check(self, data: Data | None) -> None:
        """Hold every setting against the data."""
        for one in self.among:
            one.check(data)

    def metric(self, name: str) -> Metric:
        """Return a metric that a run of it has."""
        return self.among[0].metric(name)

    def measurements(self) -> Collection[str]:
        """Return the names of the measurements that a run of it takes."""
        return self.among[0].measurements()

    def measuring(self, *names: str) -> Self:
        """Return this arm with more measurements."""
        return replace(self, among=tuple(one.measuring(*names) for one in self.among))

    def unmeasured(self) -> Arm:
        """Return what is trained, whatever is measured on the way."""
        bare = (setting for one in self.among for setting in one.unmeasured().settings())
        return replace(self, among=tuple(_choosable(one, self.by) for one in bare))

    def baseline(self) -> Arm:
        """Return the same choice for another library."""
        return replace(self, among=tuple(setting for one in self.among for setting in one.baseline().settings()))

    @property
    def baseline_note(self) -> str | None:
        """In what the baseline differs besides its library."""
        return self.among[0].baseline_note

    def with_(self, **changes: Any) -> Self:
        """Return this choice among settings with some other fields changed.

        Raises:
            DeclarationError: an unknown field, a value that cannot be trained, or the field that is chosen.

        """
        if self.field in changes:
            raise DeclarationError(f"{self.field} is what is tuned: declare another tuned(...)")
        among = tuple(one.with_(**changes) for one in self.among)
        return replace(self, data=among[0].data, among=among)


def tuned(arm: Experiment, *, by: str, **field: Iterable[Any]) -> Tuned:
    """Return an arm that with every seed is the best setting of another: `tuned(A, learning_rate=[0.1, 0.3], by=...)`.

    Args:
        arm: what is tuned.
        by: the metric that chooses, which must not see the test set, such as "held_out_loss".
        field: one field, or parameter, of the arm with the values to choose from.

    Raises:
        DeclarationError: not one field, fewer than two values, one that cannot be trained, or a metric that cannot
            choose.

    """
    if not isinstance(arm, Experiment):
        raise DeclarationError(f"tuned() takes an experiment, not {arm!r}")
    if len(field) != 1:
        raise DeclarationError(
            f"tuned() takes one field with its values, such as learning_rate=[0.1, 0.3], not {field}"
        )
    ((name, values),) = field.items()
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise DeclarationError(f"tuned({name}=...) takes a list of values, not {values!r}")
    if not by.startswith("test"):  # which is refused below
        arm = _choosable(arm, by)
    return Tuned(data=arm.data, field=name, among=tuple(arm.with_(**{name: value}) for value in values), by=by)


def _sees_the_test_set(value: str) -> bool:
    """Return whether a curve or value that a run has comes from its test set."""
    name = current().measuring(value)
    moment = current().measurements[name].at if name else ""
    of_kept_weights = moment == CHECKPOINT and value.endswith(("_test_loss", "_test_accuracy"))
    return value.startswith("test") or moment == "predictions" or of_kept_weights


def _choosable(arm: Experiment, by: str) -> Experiment:
    """Return an arm with the measurements that the metric by which it is chosen is read from, if there are such."""
    lacking = [value for value in arm.metric(by).reads if value not in arm.records()]
    names = {name for name in map(current().measuring, lacking) if name is not None}
    return arm.measuring(*names) if names else arm


def check_held_out(arms: Sequence[Arm]) -> None:
    """Hold arms that are compared with a tuned one to holding out as much: it trains on fewer examples for it.

    Raises:
        DeclarationError: one holds out more than another.

    """
    if any(isinstance(arm, Tuned) for arm in arms):
        shares = [getattr(setting, "held_out", 0.0) for arm in arms for setting in arm.settings()]
        if len(set(shares)) > 1:
            raise DeclarationError(
                f"an arm that is compared with a tuned one must hold out as much: held_out is {min(shares):g} in one "
                f"and {max(shares):g} in another"
            )
