"""The comparison with a reference in words, the same for the terminal, for Markdown, the page and a failed test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from harness.base.text import visible
from harness.report.wording import arm_changes
from harness.report.wording.formatting import rounded, span
from harness.results.model import BaselineRow, Change, ComparedFile, Comparison, Interval, Row, Side, State

WHAT_A_SHIFT_IS = (
    "A shift is the median over the seeds of the new minus the old effect, with its exact 95 % interval from order "
    "statistics."
)


def origin(reference: ComparedFile) -> str:
    """Return which results the comparison is with."""
    commit = f", commit {reference.commit[:10]}" if reference.commit else ""
    return f"{reference.file} of {reference.datetime[:10]}{commit}"


def counts(comparison: Comparison) -> str:
    """Return how many tests are in each state, as far as any are."""
    states = Counter(row.state for row in comparison.claims)
    return ", ".join(f"{states[state]} {state.word}" for state in State if states[state]) or "no claims"


def notable(comparison: Comparison) -> list[Row]:
    """Return the tests that are listed one by one: all that changed, what matters most first."""
    order = list(State)
    return sorted(
        filter(_changed, comparison.claims), key=lambda row: (order.index(row.state), not baseline_flipped(row))
    )


def _changed(row: Row) -> bool:
    return row.state not in (State.NOT_RUN, State.IDENTICAL) or baseline_flipped(row)


def baseline_flipped(row: Row) -> bool:
    """Return whether scikit-learn's verdict is another; this is shown, and fails nothing."""
    return row.baseline is not None and row.baseline.state is State.FLIPPED


def verdicts(row: Row | BaselineRow) -> str:
    """Return the verdict, or both if it changed."""
    old, new = (side.verdict.word if side else None for side in (row.old, row.new))
    if old is None:
        return f"{new} (not in the reference)"
    if new is None:
        return f"was {old}"
    return new if old == new else f"{old} → {new}"


def details(row: Row) -> str:
    """Return what else there is to say: the shift, a changed question, scikit-learn's verdict."""
    said = []
    if row.shift and row.state is not State.IDENTICAL:
        said.append(_shift(row.shift, row.old, row.new))
    if row.question_changed:
        said.append("the question itself was changed")
    if row.baseline and baseline_flipped(row):
        said.append(f"scikit-learn: {verdicts(row.baseline)}")
    return "; ".join(said)


def _shift(shift: Interval, old: Side | None, new: Side | None) -> str:
    before, after = (rounded(side.effect.estimate if side and side.effect else None) for side in (old, new))
    return (
        f"median effect {before} → {after}, shift {rounded(shift.estimate, signed=True)} ({span(shift, signed=True)})"
    )


def by_group(changes: Iterable[Change]) -> dict[str, list[tuple[str, str]]]:
    """Return what changed in the environment: group to pairs such as "tensorflow" and "2.21.0 → 2.22.0"."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for change in changes:
        values = f"{change.old or 'none'} → {change.new or 'none'}"
        groups.setdefault(change.group, []).append((change.name, values))
    return groups


def listed(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the changes of a group in one line: "keras none → 4, tensorflow 2.21.0 → 2.22.0"."""
    return ", ".join(map(" ".join, pairs))


def flip_message(row: Row, changes: Iterable[Change]) -> str:
    """Return why a test fails whose verdict flipped; its first line says it all.

    Args:
        row: the test's comparison.
        changes: of the environment.

    Raises:
        ValueError: only one of the two results has the test, so that nothing flipped.
    """
    if row.old is None or row.new is None:
        raise ValueError(f"{row.title} has no verdict to flip from, or to")
    lines = [
        f"{row.title} was {row.old.verdict.word} in the reference and is {row.new.verdict.word} now; " + since(changes),
        f"  then  {row.old.reason}",
        f"  now   {row.new.reason}",
    ]
    # The reference may come from anybody, and goes to the terminal with this.
    return visible("\n".join([*lines, f"  also  {details(row)}"] if details(row) else lines))


def since(changes: Iterable[Change]) -> str:
    """Return what changed since the reference: the versions, which an upgrade is about, before all else."""
    groups = by_group(changes)
    if not groups:
        return "nothing in the environment changed since"
    versions = listed(groups["versions"]) if "versions" in groups else "no version"
    others = [f"{group}: {listed(pairs)}" for group, pairs in groups.items() if group != "versions"]
    return "; ".join([f"changed since: {versions}", *others])


def terminal_lines(comparison: Comparison) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield the lines of the terminal's section, with the terminal writer's markup."""
    yield f"with {origin(comparison.reference)}: {counts(comparison)}", {}
    for row in notable(comparison):
        said = f"{row.state.symbol} {row.title}  {verdicts(row)}"
        if found := details(row):
            said += f"; {found}"
        yield said, {"red": True} if row.state is State.FLIPPED else {}
    if comparison.arms:
        yield from arm_changes.terminal_lines(comparison.arms)
    groups = by_group(comparison.changes)
    for group, pairs in groups.items():
        yield f"changed {group}: {listed(pairs)}", {}
    if not groups:
        yield "nothing in the environment changed", {}
