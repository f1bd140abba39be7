"""Arms that are held against what they were, in words: for the terminal, for Markdown, the page and a failed test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from harness.base.numbers import plain
from harness.base.text import visible
from harness.report.wording.formatting import rounded, span
from harness.results.model import ArmRow, ArmsCompared, ArmState

MOST_TITLES = 3
"""Of the tests that ask about an arm, so that a line stays one."""


def counts(compared: ArmsCompared) -> str:
    """Return how many arms are in each state, as far as any are."""
    states = Counter(row.state for row in compared.arms)
    return ", ".join(f"{states[state]} {state.word}" for state in ArmState if states[state]) or "no arms"


def worse(compared: ArmsCompared | None) -> list[ArmRow]:
    """Return the arms that got worse."""
    return [row for row in compared.arms if row.state is ArmState.WORSE] if compared else []


def name(row: ArmRow) -> str:
    """Return what an arm is called: its name among the arms of the first test that asks about it, and the tests."""
    more = f" and {len(row.claims) - MOST_TITLES} more" if len(row.claims) > MOST_TITLES else ""
    return f"{row.name} of {', '.join(row.claims[:MOST_TITLES])}{more}"


def loss(row: ArmRow) -> str:
    """Return by how much an arm got worse, and in how many seeds."""
    side = "lower" if row.metric.higher_is_better else "higher"
    how_much = f" by more than {plain(row.margin)}" if row.margin else ""
    change = (
        f"median change {rounded(row.change.estimate, signed=True)}" if row.change else "no change that is a number"
    )
    limits = f" ({span(row.change, signed=True)})" if row.change else ""
    return f"{row.metric.label} {side}{how_much} in {row.worse} of {row.seeds} seeds, {change}{limits}"


def not_compared(compared: ArmsCompared) -> list[tuple[str, str]]:
    """Return why arms were not compared, each reason with how many."""
    reasons = Counter(row.reason for row in compared.arms if row.state is ArmState.NOT_COMPARED)
    return [(reason, f"{number} of {len(compared.arms)}") for reason, number in reasons.items()]


def what_it_is(compared: ArmsCompared) -> str:
    """Return what the comparison of arms promises."""
    promised = f"{compared.alpha * compared.declared:.2g}"
    return (
        "An arm got worse if its metric is worse than the reference's by more than the smallest margin that is asked "
        f"of it, more often than not; the chance that one is called so wrongly is at most {compared.alpha:g}. For "
        f"{compared.declared} arms and metrics the chance of any wrong alarm is at most {promised}; "
        f"{len(compared.arms)} are here."
    )


def failure(title: str, rows: Iterable[ArmRow], since: str) -> str:
    """Return why a test fails whose arms got worse.

    Args:
        title: of the test.
        rows: the arms that its question is about, and that got worse.
        since: what changed in the environment.

    """
    found = [f"{row.name}: {loss(row)}" for row in rows]
    # The reference may come from anybody, and goes to the terminal with this.
    return visible("\n".join([f"{title} got worse than in the reference; {since}", *(f"  {one}" for one in found)]))


def terminal_lines(compared: ArmsCompared) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield the lines of the terminal's section, with the terminal writer's markup."""
    yield f"arms: {counts(compared)}", {}
    for row in worse(compared):
        yield f"{row.state.symbol} {name(row)}  {row.state.word}: {loss(row)}", {"red": True}
    for reason, number in not_compared(compared):
        yield f"not compared ({number} arms): {reason}", {}
