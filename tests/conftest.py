"""Fixtures that several test modules share."""

import pytest

from tests.disks import mounted, read_only_folder
from tests.projects import Project
from tests.report_content import Results


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
