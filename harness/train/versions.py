"""What decides a run's numbers besides the run itself: code, libraries and the kind of processor."""

from __future__ import annotations

import importlib.metadata
from functools import cache
from pathlib import Path

from threadpoolctl import threadpool_info

from harness.base.numbers import digest

PACKAGE = Path(__file__).parents[1]
ROOMS = ("data", "train", "tutorial")
"""The rooms whose code decides numbers."""


@cache
def trainer_version() -> str:
    """Return a hash of the code that decides a run's numbers: whoever changes it retrains."""
    code = {
        path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
        for room in ROOMS
        for path in sorted((PACKAGE / room).rglob("*.py"))
    }
    return digest(code)[:16]


@cache
def library_versions() -> dict[str, str]:
    """Return the versions of the libraries that decide a run's numbers."""
    return {
        name: importlib.metadata.version(name) for name in ("keras", "numpy", "scikit-learn", "scipy", "tensorflow")
    }


@cache
def processor_kind() -> str:
    """Return what kind of processor the libraries compute for: on another one they take other code, to other digits."""
    kinds = {str(pool["architecture"]) for pool in threadpool_info() if "architecture" in pool}
    return ", ".join(sorted(kinds))
