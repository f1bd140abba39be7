"""Figures kept from one report to the next: a cache, never a source; whatever is wrong with it is drawn anew."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from markupsafe import Markup

from harness.base.errors import UserError
from harness.base.files import write_text
from harness.base.numbers import digest
from harness.report.figures.data_for_seeds import Drawing

Kept = dict[str, list[Drawing]]


@cache
def _version() -> str:
    """Return a hash of all that decides what a figure looks like, besides what is drawn.

    That is all code of the harness: no list of modules could be forgotten, and figures are drawn in seconds.
    """
    code = [path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parents[2].rglob("*.py"))]
    return digest([code, metadata.version("matplotlib"), metadata.version("numpy")])


def key(name: str, arguments: tuple[Any, ...]) -> str:
    """Return what identifies the figures that a function draws from these JSON-ready arguments."""
    return digest([_version(), name, arguments])


def read(path: Path) -> Kept:
    """Return the figures that were kept, by key; those that are not as they were put are missing."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(entries, dict):
        return {}
    return {key: _drawings(entry["figures"]) for key, entry in entries.items() if _is_whole(key, entry)}


def _is_whole(key: str, entry: object) -> bool:
    """Return whether an entry is as it was put; the checksum covers the key, for what matters is whose figure it is."""
    if not (isinstance(entry, dict) and entry.keys() == {"figures", "checksum"}):
        return False
    figures = entry["figures"]
    pairs = isinstance(figures, list) and all(isinstance(pair, list) for pair in figures)
    return (
        pairs
        and all([*map(type, pair)] == [str, str] for pair in figures)
        and digest([key, figures]) == entry["checksum"]
    )


def _drawings(figures: list[list[str]]) -> list[Drawing]:
    return [Drawing(Markup(svg), caption) for svg, caption in figures]  # ours: the checksum says so


def write(kept: Mapping[str, list[Drawing]], path: Path) -> None:
    """Keep figures, and no others. Where that cannot be done it is not: the report has them all the same."""
    entries = {}
    for name, drawings in kept.items():
        figures = [[str(drawing.svg), drawing.caption] for drawing in drawings]
        entries[name] = {"figures": figures, "checksum": digest([name, figures])}
    with contextlib.suppress(UserError):
        write_text(path, json.dumps(entries))
