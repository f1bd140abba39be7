"""The earlier results that a session is compared with: read and checked before anything is trained."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from harness.base.errors import UserError
from harness.declare.suite import Suite
from harness.results import file as results_file
from harness.results.model import Reference


def read(path: Path, *, max_seeds: int | None) -> Reference:
    """Return what a comparison needs of a results.json (or .json.gz).

    Args:
        path: the file.
        max_seeds: the session's limit; the reference must have the same, because a verdict may depend on it.

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
    limit = "--claims-max-seeds"
    _check_same(path.name, {limit: str(results.options.max_seeds or "all")}, {limit: str(max_seeds or "all")})
    return Reference.of(results, path.name)


def check_suite(reference: Reference, suite: Suite) -> None:
    """Hold a reference to having the session's family and what the suite's own options chose.

    Only when all tests have been collected is the suite known: its conftest.py may be found on the way.

    Raises:
        UserError: it has others.

    """
    made = {"a family of": str(reference.judge.family_size), **reference.suite.conditions}
    _check_same(reference.file, made, {"a family of": str(suite.family), **suite.conditions})


def _check_same(file: str, made: Mapping[str, str], here: Mapping[str, str]) -> None:
    for name in {**made, **here}:
        if made.get(name) != here.get(name):
            with_what = f"with {name} {made[name]}" if name in made else f"without {name}"
            raise UserError(
                f"--claims-compare: {file} was made {with_what}, this session has {here.get(name, 'none')}: "
                "their verdicts cannot be compared"
            )
