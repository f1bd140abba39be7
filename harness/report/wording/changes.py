"""The comparison with a reference in words, the same for the terminal, for Markdown, the page and a failed test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from harness.base.text import visible
from harness.report.wording.formatting import figure, span
from harness.results.comparison import State

Row = Mapping[str, Any]
"""A test in the comparison of results.json."""

BY_WORD = {state.word: state for state in State}
WHAT_A_SHIFT_IS = (
    "A shift is the median over the seeds of the new minus the old effect, with its exact 95 % interval from order "
    "statistics."
)


def title(row: Row) -> str:
    """Return the claim's id with the parametrize id, such as NS4[B]."""
    return f"{row['id']}[{row['params']}]" if row["params"] else str(row["id"])


def origin(reference: Mapping[str, Any]) -> str:
    """Return which results the comparison is with."""
    commit = f", commit {reference['commit'][:10]}" if reference["commit"] else ""
    return f"{reference['file']} of {reference['datetime'][:10]}{commit}"


def counts(comparison: Mapping[str, Any]) -> str:
    """Return how many tests are in each state, as far as any are."""
    states = Counter(BY_WORD[row["state"]] for row in comparison["claims"])
    return ", ".join(f"{states[state]} {state.word}" for state in State if states[state]) or "no claims"


def notable(comparison: Mapping[str, Any]) -> list[Row]:
    """Return the tests that are listed one by one: all that changed, what matters most first."""
    order = {state.word: place for place, state in enumerate(State)}
    changed = [
        row
        for row in comparison["claims"]
        if row["state"] in (State.FLIPPED.word, State.MOVED.word, State.GONE.word, State.NEW.word)
        or baseline_flipped(row)
    ]
    return sorted(changed, key=lambda row: (order[row["state"]], not baseline_flipped(row)))


def baseline_flipped(row: Row) -> bool:
    """Return whether scikit-learn's verdict is another; this is shown, and fails nothing."""
    return row["baseline"] is not None and row["baseline"]["state"] == State.FLIPPED.word


def verdicts(row: Row) -> str:
    """Return the verdict, or both if it changed."""
    old, new = (side["verdict"] if side else None for side in (row["old"], row["new"]))
    if old is None or new is None:
        return f"{new} (not in the reference)" if old is None else f"was {old}"
    return str(new) if old == new else f"{old} → {new}"


def details(row: Row) -> str:
    """Return what else there is to say: the shift, a changed question, scikit-learn's verdict."""
    said = []
    if row["shift"] and row["state"] != State.IDENTICAL.word:
        said.append(_shift(row))
    if row["question_changed"]:
        said.append("the question itself was changed")
    if baseline_flipped(row):
        said.append(f"scikit-learn: {verdicts(row['baseline'])}")
    return "; ".join(said)


def _shift(row: Row) -> str:
    before, after = (figure((side["effect"] or {}).get("estimate")) for side in (row["old"], row["new"]))
    shift = f"{figure(row['shift']['estimate'], signed=True)} ({span(row['shift'], signed=True)})"
    return f"median effect {before} → {after}, shift {shift}"


def change(old: str | None, new: str | None) -> str:
    """Return a value before and after, such as "2.21.0 → 2.22.0"."""
    return f"{old or 'none'} → {new or 'none'}"


def by_group(changes: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return what changed in the environment: group to entries such as "tensorflow 2.21.0 → 2.22.0"."""
    groups: dict[str, list[str]] = {}
    for entry in changes:
        groups.setdefault(entry["group"], []).append(f"{entry['name']} {change(entry['old'], entry['new'])}")
    return groups


def flip_message(row: Row, changes: Iterable[Mapping[str, Any]]) -> str:
    """Return why a test fails whose verdict flipped; its first line says it all.

    Args:
        row: the test's comparison.
        changes: of the environment (`comparison.changes`).
    """
    lines = [
        f"{title(row)} was {row['old']['verdict']} in the reference and is {row['new']['verdict']} now; "
        + _since(by_group(changes)),
        f"  then  {row['old']['reason']}",
        f"  now   {row['new']['reason']}",
    ]
    # The reference may come from anybody, and goes to the terminal with this.
    return visible("\n".join([*lines, f"  also  {details(row)}"] if details(row) else lines))


def _since(groups: Mapping[str, Sequence[str]]) -> str:
    """Return what changed since the reference: the versions, which an upgrade is about, before all else."""
    if not groups:
        return "nothing in the environment changed since"
    versions = ", ".join(groups.get("versions", ["no version"]))
    others = [f"{group}: {', '.join(entries)}" for group, entries in groups.items() if group != "versions"]
    return "; ".join([f"changed since: {versions}", *others])


def terminal_lines(comparison: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield the lines of the terminal's section, with the terminal writer's markup."""
    yield f"with {origin(comparison['reference'])}: {counts(comparison)}", {}
    for row in notable(comparison):
        state = BY_WORD[row["state"]]
        said = f"{state.symbol} {title(row)}  {verdicts(row)}"
        yield said + (f"; {details(row)}" if details(row) else ""), {"red": True} if state is State.FLIPPED else {}
    groups = by_group(comparison["changes"])
    for group, entries in groups.items():
        yield f"changed {group}: {', '.join(entries)}", {}
    if not groups:
        yield "nothing in the environment changed", {}
