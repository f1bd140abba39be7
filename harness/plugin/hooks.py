"""The pytest plugin: options, markers and fixtures, and the session object that does the rest."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.base.errors import DeclarationError
from harness.data.arrays import Data
from harness.declare.timed_question import Timing
from harness.plugin.answer import Answer
from harness.plugin.options import add_options, read_settings
from harness.plugin.session import ClaimsSession, usage_errors

MARKERS = (
    "claim(id, section, says): a claim of the tutorial; put there by harness.declare.claim.claim",
    "exact: a claim that is checked by values instead of seeds; takes seconds",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options of the group "claims"."""
    add_options(parser)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Check the options and register what the rest of the session needs."""
    if hasattr(config, "workerinput"):
        # The controller of pytest-xdist has cleared the cache: a late worker would clear what another trained.
        config.option.cacheclear = False
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    with usage_errors(config):
        settings = read_settings(config)
    config.pluginmanager.register(ClaimsSession(config, settings), "claims-session")


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
            where = f"{collector.path}:{entry.lineno + 1}" if entry else str(collector.path)
            report.longrepr = f"{where}: {call.excinfo.value}"
    return report


def pytest_markeval_namespace(config: pytest.Config) -> dict[str, Any]:
    """Let a mark's condition name the data set: `xfail("dataset == 'mnist'", ...)`."""
    session: ClaimsSession = config.pluginmanager.getplugin("claims-session")
    return {"dataset": session.settings.dataset}


@pytest.fixture
def judge(request: pytest.FixtureRequest) -> Any:
    """Return what gives a parametrized question its verdict; a claim's test asserts that it is `supported`."""
    session: ClaimsSession = request.config.pluginmanager.getplugin("claims-session")
    return lambda question: session.answer(request.node.nodeid, question)


@pytest.fixture
def judge_rounds(request: pytest.FixtureRequest, benchmark: Any) -> Callable[..., Answer]:
    """Return what gives a parametrized timing its verdict, from rounds that a function plays.

    `judge_rounds(timing, play)`: each call of `play` returns one value per side of the timing.
    """
    session: ClaimsSession = request.config.pluginmanager.getplugin("claims-session")

    def judged(timing: Timing, play: Callable[[], Sequence[float]]) -> Answer:
        return session.time(request.node.nodeid, timing, play, benchmark)

    return judged


@pytest.fixture(scope="session")
def keras() -> Any:
    """Return Keras, for the exact claims; a fixture, so that collecting them does not import TensorFlow."""
    from harness.train.keras import backend

    return backend.keras


@pytest.fixture(scope="session")
def digits(request: pytest.FixtureRequest) -> Data:
    """Return the digits as the session's data set cuts them for the tutorial's listings, as tensors."""
    from harness.train.keras import backend

    session: ClaimsSession = request.config.pluginmanager.getplugin("claims-session")
    data = session.source.load("digits")
    return replace(data, x_train=backend.tf.constant(data.x_train), y_train=backend.tf.constant(data.y_train))


@pytest.fixture(scope="session")
def tf() -> Any:
    """Return TensorFlow, likewise."""
    from harness.train.keras import backend

    return backend.tf
