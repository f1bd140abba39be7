"""What a suite of claims is about: the text that it tests, and what holds for all of its claims."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from harness.base.errors import DeclarationError
from harness.declare.checks import changed, check_whole, known
from harness.declare.reason import check_advice
from harness.judge.family import FAMILY_SIZE, alpha_of


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
    links: dict[str, str] = field(default_factory=dict, hash=False)
    """Where a section can be read that stands elsewhere than the text, by section."""
    lesson: str = ""
    """What shapes many of the verdicts, said once; its figures are named by test, as those of a claim's `so`."""
    names: dict[str, str] = field(default_factory=dict, hash=False)
    """What people call settings, such as {"hidden 256-128": "A"}, and tests, such as {"NS4[B]": "A against B"}."""
    family: int = FAMILY_SIZE
    """The most statistical verdicts that the suite may ever hold: fewer make each of them easier to reach. Declared
    before looking, and whatever is selected."""
    protocol: int = 1
    """The number of the rules that the suite asks by; another one once questions, seeds or data have been changed."""
    first_seed: int = 0
    """The first of the seeds that questions ask; a suite whose seeds have been seen goes on to fresh ones."""
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
        check_advice(self.lesson)
        for name in ("names", "links"):
            texts = getattr(self, name)
            if not isinstance(texts, dict) or not all(isinstance(text, str) for pair in texts.items() for text in pair):
                raise DeclarationError(f"a suite's {name} must be texts by text, not {texts!r}")
        sections: object = self.sections
        if not isinstance(sections, list | tuple) or not all(isinstance(section, str) for section in sections):
            raise DeclarationError(f"a suite's sections must be a list of texts, not {self.sections!r}")
        object.__setattr__(self, "sections", tuple(sections))
        for section in self.links if self.sections else ():
            known(section, self.sections, "section in a suite's links:")
        check_whole("a suite's family", self.family, at_least=1)
        check_whole("a suite's protocol", self.protocol, at_least=1)
        check_whole("a suite's first_seed", self.first_seed, at_least=0)

    @property
    def alpha(self) -> float:
        """Bound on the chance of a wrong verdict for one claim in one direction."""
        return alpha_of(self.family)

    def declaring(self, **description: Any) -> Suite:
        """Return the suite with some fields declared, each of them once.

        Raises:
            DeclarationError: an unknown field, a value that cannot be, or a field that another suite has declared.

        """
        declared = self.with_(**description)
        for one in fields(self):
            before, now = getattr(self, one.name), getattr(declared, one.name)
            if now != before and before != getattr(Suite(), one.name):
                raise DeclarationError(
                    f"a suite with the {one.name} {before!r} is in this session already, and one with {now!r} cannot "
                    "join it: run them one at a time"
                )
        return declared
