"""What was declared of a question, and under which declaration its results were first seen."""

from __future__ import annotations

from harness.results.model.fields import Record, Text


class Seen(Record):
    """When a question's results were first seen, and what was declared then."""

    datetime: Text
    """ISO 8601 in UTC."""
    parts: dict[Text, Text]


class Declaration(Record):
    """All that a question's verdict depends on besides the runs, by name, as text."""

    hash: Text
    parts: dict[Text, Text]
    first_seen: Seen | None = None
    """Null if there are no results yet."""

    @property
    def changes(self) -> list[tuple[str, str | None, str | None]]:
        """What is declared otherwise than when the results were first seen: name, then and now."""
        if self.first_seen is None:
            return []
        then = self.first_seen.parts
        pairs = [(name, then.get(name), self.parts.get(name)) for name in {**then, **self.parts}]
        return [(name, old, new) for name, old, new in pairs if old != new]
