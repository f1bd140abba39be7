"""A project's own modules: their files, and what they import, directly or not, without importing anything."""

from __future__ import annotations

import ast
import functools
import os
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from harness.base.errors import DeclarationError

_HARNESS = Path(__file__).parents[1]
_PYTHON = tuple(Path(sysconfig.get_paths()[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
_SITES = {"site-packages", "dist-packages"}
"""What folders of installed packages are called, also those of a user or of the Python behind an environment."""


def sources(modules: Iterable[str], files: Mapping[str, Path]) -> dict[str, Path]:
    """Return the files of modules and of all that they import, as far as they are a project's own, by module.

    Args:
        modules: their names.
        files: of those among them that are known better than by their names.

    """
    found: dict[str, Path] = {}
    new = list(modules)
    while new:
        name = new.pop()
        if name in found:
            continue
        file = files.get(name) or file_of(name)
        if file is not None and is_own(file):
            found[name] = file
            new += [part for imported in imported_by(file, package_of(name, file)) for part in _with_packages(imported)]
    return found


def package_of(module: str, file: Path) -> str:
    """Return the package that a module's relative imports start from."""
    return module if file.name == "__init__.py" else module.rpartition(".")[0]


def file_of(name: str) -> Path | None:
    """Return the file of a module, which need not have been imported; None if it has none."""
    file = getattr(sys.modules[name], "__file__", None) if name in sys.modules else getattr(_spec(name), "origin", None)
    return _absolute(file) if file else None


@functools.cache
def _absolute(file: str) -> Path:
    """Return a path, made once: the modules of a suite are gone through for each of its runs."""
    return Path(os.path.abspath(file))  # noqa: PTH100 (Path.resolve() would follow links)


def _spec(name: str) -> Any:
    """Return the import specification of a module without importing the packages that it is in; None if none is found.

    Of libraries nothing is looked up.
    """
    package = name.rpartition(".")[0]
    if not package:
        return PathFinder.find_spec(name)
    file = file_of(package)
    if file is not None and not is_own(file):
        return None
    places = _places(package)
    try:
        return PathFinder.find_spec(name, places) if places else None
    except KeyError:  # a folder without __init__.py, in a package that has not been imported
        return None


def _places(package: str) -> list[str]:
    """Return the folders in which a package's modules are; none if it is no package."""
    if package in sys.modules:
        return list(getattr(sys.modules[package], "__path__", ()))
    spec = _spec(package)
    if spec is not None and spec.origin is not None:
        return list(spec.submodule_search_locations or ())
    outer, _, name = package.rpartition(".")
    return [str(Path(place, name)) for place in (_places(outer) if outer else sys.path) if Path(place, name).is_dir()]


def _with_packages(name: str) -> list[str]:
    """Return a module's name and those of the packages that it is in."""
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]


@functools.cache
def is_own(file: Path) -> bool:
    """Return whether a module's file is the project's: neither installed, nor Python's, nor the harness'.

    Some installers put links to a package where it is installed; a whole environment may be behind a link, too.
    """
    places, libraries = {file, file.resolve()}, {*_PYTHON, _HARNESS}
    libraries |= {folder.resolve() for folder in libraries}
    return file.suffix == ".py" and not any(
        _SITES & set(place.parts) or any(place.is_relative_to(folder) for folder in libraries) for place in places
    )


@functools.cache
def imported_by(file: Path, package: str) -> frozenset[str]:
    """Return the names of what the import statements in a file name, modules and what is in them."""
    names: set[str] = set()
    for node in ast.walk(syntax_of(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level else ""
            source = ".".join(part for part in (base, node.module) if part)
            names |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
    return frozenset(names)


@functools.cache
def syntax_of(file: Path) -> ast.Module:
    """Return a file's syntax, read once a session: a file that is changed meanwhile is not what has been imported.

    Raises:
        DeclarationError: it is no Python.

    """
    try:
        return ast.parse(file.read_bytes())  # as Python reads it, which may say which encoding it is in
    except SyntaxError as error:
        raise DeclarationError(f"{file}:{error.lineno}: {error.msg}; a training imports this module") from error
