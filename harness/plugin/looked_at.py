"""A session's results are seen when it ends: what was declared then is kept beside the run store."""

from __future__ import annotations

import pytest

from harness.base.errors import UserError
from harness.plugin import gather
from harness.results import first_seen
from harness.results.model import Reference, Results, Seen


def note(results: Results, reference: Reference | None, config: pytest.Config) -> tuple[Results, list[str]]:
    """Return results that say when they were first seen, and what there is to tell of the file that remembers it.

    Args:
        results: the session's.
        reference: the earlier ones, which may have been seen before this machine's.
        config: knows where the run store is.

    """
    brought = first_seen.of_reference(reference) if reference else {}
    kept: dict[str, Seen] = {}
    notices = []
    try:
        folder = gather.store_folder(config)
        kept, fault = first_seen.read(folder)
        notices += [fault] if fault else []
        results, seen = first_seen.looked_at(results, first_seen.earliest(kept, brought))
        if seen != kept:
            first_seen.add(folder, seen)
    except UserError as error:
        results, seen = first_seen.looked_at(results, first_seen.earliest(kept, brought))
        notices += [f"when results were first seen is not kept: {error}"] if seen else []
    return results, notices
