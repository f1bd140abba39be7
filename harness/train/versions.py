"""What decides a run's numbers besides the run itself: code, libraries and the kind of processor."""

from __future__ import annotations

import contextlib
import importlib.metadata
from functools import cache
from pathlib import Path

from threadpoolctl import threadpool_info

from harness.base.numbers import digest

PACKAGE = Path(__file__).parents[1]
ROOMS = ("data", "train")
"""The rooms whose code decides numbers."""
FILES = ("base/streams.py",)
"""And the files elsewhere that do."""
TESTS = ("train/conformance.py", "train/fresh_process.py")
"""What holds trainers to their contract, and trains nothing for a claim."""
LIBRARIES = ("keras", "numpy", "scikit-learn", "scipy", "tensorflow")


@cache
def trainer_version() -> str:
    """Return a hash of the code that decides a run's numbers: whoever changes it retrains."""
    files = [path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")] + [PACKAGE / name for name in FILES]
    code = {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in files}
    return digest({name: text for name, text in code.items() if name not in TESTS})[:16]


@cache
def library_versions() -> dict[str, str]:
    """Return the versions of the libraries that decide a run's numbers, as far as they are installed."""
    versions = {}
    for name in LIBRARIES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions[name] = importlib.metadata.version(name)
    return versions


@cache
def processor_kind() -> str:
    """Return what kind of processor the libraries compute for: on another one they take other code, to other digits."""
    kinds = {str(pool["architecture"]) for pool in threadpool_info() if "architecture" in pool}
    return ", ".join(sorted(kinds))
