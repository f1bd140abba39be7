"""Figures kept from one report to the next: a cache, never a source; whatever is wrong with it is drawn anew."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np
from markupsafe import Markup
from pydantic_core import to_jsonable_python

from harness.base.code import code_fingerprint
from harness.base.errors import UserError
from harness.base.files import write_text
from harness.base.numbers import digest
from harness.report.figures.figure import Drawing, Figure

Kept = dict[str, list[Drawing]]


@cache
def _version() -> str:
    """Return a hash of all that decides what a figure looks like, besides its data.

    That is all code of the harness: no list of modules could be forgotten, and figures are drawn in seconds.
    """
    code = [path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parents[2].rglob("*.py"))]
    return digest([code, metadata.version("matplotlib"), metadata.version("numpy")])


def key(figures: Mapping[str, Figure]) -> str:
    """Return what identifies figures: their names, what draws them, and their data."""
    content = [(name, _code(type(figure)), _data(figure)) for name, figure in figures.items()]
    return digest([_version(), content])


def _code(figure: type[Figure]) -> list[str]:
    """Return what draws a figure; a suite may have figures of its own."""
    return [figure.__qualname__] if is_ours(figure) else [figure.__qualname__, code_fingerprint(figure)]


def is_ours(figure: type[Figure]) -> bool:
    """Return whether a figure is the harness', so that another process can import it."""
    return figure.__module__.startswith("harness.")


def _data(figure: Figure) -> object:
    """Return the data of a figure, a dataclass, as JSON-ready values."""
    data: object = to_jsonable_python(figure, fallback=_numbers)
    return data


def _numbers(array: object) -> object:
    """Return the numbers of an array; a figure has nothing else that pydantic does not know."""
    if isinstance(array, np.ndarray):
        return array.tolist()
    raise TypeError(f"a figure's data cannot be {type(array).__name__}")


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
