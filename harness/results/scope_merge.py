"""Scope maps from a session of their own, on their way into the results of the claims."""

from __future__ import annotations

from pathlib import Path

from harness.base.errors import UserError
from harness.results import file as results_file
from harness.results.model import Results


def merge(scope: Path, results: Path) -> None:
    """Add the scope maps of one results.json to another, for its report to show; one of the same name is replaced.

    Raises:
        UserError: one of them cannot be read, there are no maps, they are of another suite or of other data, or the
            results cannot be written.

    """
    made, content = results_file.read(scope), results_file.read(results)
    if not made.scope:
        raise UserError(f"{scope} has no scope map: pytest -m scope makes one")
    for what, theirs, own in (
        ("suite", made.suite.title, content.suite.title),
        ("conditions", made.suite.conditions, content.suite.conditions),
    ):
        if theirs != own:
            raise UserError(
                f"{scope} has the {what} {theirs!r}, and {results} has {own!r}: a map stands beside its own claims"
            )
    names = {one.name for one in made.scope}
    kept = tuple(one for one in content.scope if one.name not in names)
    results_file.write(Results.model_validate(dict(content) | {"scope": (*kept, *made.scope)}), results)
