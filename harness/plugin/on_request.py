"""Tests that a session leaves out unless it asks for them: many trainings that decide no claim."""

from __future__ import annotations

import re

import pytest

MARKERS = ("curve", "scope")


def leave_out(items: list[pytest.Item], config: pytest.Config) -> None:
    """Deselect the tests with one of the markers, unless -m names it or a test is given by its own name."""
    if any("::" in argument for argument in config.args):
        return
    named = [marker for marker in MARKERS if re.search(rf"\b{marker}\b", config.option.markexpr or "")]
    others = set(MARKERS) - set(named)
    left_out = [item for item in items if any(map(item.get_closest_marker, others))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
