"""What is said of a question that is declared otherwise than when its results were first seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.results.model import Claim, ValuesClaim

LONGEST = 40
"""Characters of what was declared that are repeated."""


def changed_after_looking(claim: Claim) -> str:
    """Return what was changed in a question after its results were first seen; empty if nothing was."""
    declaration = None if isinstance(claim, ValuesClaim) else claim.declaration
    if declaration is None or declaration.first_seen is None or not declaration.changes:
        return ""
    changed = "; ".join(_change(*change) for change in declaration.changes)
    return (
        f"changed after looking: its results were first seen on {declaration.first_seen.datetime[:10]}, with {changed}"
    )


def _change(name: str, old: str | None, new: str | None) -> str:
    values = [value or "none" for value in (old, new)]
    if name == "arms" or max(map(len, values)) > LONGEST:
        return f"other {name}" if name.endswith("s") else f"another {name}"
    return f"{name}={values[0]} (now {values[1]})"


def terminal_lines(claims: Iterable[Claim]) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield a line for every question that was changed after looking, with the terminal writer's markup."""
    for claim in claims:
        if said := changed_after_looking(claim):
            yield f"{claim.title} was {said}; the error bound does not cover it", {"yellow": True}
