"""Fixtures that several test modules share."""

import pytest

from tests.report_content import Results


@pytest.fixture
def made() -> Results:
    """Return a results.json in the making, without claims so far."""
    return Results()
