"""The pytest plugin: options, markers and fixtures, and the session object that does the rest."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

import pytest

from harness import builtin
from harness.base.errors import DeclarationError, UserError
from harness.base.extras import need
from harness.base.text import visible
from harness.declare import registry
from harness.declare.registry import Registry
from harness.declare.sweep import Sweep
from harness.declare.timed_question import Timing
from harness.plugin import hookspecs, listing, xdist
from harness.plugin.answer import Answer
from harness.plugin.curves import described
from harness.plugin.guards import usage_errors
from harness.plugin.options import add_options, read_settings
from harness.plugin.session import ClaimsSession
from harness.results.model import Response

MARKERS = (
    "claim(id, section, says, so): a claim of the suite's text; put there by harness.declare.claim.claim",
    "curve(id, section, says): response curves, a description; put there by harness.curve, selected by -m curve only",
    "scope(map): cells of a scope map, left out unless asked for (-m scope); put there by harness.scope",
    "exact: a claim that is checked by values instead of seeds; takes seconds",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options of the group "claims"."""
    add_options(parser)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Declare the hook through which suites register what is theirs."""
    pluginmanager.add_hookspecs(hookspecs)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Check the options and register what the rest of the session needs."""
    if xdist.is_worker(config):
        # The controller of pytest-xdist has cleared the cache: a late worker would clear what another trained.
        config.option.cacheclear = False
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    session_registry = Registry()
    registry.start(session_registry)
    config.add_cleanup(registry.end)
    with usage_errors(config):
        settings = read_settings(config)
        config.pluginmanager.register(builtin, "claims-builtin")
        # Historic: a conftest.py that is found later registers as soon as it is imported.
        config.hook.pytest_claims_register.call_historic(kwargs={"registry": session_registry, "config": config})
    config.pluginmanager.register(ClaimsSession(config, settings), "claims-session")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Print what can be named, if that is asked for, instead of running tests."""
    if not config.getoption("--claims-list"):
        return None
    config._do_configure()  # as pytest's own --markers does; nothing public registers without collecting
    try:
        for line in listing.lines(registry.current()):
            print(visible(line))
    finally:
        config._ensure_unconfigure()
    return 0


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, pytest.CollectReport, Any]:
    """Show a claim that cannot be meant as written by file, line and message instead of a traceback.

    So is a call that Python itself refuses in the file's own line, such as an Experiment without its fields.
    """
    report = yield
    call = getattr(report, "call", None)
    if call and call.excinfo:
        traceback = call.excinfo.traceback
        entry = next((e for e in reversed(traceback) if Path(e.path) == collector.path), None)
        own = entry is not None and entry is traceback[-1] and call.excinfo.errisinstance(TypeError)
        if own or call.excinfo.errisinstance(DeclarationError):
            file, here = collector.path, collector.config.invocation_params.dir
            if file.is_relative_to(here):
                file = file.relative_to(here)  # short, for pytest's summary cuts lines
            where = f"{file}:{entry.lineno + 1}" if entry else f"{file}"
            report.longrepr = f"{where}: {call.excinfo.value}"
    return report


def pytest_markeval_namespace() -> dict[str, Any]:
    """Let a mark's condition name what the suite's options chose: `contradicted(reason, "dataset == 'large'")`."""
    return dict(registry.current().declared_suite.conditions)


@pytest.fixture
def judge(request: pytest.FixtureRequest) -> Any:
    """Return what gives a parametrized question its verdict; a test of it ends: `assert judge(question).supported`.

    Of a scope map's cell it returns what is known of it; its test asserts that it `is_found`.
    """  # noqa: D402 (pytest --fixtures prints one line, so that how it is used has to stand there)
    session: ClaimsSession = request.config.pluginmanager.getplugin("claims-session")
    return lambda question: session.answer(request.node.nodeid, question)


@pytest.fixture
def describe(request: pytest.FixtureRequest) -> Callable[[Sweep], Response]:
    """Return what gives a parametrized response curve its numbers, and no verdict: `describe(sweep).points`."""
    session: ClaimsSession = request.config.pluginmanager.getplugin("claims-session")
    return lambda sweep: described(session.curves.selected, session.evidence, request.node.nodeid, sweep)


@pytest.fixture
def judge_rounds(request: pytest.FixtureRequest, benchmark: Any) -> Callable[..., Answer]:
    """Return what gives a parametrized timing its verdict; a test ends: `assert judge_rounds(timing, play).supported`.

    Each call of `play` is a round, and returns one value per side of the timing.
    """  # noqa: D402
    session: ClaimsSession = request.config.pluginmanager.getplugin("claims-session")

    def judged(timing: Timing, play: Callable[[], Sequence[float]]) -> Answer:
        return session.time(request.node.nodeid, timing, play, benchmark)

    return judged


@pytest.fixture(scope="session")
def keras() -> Any:
    """Return Keras, for the exact claims; a fixture, so that collecting them does not import it."""
    return _backend("keras").keras


@pytest.fixture(scope="session")
def tf() -> Any:
    """Return TensorFlow, for the exact claims; a fixture, so that collecting them does not import it."""
    return _backend("tf").tf


def _backend(fixture: str) -> Any:
    try:
        need("tensorflow", extra="keras", what=f"the fixture {fixture}")
    except UserError as error:
        pytest.fail(str(error), pytrace=False)
    from harness.train.keras import backend

    return backend
