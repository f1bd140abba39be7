"""Where a session's report goes that covers a part of what the last one covers: beside it, for that one stays."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path, PurePosixPath

import pytest

from harness.plugin.reference_check import gone
from harness.results.model import Results


def place(folder: Path, results: Results, collected: Collection[str], config: pytest.Config) -> Path:
    """Return the folder for a session's results: the given one, or the one beside it whose name ends in -partial.

    The latter if the given one has a report of the same suite, which is whole, with claims that are still there and
    that this session has not asked; if this session was interrupted and that one was not; or if this one has asked
    nothing but cells of a scope map.

    Args:
        folder: where reports go unless told otherwise.
        results: the session's.
        collected: node ids of the claims that pytest found before any was deselected.
        config: the session's.

    """
    known, complete = _there(folder / "results.json")
    selected = {claim.nodeid for claim in results.claims}
    suite = {_folder(nodeid) for nodeid in selected.union(curve.nodeid for curve in results.responses)}
    missing = {nodeid for nodeid in known - selected if _folder(nodeid) in suite}
    lost = missing.difference(gone(missing, collected, config))
    interrupted = bool(known & selected) and complete and not results.complete
    only_map = bool(known) and not results.claims
    return folder.with_name(f"{folder.name}-partial") if lost or interrupted or only_map else folder


def _there(path: Path) -> tuple[set[str], bool]:
    """Return the node ids of the claims in results.json, and if they are of a whole session; none if it is no such."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {str(claim["nodeid"]) for claim in content["claims"]}, bool(content["complete"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set(), False


def _folder(nodeid: str) -> PurePosixPath:
    return PurePosixPath(nodeid.partition("::")[0]).parent
