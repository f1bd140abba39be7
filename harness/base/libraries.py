"""The versions of installed libraries by the names under which they are imported."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata

WITHOUT_NUMBERS = ("harness", "pytest")
"""What tests of claims import and no training computes with; the harness' own code is known by its content."""


def versions_of(modules: Iterable[str]) -> dict[str, str]:
    """Return the version of each top-level module that an installed library has, by name in alphabetical order."""
    others = set(modules) - sys.stdlib_module_names - {"", *WITHOUT_NUMBERS}
    found = {name: _version(name) for name in sorted(others)}
    return {name: version for name, version in found.items() if version}


@functools.cache
def _version(module: str) -> str:
    """Return the versions of the distributions that a top-level module comes from; empty if there are none."""
    try:
        return metadata.version(module)
    except metadata.PackageNotFoundError:
        return ", ".join(metadata.version(name) for name in sorted(set(_distributions().get(module, ()))))


@functools.cache
def _distributions() -> Mapping[str, list[str]]:
    # Slow, and seldom needed: most libraries are imported by their name.
    return metadata.packages_distributions()
