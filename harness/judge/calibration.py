"""Does the judge keep its promises? Simulated claims, known to be right or wrong, put through its own rules.

`make calibration` repeats every case 200,000 times and writes the tables of docs/method.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import special

from harness.base.text import replace_block, table_head, table_row
from harness.judge.bounds import LOOKS, design, expected_seeds, outcome_probabilities, side_bounds
from harness.judge.control_calibration import controls_table
from harness.judge.decide import decide
from harness.judge.family_calibration import budget_table, sessions_table
from harness.judge.scope_calibration import scope_table

Draw = Callable[[np.random.Generator, tuple[int, ...]], NDArray[np.float64]]
REPETITIONS = 200_000
SEED = 20_260_101
CHUNK = 20_000
"""Repetitions simulated at once, for the memory's sake."""


@dataclass(frozen=True)
class Case:
    """A claim and how its effects come about.

    A seed answers yes if its effect lies within the interval or, without one, above a margin of 0.
    """

    name: str
    draw: Draw
    """From a generator and a shape to effects, which may be infinite or NaN."""
    p: float
    """The probability of a yes that this gives."""
    p0: float = 0.5
    looks: tuple[int, ...] = LOOKS
    interval: tuple[float, float] | None = None

    def answers(self, effects: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return the seeds' answers; of any shape."""
        if self.interval is None:
            return effects > 0
        return (self.interval[0] <= effects) & (effects <= self.interval[1])


def _normal(mean: float) -> Draw:
    return lambda rng, shape: rng.normal(mean, 1.0, shape)


def _two_arms(diverging: float) -> Draw:
    """Effects of two arms whose runs diverge now and then: -inf, +inf, or NaN if both do; the median effect is 0."""
    # The runs that end well have to make up for those that do not: a NaN is a no.
    mean = special.ndtri((0.5 - diverging * (1 - diverging)) / (1 - diverging) ** 2)

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        effects = rng.normal(mean, 1.0, shape)
        first, second = rng.random((2, *shape)) < diverging
        effects[first & ~second] = -np.inf
        effects[second & ~first] = np.inf
        effects[first & second] = np.nan
        return effects

    return draw


def _ties(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    return rng.choice([-0.01, 0.0, 0.01], p=[0.3, 0.2, 0.5], size=shape)


def _heavy(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    return rng.standard_cauchy(shape)


def _skewed(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    return rng.exponential(1.0, shape) - math.log(2)


_QUARTER = float(special.ndtri(0.75))
_BOUNDARY = (
    Case("normal", _normal(0.0), 0.5),
    Case("heavy-tailed (Cauchy)", _heavy, 0.5),
    Case("skewed (exponential)", _skewed, 0.5),
    Case("discrete, 20 % ties", _ties, 0.5),
    *(
        Case(f"{share:.0%} of each arm's runs diverge".replace("%", " %"), _two_arms(share), 0.5)
        for share in (0.05, 0.15, 0.3)
    ),
    Case("within an interval, missed on both sides", _normal(0.0), 0.5, interval=(-_QUARTER, _QUARTER)),
    Case("within an interval, missed on one side", _skewed, 0.5, interval=(-1.0, 0.0)),
    Case("normal, p0 = 0.75", _normal(_QUARTER), 0.75, p0=0.75),
    Case("normal, p0 = 0.9, looks at 73 and 146", _normal(float(special.ndtri(0.9))), 0.9, p0=0.9, looks=(73, 146)),
)
_POWER = tuple(
    Case(
        f"normal, {sign * size:+d} standard deviation{'s' * (size > 1)}",
        _normal(sign * size),
        float(special.ndtr(sign * size)),
    )
    for sign in (1, -1)
    for size in (1, 2, 5)
)
CASES = (*_BOUNDARY, *_POWER)
"""First those on the boundary, P(yes) = p0, where wrong verdicts are likeliest; then clear effects, for the power."""


@dataclass(frozen=True)
class Measured:
    """How often a case came out how, beside the exact probabilities."""

    case: Case
    repetitions: int
    supported: int
    refuted: int
    exact: tuple[float, float]
    """The chances of supported and of refuted, by `outcome_probabilities`."""


def simulate(case: Case, repetitions: int, rng: np.random.Generator) -> Measured:
    """Put that many claims, each with all seeds it could have, through the judge's rule."""
    bounds = design(case.p0, case.looks)
    supported = refuted = 0
    for start in range(0, repetitions, CHUNK):
        shape = min(CHUNK, repetitions - start), case.looks[-1]
        sign, _ = decide(case.answers(case.draw(rng, shape)), bounds)
        supported += int((sign > 0).sum())
        refuted += int((sign < 0).sum())
    return Measured(case, repetitions, supported, refuted, outcome_probabilities(bounds, case.p))


def simulate_all(repetitions: int, cases: Iterable[Case] = CASES) -> list[Measured]:
    """Simulate each case with random numbers of its own, so that none depends on the others."""
    return [simulate(case, repetitions, np.random.default_rng([SEED, n])) for n, case in enumerate(cases)]


def bounds_table() -> Iterator[str]:
    """Yield the Markdown table of the bounds for some p0, with the exact chances of a wrong verdict."""
    yield from table_head(
        "p0", "looks at", "supported from", "refuted up to", "wrongly supported", "wrongly refuted", "one side from"
    )
    for p0, looks in ((0.5, LOOKS), (0.6, LOOKS), (0.75, LOOKS), (0.8, LOOKS), (0.9, (73, 146))):
        bounds = design(p0, looks)
        wrong = outcome_probabilities(bounds, p0)
        yield table_row(
            f"{p0:g}",
            _counts(looks),
            _counts(b.supported for b in bounds),
            _counts(b.refuted for b in bounds),
            *(f"{chance:.5f}" for chance in wrong),
            _counts(side_bounds(p0, looks)),
        )


def _counts(counts: Iterable[int | None]) -> str:
    return ", ".join("-" if count is None else str(count) for count in counts)


def power_table() -> Iterator[str]:
    """Yield the Markdown table of what becomes of a claim with p0 = 1/2, by the true P(yes)."""
    yield from table_head("P(yes)", "supported", "refuted", "inconclusive", "seeds on average")
    for p in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99):
        bounds = design()
        supported, refuted = outcome_probabilities(bounds, p)
        yield table_row(
            f"{p:g}",
            f"{supported:.4f}",
            f"{refuted:.5f}",
            f"{1 - supported - refuted:.4f}",
            f"{expected_seeds(bounds, p):.1f}",
        )


def calibration_table(measured: Sequence[Measured]) -> Iterator[str]:
    """Yield the Markdown table of simulated beside exact rates."""
    yield from table_head("effects", "P(yes)", "p0", "supported, simulated", "exact", "refuted, simulated", "exact")
    for one in measured:
        (supported, refuted), n = one.exact, one.repetitions
        yield table_row(
            one.case.name,
            f"{one.case.p:.4g}",
            f"{one.case.p0:g}",
            f"{one.supported / n:.5f}",
            f"{supported:.5f}",
            f"{one.refuted / n:.5f}",
            f"{refuted:.5f}",
        )


def rewrite_page(path: Path, repetitions: int = REPETITIONS) -> None:
    """Rewrite the tables of docs/method.md."""
    text = path.read_text(encoding="utf-8")
    text = replace_block(text, "bounds", bounds_table())
    text = replace_block(text, "power", power_table())
    text = replace_block(text, "budget", budget_table())
    text = replace_block(text, "sessions", sessions_table())
    text = replace_block(text, "scope", scope_table())
    text = replace_block(text, "controls", controls_table())
    text = replace_block(text, "calibration", calibration_table(simulate_all(repetitions)))
    path.write_text(text, encoding="utf-8")
