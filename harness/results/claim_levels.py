"""What becomes of a claim over all its tests: it holds, it fails, it depends, or it stays open."""

from __future__ import annotations

from collections.abc import Iterable

from harness.judge.decide import Verdict
from harness.results.model import Claim, ClaimLevel, Level

_UNDECIDED = (Verdict.INCONCLUSIVE, Verdict.NOT_JUDGED, Verdict.INVALID)


def claim_levels(claims: Iterable[Claim]) -> tuple[ClaimLevel, ...]:
    """Return the level of every claim, in the order of their first tests.

    A claim holds if all its tests are supported, and fails if all are refuted. With tests of both kinds it depends: on
    what tells them apart, whatever the others say. Otherwise it is open.
    """
    tests: dict[str, list[Claim]] = {}
    for claim in claims:
        tests.setdefault(claim.id, []).append(claim)
    return tuple(_level(name, of_claim) for name, of_claim in tests.items())


def _level(name: str, tests: list[Claim]) -> ClaimLevel:
    supported = [test.title for test in tests if test.verdict is Verdict.SUPPORTED]
    refuted = [test.title for test in tests if test.verdict is Verdict.REFUTED]
    undecided = [test.title for test in tests if test.verdict in _UNDECIDED]
    if supported and refuted:
        level = Level.DEPENDS
    elif undecided:
        level = Level.OPEN
    else:
        level = Level.HOLDS if supported else Level.FAILS
    return ClaimLevel(id=name, level=level, holds=tuple(supported), fails=tuple(refuted), open=tuple(undecided))
