"""When the results of each question were first seen, and under which declaration: a small file beside the run store.

A margin that is chosen when results are known proves nothing. A question is known by its test's name, the suite's
conditions and its first seed: results of other data or other seeds are other results. The file forgets nothing; a
reference brings what its own session knew.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from harness.base.errors import UserError
from harness.base.files import write_text
from harness.campaign.lock import TOLD_EVERY, locked
from harness.results.model import Claim, Declaration, Reference, Results, SeedsClaim, Seen, Session, ValuesClaim

FILE = "first_seen.json"
"""What the file is called in the run store's folder."""
LOCK = "first_seen.lock"
"""Who has it may write the file. It is not the campaign's, which another session may hold for as long as it trains."""
_CONTENT = TypeAdapter(dict[str, Seen])


def read(folder: Path) -> tuple[dict[str, Seen], str | None]:
    """Return what a folder's file holds, and what was wrong with it: a file that is damaged is set aside.

    Raises:
        UserError: it cannot be read.

    """
    path = folder / FILE
    if not path.exists():
        return {}, None
    aside = path.with_suffix(".damaged")
    try:
        with contextlib.suppress(ValidationError):
            return _CONTENT.validate_json(path.read_bytes()), None
        path.replace(aside)
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from error
    return {}, f"{path} is damaged and was set aside as {aside.name}: when results were first seen starts anew"


def add(folder: Path, seen: Mapping[str, Seen]) -> None:
    """Add to a folder's file, the whole of it or nothing: what another session has added since it was read stays.

    Raises:
        UserError: it cannot be written, or another session keeps it from being.

    """
    with _held(folder / LOCK):
        there, _ = read(folder)
        write_text(folder / FILE, _CONTENT.dump_json(earliest(there, seen), indent=1).decode())


@contextlib.contextmanager
def _held(path: Path) -> Iterator[None]:
    """Let one session at a time read and write the file; it takes milliseconds, so nobody waits for long."""
    waits = itertools.count()

    def waiting(remedy: str) -> None:
        if next(waits):
            raise UserError(f"another session has held {path} for {TOLD_EVERY:.0f} seconds{remedy}")

    try:
        lock, _ = locked(path, waiting)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


def of_reference(reference: Reference) -> dict[str, Seen]:
    """Return what a reference knows of when results were first seen."""
    return {
        key: declaration.first_seen
        for key, _, declaration in _declared(reference, reference.seeds)
        if declaration.first_seen
    }


def earliest(*known: Mapping[str, Seen]) -> dict[str, Seen]:
    """Return for each question the earliest of what is known."""
    found: dict[str, Seen] = {}
    for key, seen in (entry for one in known for entry in one.items()):
        if key not in found or seen.datetime < found[key].datetime:
            found[key] = seen
    return found


def looked_at(results: Results, known: Mapping[str, Seen]) -> tuple[Results, dict[str, Seen]]:
    """Return results whose declarations say when theirs were first seen, and all that is known now."""
    declared = list(_declared(results, results.seeds))
    now = {key: Seen(datetime=results.datetime, parts=declaration.parts) for key, _, declaration in declared}
    seen = earliest(known, now)
    dated = {
        claim.nodeid: declaration.model_copy(update={"first_seen": seen[key]}) for key, claim, declaration in declared
    }
    claims = tuple(
        claim.model_copy(update={"declaration": dated[claim.nodeid]}) if claim.nodeid in dated else claim
        for claim in results.claims
    )
    return results.model_copy(update={"claims": claims}), seen


def _declared(session: Session, seeds: Mapping[str, int]) -> Iterator[tuple[str, Claim, Declaration]]:
    """Yield the questions that have results: what each is known by, its record and its declaration."""
    conditions = [f"{name} {value}" for name, value in session.suite.conditions.items()]
    for claim in session.claims:
        if isinstance(claim, ValuesClaim) or not claim.declaration or not claim.seeds:
            continue
        runs = claim.arms[0].runs[:1] if isinstance(claim, SeedsClaim) else ()
        first = [f"seed {seeds[run]}" for run in runs if run in seeds]
        yield " · ".join([claim.nodeid, *conditions, *first]), claim, claim.declaration
