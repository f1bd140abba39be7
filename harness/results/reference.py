"""The earlier results that a session is compared with: read and checked before anything is trained."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from harness.base.errors import UserError
from harness.declare.suite import Suite
from harness.results import file as results_file
from harness.results.model import Reference, Session


def read(path: Path, suite: Suite, *, max_seeds: int | None) -> Reference:
    """Return what a comparison needs of a results.json (or .json.gz).

    Args:
        path: the file.
        suite: the session's; the reference must have its family and what its own options chose.
        max_seeds: the session's limit; likewise, because a verdict may depend on it.

    Raises:
        UserError: the file cannot be read, or says nothing that this session could be compared with.

    """
    try:
        results = results_file.read(path)
    except UserError as error:
        raise UserError(f"--claims-compare: {error}") from error
    if not results.complete:
        raise UserError(
            f"--claims-compare: {path} is from a session that was interrupted or ended early: it is partial"
        )
    made = _conditions(results.options.max_seeds, results.judge.family_size, results.suite.conditions)
    here = _conditions(max_seeds, suite.family, suite.conditions)
    for name in {**made, **here}:
        if made.get(name) != here.get(name):
            with_what = f"with {name} {made[name]}" if name in made else f"without {name}"
            raise UserError(
                f"--claims-compare: {path} was made {with_what}, this session has {here.get(name, 'none')}: "
                "their verdicts cannot be compared"
            )
    return Reference(file=path.name, **{name: getattr(results, name) for name in Session.model_fields})


def _conditions(max_seeds: int | None, family: int, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what a verdict depends on besides its runs."""
    return {"--claims-max-seeds": str(max_seeds or "all"), "a family of": str(family), **chosen}
