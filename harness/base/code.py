"""Fingerprints of a project's own code: what changes when a function, or anything that it imports there, changes."""

from __future__ import annotations

import ast
import copy
import copyreg
import dataclasses
import functools
import hashlib
import inspect
import os
import re
import sys
import sysconfig
from collections.abc import Callable, Iterable
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

import cloudpickle

from harness.base.errors import UserError
from harness.base.libraries import versions_of
from harness.base.namesakes import own_syntax, without_docstrings

_HARNESS = Path(__file__).parents[1]
_PYTHON = tuple(Path(sysconfig.get_paths()[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
_SITES = {"site-packages", "dist-packages"}
"""What folders of installed packages are called, also those of a user or of the Python behind an environment."""
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")

# By its name: of a copy, which a data class sent by value would bring along, `dataclasses` does not know what it marks.
copyreg.pickle(type(dataclasses.MISSING), lambda _: "MISSING")


def code_fingerprint(function: Callable[..., Any]) -> str:
    """Return a hash of the module that defines a function and of the modules of its project that this one imports.

    Comments, docstrings and tests do not count: a reworded claim, or another margin, is the same code. What a function
    has kept counts too: the arguments that `functools.partial` has bound, default values, and the variables of the
    function that made it; functions among them by their code, other values by their `repr`. Of the installed libraries
    that the modules import their versions do.
    """
    parts = _Parts(function)
    sha = hashlib.sha256("\n".join(parts.words).encode())
    sources = _sources(parts)
    for _, file in sorted(sources.items()):
        sha.update(_code_of(file).encode())
    imported = {part for name, file in sources.items() for part in _imported(file, _package(name, file))}
    sha.update(repr(versions_of(_tops(imported) - _tops(sources))).encode())
    return sha.hexdigest()


def _tops(modules: Iterable[str]) -> set[str]:
    """Return the packages that modules are in, or are, on the top level."""
    return {name.partition(".")[0] for name in modules}


def project_modules(function: Callable[..., Any]) -> list[ModuleType]:
    """Return the function's module and the modules of its project that it imports, directly or not, by name.

    Those that a function imports only when it is called are not among them before.
    """
    return [sys.modules[name] for name in sorted(_sources(_Parts(function))) if name in sys.modules]


def by_value(value: Any, functions: Iterable[Callable[..., Any]]) -> bytes:
    """Return a pickled value that another process can load which cannot import the functions' modules.

    Raises:
        UserError: something in it cannot be pickled.

    """
    modules = {module.__name__: module for function in functions for module in project_modules(function)}
    for module in modules.values():
        cloudpickle.register_pickle_by_value(module)
    try:
        pickled: bytes = cloudpickle.dumps(value)
    except Exception as error:  # whatever a project's own objects raise
        raise UserError(f"cannot be sent to a worker, because something in it cannot be pickled: {error}") from error
    finally:
        for module in modules.values():
            cloudpickle.unregister_pickle_by_value(module)
    return pickled


class _Parts:
    """What a function consists of, besides the code of its modules.

    `words` tell it apart from other functions of the same code; `modules` are the names of those that define it, and
    the functions that it has kept; `files` are those of modules in whose place another one of the same name has been
    imported since, as pytest does with every folder's conftest.py.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.words: list[str] = []
        self.modules: set[str] = set()
        self.files: dict[str, Path] = {}
        self._seen: set[int] = set()
        self._add(function)

    def _add(self, value: Any) -> None:
        if isinstance(value, functools.partial):
            self._add([value.func, value.args, sorted(value.keywords.items())])
        elif isinstance(value, list | tuple):
            self.words.append(f"{type(value).__name__} of {len(value)}")
            for one in value:
                self._add(one)
        elif isinstance(value, set | frozenset):  # whose order is another in every process
            self._add(sorted(value, key=repr))
        elif inspect.ismethod(value):
            self._add([value.__func__, value.__self__])
        elif inspect.isroutine(value) or inspect.isclass(value):
            self.words += [str(value.__module__), value.__qualname__]
            self.modules.add(str(value.__module__))
            if inspect.isfunction(value) and id(value) not in self._seen:
                self._seen.add(id(value))
                self._note_file(value)
                self._add([value.__defaults__, sorted((value.__kwdefaults__ or {}).items()), _kept(value)])
                self._tell_apart(value)
        elif hasattr(value, "tobytes") and hasattr(value, "dtype"):  # whose `repr` leaves most of it out
            self.words.append(f"{value.dtype} {value.shape} {hashlib.sha256(value.tobytes()).hexdigest()}")
        else:
            self.words.append(_ADDRESS.sub("", repr(value)))
            if callable(value):
                self._add(type(value))

    def _tell_apart(self, function: Any) -> None:
        """Add a function's own code where its name is not enough."""
        file = self.files.get(str(function.__module__)) or _file_of(str(function.__module__))
        own = own_syntax(function, _syntax(file)) if file is not None and _is_own(file) else None
        if own is not None:
            self.words.append(own)

    def _note_file(self, function: Any) -> None:
        own, name = function.__globals__, str(function.__module__)
        known = sys.modules.get(name)
        if (known is None or vars(known) is not own) and own.get("__name__") == name and own.get("__file__"):
            self.files[name] = Path(os.path.abspath(own["__file__"]))  # noqa: PTH100 (as `_file_of`)


def _kept(function: Any) -> list[Any]:
    """Return the values of the variables that a function has kept from where it was made."""
    values = []
    for cell in function.__closure__ or ():
        try:
            values.append(cell.cell_contents)
        except ValueError:  # it has no value yet
            values.append(None)
    return values


def _sources(parts: _Parts) -> dict[str, Path]:
    """Return the files of what defines a function and of all that it imports, as far as they are a project's own."""
    found: dict[str, Path] = {}
    new = list(parts.modules)
    while new:
        name = new.pop()
        if name in found:
            continue
        file = parts.files.get(name) or _file_of(name)
        if file is not None and _is_own(file):
            found[name] = file
            new += [part for imported in _imported(file, _package(name, file)) for part in _with_packages(imported)]
    return found


def _package(module: str, file: Path) -> str:
    """Return the package that a module's relative imports start from."""
    return module if file.name == "__init__.py" else module.rpartition(".")[0]


def _file_of(name: str) -> Path | None:
    """Return the file of a module, which need not have been imported; None if it has none."""
    file = getattr(sys.modules[name], "__file__", None) if name in sys.modules else getattr(_spec(name), "origin", None)
    return Path(os.path.abspath(file)) if file else None  # noqa: PTH100 (Path.resolve() would follow links)


def _spec(name: str) -> Any:
    """Return the import specification of a module without importing the packages that it is in; None if none is found.

    Of libraries nothing is looked up.
    """
    package = name.rpartition(".")[0]
    if not package:
        return PathFinder.find_spec(name)
    file = _file_of(package)
    if file is not None and not _is_own(file):
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
def _is_own(file: Path) -> bool:
    """Return whether a module's file is the project's: neither installed, nor Python's, nor the harness'.

    Some installers put links to a package where it is installed; a whole environment may be behind a link, too.
    """
    places, libraries = {file, file.resolve()}, {*_PYTHON, _HARNESS}
    libraries |= {folder.resolve() for folder in libraries}
    return file.suffix == ".py" and not any(
        _SITES & set(place.parts) or any(place.is_relative_to(folder) for folder in libraries) for place in places
    )


@functools.cache
def _imported(file: Path, package: str) -> frozenset[str]:
    """Return the names of what the import statements in a file name, modules and what is in them."""
    names: set[str] = set()
    for node in ast.walk(_syntax(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level else ""
            source = ".".join(part for part in (base, node.module) if part)
            names |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
    return frozenset(names)


@functools.cache
def _syntax(file: Path) -> ast.Module:
    # Read once a session: a file that is changed meanwhile is not what has been imported.
    return ast.parse(file.read_text(encoding="utf-8"))


@functools.cache
def _code_of(file: Path) -> str:
    """Return a module's code in a form of its own, without comments, docstrings and tests."""
    tree = copy.deepcopy(_syntax(file))
    tree.body = [node for node in tree.body if not _is_test(node)]
    return ast.dump(without_docstrings(tree))


def _is_test(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
