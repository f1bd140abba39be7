"""Scope maps and response curves from sessions of their own, on their way into the results of the claims."""

from __future__ import annotations

from pathlib import Path

from harness.base.errors import UserError
from harness.results import file as results_file


def merge(made: Path, results: Path) -> None:
    """Add the maps and curves of one results.json to another, for its report to show, in the place of former ones.

    Raises:
        UserError: one of the files cannot be read, the first has neither maps nor curves, they are of another suite or
            of other data, or the second cannot be written.

    """
    added, content = results_file.read(made), results_file.read(results)
    if not added.scope and not added.responses:
        raise UserError(
            f"{made} has neither a scope map nor response curves: pytest -m scope makes one, -m curve the others"
        )
    for what in ("title", "conditions"):
        theirs, own = getattr(added.suite, what), getattr(content.suite, what)
        if theirs != own:
            raise UserError(f"{made} is of a suite with {what} {theirs!r}, and {results} of one with {own!r}")
    maps, curves = {one.name for one in added.scope}, {one.nodeid for one in added.responses}
    update = {
        "scope": (*(one for one in content.scope if one.name not in maps), *added.scope),
        "responses": (*(one for one in content.responses if one.nodeid not in curves), *added.responses),
    }
    results_file.write(content.model_copy(update=update), results)
