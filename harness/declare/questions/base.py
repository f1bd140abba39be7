"""What all questions to seeds have in common; a kind of question adds its effect, its answer and its words."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import ClassVar

from harness.base.errors import DeclarationError
from harness.base.numbers import as_python, is_finite
from harness.base.text import agreeing
from harness.data.dataset import Dataset
from harness.declare.arm import Arm
from harness.declare.checks import check_finite
from harness.declare.effect import Effect, Leads
from harness.declare.measured import check_data, measured
from harness.declare.metrics import Metric
from harness.declare.questions.meaning import check_same_examples
from harness.declare.registry import current
from harness.declare.tuned import check_held_out
from harness.judge import bounds


def check_arm(arm: object) -> None:
    """Hold an arm to being one.

    Raises:
        DeclarationError: it is none.

    """
    if not isinstance(arm, Arm):
        name = getattr(arm, "__name__", "")
        hint = f": call it, {name}(...)" if callable(arm) and name else ""
        raise DeclarationError(f"an arm must be an Experiment, not {name or repr(arm)}{hint}")


@dataclass(frozen=True, kw_only=True)
class Question(Effect):
    """A yes/no question that every seed answers from the runs of its arms.

    Raises:
        DeclarationError: an arm that is none, too many or too few of them, arms that are the same, an unknown metric
            or one that a run of the arms does not have, a margin that is no number, or a p0 that cannot be decided at
            these looks.

    """

    takes: ClassVar[tuple[int, float]] = (2, 2)
    """The smallest and the largest number of arms."""

    arms: tuple[Arm, ...]
    on: str
    """The name of the metric that is asked about."""
    p0: float = 0.5
    """The claim says that a seed answers yes with a probability above this."""
    looks: tuple[int, ...] = bounds.LOOKS
    """The numbers of seeds at which it may be decided."""
    baseline: bool = False
    """Whether the same question also goes to the arms' counterparts in scikit-learn."""
    three_way: bool = False
    """Whether the claim, its opposite and no material difference are three statements of one family, each with alpha:
    so it is in the cells of a scope map (`harness.declare.scope`)."""
    alpha: float = field(init=False, default_factory=lambda: current().declared_suite.alpha)
    """Bound on the chance of a wrong verdict in one direction; the suite's family decides it."""
    first_seed: int = field(init=False, default_factory=lambda: current().declared_suite.first_seed)
    """The suite's; of runs that were made elsewhere the file's seeds are asked."""

    def __post_init__(self) -> None:
        for one in fields(self):
            object.__setattr__(self, one.name, as_python(getattr(self, one.name)))
        for arm in self.arms:
            check_arm(arm)
        fewest, most = self.takes
        if not fewest <= len(self.arms) <= most:
            wanted = str(fewest) if fewest == most else f"at least {fewest}"
            raise DeclarationError(f"this kind of question ({self.kind}) takes {wanted} arms, not {len(self.arms)}")
        object.__setattr__(self, "arms", tuple(measured(arm, self.on) for arm in self.arms))
        if len({arm.unmeasured() for arm in self.arms}) < len(self.arms):
            raise DeclarationError("two arms are the same experiment: there is nothing to compare")
        check_held_out(self.arms)
        self._check_recorded()
        self._check_design()
        if not isinstance(self.baseline, bool):
            raise DeclarationError(f"baseline must be True or False, not {self.baseline!r}")
        if self.baseline:
            self.for_baseline()

    def seeds(self, count: int) -> Sequence[int]:
        """Return the first so many seeds, in the order in which they are asked: of recorded runs as many as there are.

        Recorded arms of one question have the same seeds, and those of one that is trained.
        """
        recorded = [arm.recorded.seeds for arm in self.arms if arm.recorded]
        return min(recorded, key=len)[:count] if recorded else range(self.first_seed, self.first_seed + count)

    @property
    def compared(self) -> tuple[tuple[Arm, ...], ...]:
        """The groups of arms whose values are subtracted from each other."""
        return (self.arms,)

    @property
    def reach(self) -> tuple[float, float]:
        """The smallest and the largest effect that the metric allows."""
        low, high = self.metric.span
        return (low - high, high - low) if self.compares else (low, high)

    def check(self, datasets: Mapping[str, Dataset]) -> None:
        """Hold the arms and the metric against the data, before anything is trained.

        Raises:
            DeclarationError: an arm cannot be trained on its data, or they have no such metric.

        """
        for arms in self.compared:
            check_same_examples(arms, datasets)
        for arm in self.arms:
            check_data(arm, self.on, datasets[arm.data] if arm.data is not None else None)

    def _check_recorded(self) -> None:
        """Hold arms with runs from elsewhere to being told apart by their description, and to having the same seeds."""
        if not any(arm.recorded for arm in self.arms):
            return
        if len({arm.key for arm in self.arms}) < len(self.arms):
            raise DeclarationError("two arms have the same name in files of the same name: give one file another name")
        where = [arm.recorded.file if arm.recorded else "an arm that is trained" for arm in self.arms]
        trained = range(self.first_seed, self.first_seed + bounds.MOST_SEEDS)
        seeds = [arm.recorded.seeds if arm.recorded else trained for arm in self.arms]
        for place, row in enumerate(zip(*seeds, strict=False)):
            for file, seed in zip(where, row, strict=True):
                if seed != row[0]:
                    raise DeclarationError(
                        f"arms are compared seed by seed, and number {place} is seed {row[0]} in {where[0]} but seed "
                        f"{seed} in {file}"
                    )

    def _check_design(self) -> None:
        check_finite("p0", self.p0)
        if not isinstance(self.looks, tuple) or not all(map(is_finite, self.looks)):
            raise DeclarationError(f"looks must be a tuple of numbers of seeds, such as (12, 24), not {self.looks!r}")
        if max(self.looks, default=0) > bounds.MOST_SEEDS:
            raise DeclarationError(f"looks beyond {bounds.MOST_SEEDS} seeds are not supported, not {self.looks!r}")
        if 0 < min(self.p0, 1 - self.p0) < 1 / bounds.MOST_SEEDS:
            raise DeclarationError(f"p0 = {self.p0} cannot be decided: it is too near 0 or 1")
        try:
            bounds.design(self.p0, self.looks, self.alpha)
        except ValueError as error:
            raise DeclarationError(str(error)) from error

    @property
    def metric(self) -> Metric:
        """The metric that the question is about."""
        return self.arms[0].metric(self.on)

    def goes_with(self, word: str) -> str:
        """Return a word such as "is" as it goes with the metric's label: "are" with "epochs until half are right"."""
        return agreeing(self.metric.label, word)

    @property
    def stated_margin(self) -> float | None:
        """The margin on both sides of 0 that finer statements are about; None for kinds that have no opposite."""
        return None

    @property
    def leads(self) -> Leads | None:
        """The two leads that the question compares; None if it compares the arms themselves, or nothing."""
        return None

    def misfit(self, values: Sequence[float]) -> str | None:  # noqa: ARG002 (most kinds take any value)
        """Return why a seed's values are none that this question can be about; None if they are."""
        return None

    @abstractmethod
    def effect(self, values: Sequence[float]) -> float:
        """Return one seed's effect from the metric's value in each arm; NaN if two infinities cancel."""

    @abstractmethod
    def answer(self, effect: float) -> bool:
        """Return one seed's answer; a NaN effect is a no."""

    @abstractmethod
    def text(self, names: Sequence[str]) -> str:
        """Return the question in words, the arms called by these names."""

    @abstractmethod
    def effect_label(self, names: Sequence[str]) -> str:
        """Return what an effect is, in words, such as "how far A is above B", the arms called by these names."""

    def for_baseline(self) -> Question:
        """Return the same question about the arms' counterparts in scikit-learn.

        Raises:
            DeclarationError: scikit-learn cannot express an arm, or tell the arms apart.

        """
        return replace(self, arms=tuple(arm.baseline() for arm in self.arms), baseline=False)
