"""How many seeds a claim needs: what its looks can show, before anything is trained. Exact, as the bounds are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy import special

from harness.judge.bounds import POWER, Bound, design, expected_seeds, outcome_probabilities, single_look
from harness.judge.family import alpha_of


@dataclass(frozen=True)
class Plan:
    """What a claim's looks can show.

    Args:
        p: the probability with which a seed is expected to answer yes.
        p0: the claim says that it is above this.
        family: of so many verdicts it is one.
        looks: increasing numbers of seeds.

    Raises:
        ValueError: p or p0 is no probability, the family is no number of verdicts, or the looks do not increase or
            cannot decide (`UndecidableError`).

    """

    p: float
    p0: float
    family: int
    looks: tuple[int, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.p <= 1:
            raise ValueError(f"P(yes) must lie between 0 and 1, not {self.p!r}")
        if self.family < 1:
            raise ValueError(f"a family has at least 1 verdict, not {self.family!r}")
        self.bounds  # noqa: B018 (whose errors are its own)

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """What decides at each look."""
        return design(self.p0, self.looks, alpha_of(self.family))

    @property
    def outcomes(self) -> tuple[float, float, float]:
        """The chances that the claim ends supported, refuted and undecided."""
        supported, refuted = outcome_probabilities(self.bounds, self.p)
        return supported, refuted, max(0.0, 1 - supported - refuted)

    @property
    def seeds(self) -> float:
        """How many seeds it takes on average."""
        return expected_seeds(self.bounds, self.p)

    @property
    def detectable(self) -> float | None:
        """The smallest P(yes) for which the claim is supported in 80 % of all cases; None if there is none."""
        return detectable(self.bounds, self.p0)

    @property
    def single_look(self) -> int | None:
        """The smallest number of seeds of which one look decides in 80 % of all cases, as P(yes) lies to p0.

        None if P(yes) is p0, or so near to it that `MOST_SEEDS` do not suffice.
        """
        return single_look(self.p, self.p0, alpha_of(self.family))


def detectable(bounds: Sequence[Bound], p0: float) -> float | None:
    """Return the smallest P(yes) for which a claim is supported in 80 % of all cases; None if there is none.

    Args:
        bounds: what decides at each look, or at the first few of them.
        p0: the claim says that P(yes) is above it.

    """
    from scipy import optimize  # takes its time, and pytest imports this module whenever it starts

    def beyond(p: float) -> float:
        return outcome_probabilities(bounds, p)[0] - POWER

    return float(optimize.brentq(beyond, p0, 1.0)) if beyond(1.0) >= 0 else None


def text_of(plan: Plan) -> str:
    """Return a plan in words."""
    supported, refuted, undecided = plan.outcomes
    seen = plan.detectable
    assert seen is not None  # of a design in which both verdicts are possible, certain yeses are supported
    single = "" if plan.single_look is None else f"; one look at {plan.single_look} seeds would decide in {POWER:.0%}"
    return (
        f"A claim that P(yes) is above {plan.p0:g}, one of a family of {plan.family}\n"
        f"  decided    {_deciding(plan.bounds)}\n"
        f"if P(yes) is {plan.p:g}\n"
        f"  supported  {supported:.1%}\n"
        f"  refuted    {refuted:.1%}\n"
        f"  undecided  {undecided:.1%}\n"
        f"  seeds      {plan.seeds:.1f} on average, {plan.looks[-1]} at most{single}\n"
        f"what is seen in {POWER:.0%} of all cases\n"
        f"  P(yes)     {seen:.3f} or more\n"
        f"  effect     {special.ndtri(seen):.2f} standard deviations beyond the margin, if it is normal"
    )


def _deciding(bounds: Sequence[Bound]) -> str:
    """Return what decides at each look, such as "at 12 seeds: supported from 12 yes, refuted up to 0"."""
    looks = []
    for bound in bounds:
        ways = [
            *([] if bound.supported is None else [f"supported from {bound.supported} yes"]),
            *([] if bound.refuted is None else [f"refuted up to {bound.refuted}"]),
        ]
        looks.append(f"at {bound.seeds} seeds: {', '.join(ways) or 'nothing'}")
    return "\n             ".join(looks)
