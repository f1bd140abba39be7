"""Checks by values that are not made again: a test marked `exact` that has passed passes while nothing has changed.

Such a test is deterministic, so its outcome is kept beside the run store, under everything that it depends on: its own
code and all that this imports, its parameters and fixtures, the harness, the installed packages and the processor. A
file that it reads by itself is not seen; one whose content is a parameter is. A test that failed, was skipped, asks
seeds or takes times is always run.
"""

from __future__ import annotations

import ast
import functools
import inspect
import json
import platform
import sys
import textwrap
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any

import pytest

from harness.base.code import code_fingerprint
from harness.base.errors import UserError
from harness.base.files import write_text
from harness.base.numbers import digest
from harness.declare.registry import current
from harness.plugin import gather
from harness.report.wording.formatting import count
from harness.train.environment import switches
from harness.train.versions import PACKAGE, processor_kind

FILE = "checks.json"
"""Where the outcomes are kept, in the run store's folder."""
NEVER = {"request", "pytestconfig", "judge", "judge_rounds", "benchmark", "cache"}
"""Fixtures of tests that are always run: what these ask for is not known before."""
OPTIONS = ("pythonwarnings", "hypothesis_seed", "hypothesis_profile")
"""Options that may change how such a test ends."""


class KeptChecks:
    """A plugin that keeps the outcomes of checks by values.

    Args:
        config: knows where they are kept.
        fresh: whether none of those kept may be used.

    """

    def __init__(self, config: pytest.Config, *, fresh: bool) -> None:
        self.config = config
        self.fresh = fresh
        self.kept = 0
        """How many checks came from the store in this session."""
        self._keys: dict[str, str] = {}
        self._found: dict[str, dict[str, Any] | None] = {}
        """By node id, what is to be kept of a test; None if nothing is."""

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, Any, Any]:
        """Replace what has passed before by that outcome, and keep what passes now."""
        asked = [item for item in session.items if _is_deterministic(item)]
        place = self._place()
        if not asked or place is None or self.config.option.collectonly or self.config.getoption("trace", False):
            return (yield)
        everywhere = _everywhere(self.config)
        self._keys = {item.nodeid: _key(item, everywhere) for item in asked}
        before = {} if self.fresh else _read(place)
        for item in asked:
            entry = before.get(item.nodeid)
            if isinstance(entry, dict) and entry.get("key") == self._keys[item.nodeid]:
                _replay(item, entry["properties"])
        try:
            return (yield)
        finally:
            self._write(place)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note how a test ends, and mark its report if it was not run."""
        report = yield
        if item.nodeid not in self._keys:
            return report
        if call.when == "call":
            report.claim_check_kept = item.stash.get(REPLAYED, False)  # type: ignore[attr-defined]
            properties = json.loads(json.dumps(item.user_properties, default=str))
            self._found[item.nodeid] = {"key": self._keys[item.nodeid], "properties": properties}
        if call.excinfo is not None or not report.passed or hasattr(report, "wasxfail"):
            self._found[item.nodeid] = None
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the checks that were not made, also those of pytest-xdist's workers."""
        self.kept += getattr(report, "claim_check_kept", False)

    def lines(self) -> list[str]:
        """Return what to say of it at the end of the session."""
        if not self.kept:
            return []
        return [f"{count(self.kept, 'check')} by values, from the store: nothing that they depend on has changed"]

    def _place(self) -> Path | None:
        try:
            return gather.store_folder(self.config) / FILE
        except UserError:
            return None  # the session goes on without

    def _write(self, place: Path) -> None:
        kept = _read(place)  # again: another session, or a worker of pytest-xdist, may have written
        after = {**kept, **self._found}
        if after != kept:
            text = json.dumps({name: entry for name, entry in after.items() if entry is not None}, sort_keys=True)
            try:
                write_text(place, text)
            except UserError:
                return  # they are made again


def registered(config: pytest.Config, *, fresh: bool) -> KeptChecks:
    """Return the plugin, registered for a session."""
    plugin = KeptChecks(config, fresh=fresh)
    config.pluginmanager.register(plugin, "claims-kept-checks")
    return plugin


REPLAYED = pytest.StashKey[bool]()
"""Whether a test was replaced by what it came to before."""


def _is_deterministic(item: pytest.Item) -> bool:
    """Return whether a test's outcome is the same whenever nothing that it depends on has changed."""
    return (
        isinstance(item, pytest.Function)
        and item.get_closest_marker("exact") is not None
        and item.get_closest_marker("claim") is not None
        and NEVER.isdisjoint(_asked(item))
    )


def _asked(item: pytest.Function) -> set[str]:
    """Return the fixtures that a test and its project's fixtures ask for; pytest's own may ask for what they like."""
    info = item._fixtureinfo
    fixtures = [one for found in info.name2fixturedefs.values() for one in found]
    own = [one for one in fixtures if not one.func.__module__.startswith("_pytest.")]
    return {*info.initialnames, *(name for one in own for name in one.argnames)}


def _replay(item: pytest.Item, properties: Iterable[list[Any]]) -> None:
    """Let a test pass without its fixtures and without being run, with the properties that it recorded."""
    assert isinstance(item, pytest.Function)
    item.stash[REPLAYED] = True
    item.fixturenames = []  # a list of its own: the one it had is shared by all parameters of the test

    def runtest() -> None:
        item.user_properties += [(name, value) for name, value in properties]

    item.runtest = runtest  # type: ignore[method-assign]


def _key(item: pytest.Item, everywhere: str) -> str:
    """Return what identifies a check: everything that its outcome depends on, hashed."""
    assert isinstance(item, pytest.Function)
    test = _inner(item.function)
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    fixtures = {
        name: [_code(one.func) for one in found]
        for name, found in sorted(item._fixtureinfo.name2fixturedefs.items())
        if name not in parameters
    }
    marks = sorted(repr(mark) for mark in item.iter_markers() if mark.name != "parametrize")
    bound = functools.partial(test, **parameters)
    return digest([everywhere, _own(test), code_fingerprint(bound), fixtures, item.name, marks])


def _inner(test: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that was written, of one that hypothesis calls with many inputs."""
    inner: Callable[..., Any] = getattr(getattr(test, "hypothesis", None), "inner_test", test)
    return inner


@functools.cache
def _own(function: Callable[..., Any]) -> str:
    """Return a function's code with its decorators; `code_fingerprint` leaves tests out."""
    return ast.dump(ast.parse(textwrap.dedent(inspect.getsource(function))))


@functools.cache
def _code(function: Callable[..., Any]) -> list[str]:
    return [_own(function), code_fingerprint(function)]


def _everywhere(config: pytest.Config) -> str:
    """Return a hash of what all checks depend on: harness, packages, Python, processor, environment and options."""
    packages = {path.name for place in sys.path for path in Path(place).glob("*.dist-info")}
    return digest(
        {
            "harness": {
                path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")
            },
            "packages": sorted(packages),
            "python": [sys.version, sys.flags.optimize, platform.platform()],
            "processor": processor_kind(),
            "environment": switches(),
            "suite": {name: repr(value) for name, value in current().declared_suite.conditions.items()},
            "options": [config.getini("filterwarnings"), *(repr(config.getoption(name, None)) for name in OPTIONS)],
        }
    )


def _read(place: Path) -> dict[str, Any]:
    """Return what is kept, by node id; nothing if the file is not there or is none of ours."""
    try:
        content = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
