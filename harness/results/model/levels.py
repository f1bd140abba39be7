"""What becomes of a claim over all its tests."""

from __future__ import annotations

from harness.base.shown import Shown
from harness.results.model.fields import Record, Text


class Level(Shown):
    """How a claim came out as a whole, best first."""

    HOLDS = ("holds", "✓")
    DEPENDS = ("depends", "±")
    OPEN = ("open", "?")
    FAILS = ("fails", "✗")


class ClaimLevel(Record):
    """The level of a claim, with the titles of its tests by how they came out."""

    id: Text
    level: Level
    holds: tuple[Text, ...]
    fails: tuple[Text, ...]
    open: tuple[Text, ...]
