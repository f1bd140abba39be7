"""What was declared of a question before its results were seen: everything that its verdict depends on, as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from harness.base.numbers import digest
from harness.declare.arm import Arm
from harness.declare.questions import Question
from harness.declare.timed_question import Timing

UNDECIDING = ("baseline",)
"""What may be changed after looking: it is not part of the verdict."""
LATER = {"three_way": False}
"""Parts that came later, with what all had been declared by until then: that is not said, so that hashes stay."""


def declaration(asked: Question | Timing) -> dict[str, str]:
    """Return a question's parts by name: its kind, its arms (by their keys), its metric, margin, looks and so on."""
    named = {one.name: getattr(asked, one.name) for one in fields(asked)}
    said = {name: part for name, part in named.items() if name not in UNDECIDING and LATER.get(name) is not part}
    return {"kind": asked.kind} | {name: _text(part) for name, part in said.items()}


def declaration_hash(parts: Mapping[str, str]) -> str:
    """Return 16 hexadecimal digits that identify a declaration."""
    return digest(dict(parts))[:16]


def _text(part: object) -> str:
    if isinstance(part, tuple):
        return ", ".join(map(_text, part))
    if isinstance(part, Arm):
        return part.key
    return f"{part:.12g}" if isinstance(part, float) else str(part)
