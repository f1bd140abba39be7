"""Fixtures that several test modules share."""

import os
import signal

import pytest

from tests.browser import driver, opened, page  # noqa: F401 (fixtures)
from tests.disks import mounted, read_only_folder
from tests.projects import Project
from tests.report_content import Results


def pytest_configure(config: pytest.Config) -> None:
    """Let the sessions that tests start be sessions of their own, also where pytest-xdist runs the tests.

    And let them hear Ctrl-C: what a shell starts in the background, as a CI system may, and all that comes from it,
    is deaf to it.

    Here every warning is an error, whoever gives it.
    """
    config.addinivalue_line("filterwarnings", "error")
    # A cache that cannot be written is said once, of the run store in it.
    config.addinivalue_line("filterwarnings", "default::pytest.PytestCacheWarning")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(config, "workerinput"):
        for name in [name for name in os.environ if name.startswith("PYTEST_XDIST_")]:
            del os.environ[name]


@pytest.fixture
def made() -> Results:
    """Return a results.json in the making, without claims so far."""
    return Results()


@pytest.fixture
def project(tmp_path):
    """Return a project with the toy claims: nothing trained, no report."""
    return Project(tmp_path)


@pytest.fixture
def small_disk(tmp_path):
    """Return a folder on a disk of 300 kB."""
    with mounted(tmp_path / "small", "size=300k") as folder:
        yield folder


@pytest.fixture
def read_only(tmp_path):
    """Return a folder that can be made read-only."""
    with read_only_folder(tmp_path / "read-only") as folder:
        yield folder
