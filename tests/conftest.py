"""Fixtures that several test modules share."""

import pytest

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
