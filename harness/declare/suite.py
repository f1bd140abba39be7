"""What a suite of claims is about: the text that it tests, and what holds for all of its claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from harness.base.errors import DeclarationError
from harness.declare.checks import changed


@dataclass(frozen=True, kw_only=True)
class Suite:
    """The description of a suite; the report's words come from here."""

    title: str = "Claims"
    """The heading of the report."""
    text: str = ""
    """What the tested text is called in a sentence, such as "the guide"; empty where there is none."""
    about: str = ""
    """What the text is about, to go on after its title: "says how to ...", with a full stop."""
    data: str = ""
    """What the data are, in a sentence or two."""
    author: str = ""
    link: str = ""
    """Where the text can be read."""
    sections: tuple[str, ...] = ()
    """The text's sections, in its order; empty: any section, in the order of the claims."""
    conditions: dict[str, str] = field(default_factory=dict, hash=False)
    """What the suite's own options `--claims-NAME` chose, such as {"dataset": "small"}: of others is no reference."""

    def with_(self, **changes: Any) -> Suite:
        """Return the suite with some fields changed.

        Raises:
            DeclarationError: an unknown field, or a value that cannot be.

        """
        return changed(self, changes, "part of a suite")

    def __post_init__(self) -> None:
        for name in ("title", "text", "about", "data", "author", "link"):
            if not isinstance(getattr(self, name), str):
                raise DeclarationError(f"a suite's {name} must be a text, not {getattr(self, name)!r}")
        sections: object = self.sections
        if not isinstance(sections, list | tuple) or not all(isinstance(section, str) for section in sections):
            raise DeclarationError(f"a suite's sections must be a list of texts, not {self.sections!r}")
        object.__setattr__(self, "sections", tuple(sections))
