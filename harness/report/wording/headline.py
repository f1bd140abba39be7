"""The report's headline, made by rule from what became of the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from harness.report.wording.formatting import capital, count, listing
from harness.results.model import Level, Suite

MOST_SECTIONS = 2
"""Sections that a headline names."""
LEVEL_VERBS = {
    Level.HOLDS: ("holds", "hold"),
    Level.FAILS: ("fails", "fail"),
    Level.DEPENDS: ("depends on the setting", "depend on the setting"),
    Level.OPEN: ("is undecided", "are undecided"),
}
"""What one claim of a level does, and what several do."""


def headline(suite: Suite, sections: Mapping[str, Sequence[Level]]) -> str:
    """Return what became of the text as a whole, and which of its sections mostly fail.

    A section mostly fails if it has at least two claims, more of them fail than hold, and fewer than half of them hold.

    Args:
        suite: says what the text is called.
        sections: the levels of each section's claims, by its title.

    """
    levels = Counter(level for found in sections.values() for level in found)
    total = levels.total()
    text = suite.text or "the text"
    if not total:
        return f"No claim of {text} was tested"
    said = _overall(levels, total, text)
    failing = [title for title, found in sections.items() if title and _mostly_fails(found)]
    if not total > levels[Level.HOLDS] > total / 2 or not levels[Level.FAILS] + levels[Level.DEPENDS]:
        return said
    if 0 < len(failing) <= MOST_SECTIONS:
        noun = "section" if len(failing) == 1 else "sections"
        verb = "does" if len(failing) == 1 else "do"
        return f"{said}; its {noun} {listing([f'“{title}”' for title in failing])} mostly {verb} not"
    if levels[Level.FAILS]:
        return f"{said}; {levels[Level.FAILS]} of {count(total, 'claim')} {_verb(levels[Level.FAILS], 'fail')}"
    return f"{said}, but for {count(levels[Level.DEPENDS], 'claim')} that {_verb(levels[Level.DEPENDS], 'depend')}"


def _overall(levels: Counter[Level], total: int, text: str) -> str:
    if levels[Level.HOLDS] == total:
        return f"All of {text} that was tested holds" if total > 1 else f"What was tested of {text} holds"
    if levels[Level.FAILS] == total:
        return f"Nothing of {text} that was tested holds"
    for level, words in ((Level.HOLDS, "holds"), (Level.FAILS, "does not hold"), (Level.OPEN, "stays undecided")):
        if levels[level] * 2 > total:
            return f"Most of {text} {words}"
    return f"{capital(text)} holds in part"


def _mostly_fails(found: Sequence[Level]) -> bool:
    holds, fails = (sum(level is wanted for level in found) for wanted in (Level.HOLDS, Level.FAILS))
    return len(found) > 1 and fails > holds and holds * 2 < len(found)


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb


def summary(levels: Iterable[Level]) -> str:
    """Return how many claims have each level, in a sentence: "Of 47 claims 30 hold, 4 fail and 13 are undecided."."""
    counts = Counter(levels)
    parts = [f"{counts[level]} {said[counts[level] != 1]}" for level, said in LEVEL_VERBS.items() if counts[level]]
    return f"Of {count(counts.total(), 'claim')} {listing(parts)}." if parts else ""
