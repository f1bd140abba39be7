"""What becomes of a claim over all its tests, in words."""

from __future__ import annotations

from harness.report.wording.formatting import count, listing
from harness.results.model import ClaimLevel, Level


def level_sentence(claim: ClaimLevel) -> str:
    """Return what becomes of a claim with several tests in a sentence; empty for one of a single test."""
    tests = len(claim.holds) + len(claim.fails) + len(claim.open)
    if tests == 1:
        return ""
    if claim.level in (Level.HOLDS, Level.FAILS):
        return f"The claim {claim.level.word}: in all of its {count(tests, 'test')}."
    parts = [
        f"{words} {_named(titles)}"
        for words, titles in (("it holds in", claim.holds), ("fails in", claim.fails), ("is open in", claim.open))
        if titles
    ]
    start = "It depends" if claim.level is Level.DEPENDS else "The claim is open"
    return f"{start}: {listing(parts)}."


def _named(titles: tuple[str, ...]) -> str:
    """Return the tests by name, or how many there are if that would be a long list."""
    return listing(list(titles)) if len(titles) <= 4 else count(len(titles), "test")
