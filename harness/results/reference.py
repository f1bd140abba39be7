"""The earlier results that a session is compared with: read and checked before anything is trained."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.base.errors import UserError
from harness.results import file as results_file

_COMPARED = ("datetime", "version", "commit_info", "machine_info", "packages", "options", "dataset", "claims")
"""What a comparison looks at; most of the file it does not."""


def read(path: Path, *, dataset: str, max_seeds: int | None) -> dict[str, Any]:
    """Return what a comparison needs of a results.json (or .json.gz), with the file's name under `file`.

    Args:
        path: the file.
        dataset: the session's; the reference must have the same.
        max_seeds: the session's limit; likewise, because a verdict may depend on it.

    Raises:
        UserError: the file cannot be read, or says nothing that this session could be compared with.

    """
    try:
        content = results_file.read(path)
    except UserError as error:
        raise UserError(f"--claims-compare: {error}") from error
    if not content["complete"]:
        raise UserError(
            f"--claims-compare: {path} is from a session that was interrupted or ended early: it is partial"
        )
    theirs = content["dataset"]["name"], content["options"].get("max_seeds")
    for option, made, here in zip(("dataset", "max-seeds"), theirs, (dataset, max_seeds), strict=True):
        if made != here:
            raise UserError(
                f"--claims-compare: {path} was made with --claims-{option} {made or 'all'}, this session has "
                f"{here or 'all'}: their verdicts cannot be compared"
            )
    return {"file": path.name, **{name: content[name] for name in _COMPARED}}


def gone(reference: Mapping[str, Any], collected: Collection[str], config: pytest.Config) -> list[str]:
    """Return the reference's tests that exist no more: their file was collected whole without them, or is gone too.

    Args:
        reference: from `read`.
        collected: node ids of all items that pytest has collected, also of those deselected later.
        config: tells what was collected.
    """
    # Single tests were asked for, or the ones that failed last: no file was collected whole.
    if any("::" in argument for argument in config.args) or config.getoption("lf", default=False):
        return []
    files = {_file(nodeid) for nodeid in collected}
    known = {claim["nodeid"] for claim in reference["claims"]}
    return sorted(
        nodeid
        for nodeid in known.difference(collected)
        if _file(nodeid) in files or not (config.rootpath / _file(nodeid)).exists()
    )


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]
