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
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import cloudpickle

from harness.base.errors import UserError
from harness.base.libraries import versions_of
from harness.base.modules import file_of, imported_by, is_own, package_of, sources, syntax_of
from harness.base.namesakes import own_syntax, without_docstrings

_PLAIN = (bool, int, float, complex, str, bytes, type(None), ModuleType)
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")

# By its name: of a copy, which a data class sent by value would bring along, `dataclasses` does not know what it marks.
copyreg.pickle(type(dataclasses.MISSING), lambda _: "MISSING")


def code_fingerprint(function: Callable[..., Any]) -> str:
    """Return a hash of the module that defines a function and of the modules of its project that this one imports.

    Comments, docstrings and tests do not count: a reworded claim, or another margin, is the same code.
    What a function has kept counts too: the arguments that `functools.partial` has bound, default values, and the
    variables of the function that made it; functions among them by their code, objects by their type and state, other
    values by their `repr`. Of the installed libraries that the modules import their versions do.
    """
    parts = _Parts(function)
    sha = hashlib.sha256("\n".join(parts.words).encode())
    files = sources(parts.modules, parts.files)
    for _, file in sorted(files.items()):
        sha.update(_code_of(file).encode())
    imported = {part for name, file in files.items() for part in imported_by(file, package_of(name, file))}
    sha.update(repr(versions_of(_tops(imported) - _tops(files))).encode())
    return sha.hexdigest()


def _tops(modules: Iterable[str]) -> set[str]:
    """Return the packages that modules are in, or are, on the top level."""
    return {name.partition(".")[0] for name in modules}


def project_modules(function: Callable[..., Any]) -> list[ModuleType]:
    """Return the function's module and the modules of its project that it imports, directly or not, by name.

    Those that a function imports only when it is called are not among them before.
    """
    parts = _Parts(function)
    return [sys.modules[name] for name in sorted(sources(parts.modules, parts.files)) if name in sys.modules]


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
        self._held: list[Any] = []
        """What has been seen, so that nothing else gets its identity meanwhile."""
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
        elif isinstance(value, dict):
            self._add([part for name, one in value.items() for part in (name, one)])
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
            if not isinstance(value, _PLAIN) and id(value) not in self._seen:
                self._seen.add(id(value))
                self._held.append(value)
                self._add([type(value), _state_of(value)])

    def _tell_apart(self, function: Any) -> None:
        """Add a function's own code where its name is not enough."""
        file = self.files.get(str(function.__module__)) or file_of(str(function.__module__))
        own = own_syntax(function, syntax_of(file)) if file is not None and is_own(file) else None
        if own is not None:
            self.words.append(own)

    def _note_file(self, function: Any) -> None:
        own, name = function.__globals__, str(function.__module__)
        known = sys.modules.get(name)
        if (known is None or vars(known) is not own) and own.get("__name__") == name and own.get("__file__"):
            self.files[name] = Path(os.path.abspath(own["__file__"]))  # noqa: PTH100 (as `_file_of`)


def _state_of(value: Any) -> Any:
    """Return what tells an object from others of its type, as pickle would keep it; nothing of what cannot be kept."""
    try:
        return value.__getstate__()
    except Exception:
        return None


def _kept(function: Any) -> list[Any]:
    """Return the values of the variables that a function has kept from where it was made."""
    values = []
    for cell in function.__closure__ or ():
        try:
            values.append(cell.cell_contents)
        except ValueError:  # it has no value yet
            values.append(None)
    return values


@functools.cache
def _code_of(file: Path) -> str:
    """Return a module's code in a form of its own, without comments, docstrings and tests."""
    tree = copy.deepcopy(syntax_of(file))
    called = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    tree.body = [node for node in tree.body if not _is_test(node, file, called)]
    return ast.dump(without_docstrings(tree))


def _is_test(node: ast.stmt, file: Path, called: Collection[str]) -> bool:
    """Return whether a statement is a test: in a file of tests, and of no use to the other code there.

    Trainings have helpers that are called like tests, such as `test_accuracy`.
    """
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not file.name.startswith("test_"):
        return False
    return node.name.startswith("test_") and node.name not in called
