"""What becomes of a claim over all its tests, in a sentence or two, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from harness.judge.decide import Verdict
from harness.judge.finer import Finer
from harness.report.wording.effects import answered
from harness.report.wording.formatting import capital, count, listing
from harness.report.wording.plain_answers import plain_answer, second_library, sureness, what_was_seen
from harness.results.model import Claim, Level, SeedsClaim, ValuesClaim

MOST_NAMED = 4
"""Questions that a sentence names one by one."""
_STRENGTH = {
    **dict.fromkeys((Finer.OPPOSITE, Finer.BELOW, Finer.ABOVE, Finer.OPPOSITE_END_TO_END), 3),
    Finer.NO_DIFFERENCE: 2,
    Finer.NOT_BY_MARGIN: 1,
}


def strength(claim: Claim) -> tuple[int, float]:
    """Return how strongly a test speaks for its verdict: what is shown besides, and its distance from the margin."""
    asked = answered(claim)
    if asked is None or asked.effect is None or math.isnan(asked.effect.estimate):
        return 0, 0.0
    finer = claim.finer if isinstance(claim, SeedsClaim) else None
    bound = asked.bounds[0].value
    distance = abs(asked.effect.estimate - bound) / (abs(bound) or 1.0)
    return _STRENGTH.get(finer, 0) if finer else 0, min(distance, 1e6)


def decisive(claims: Sequence[Claim], level: Level) -> Claim:
    """Return the test that decides a claim: the clearest refuted one, the first undecided one, or the closest call."""
    refuted = [claim for claim in claims if claim.verdict is Verdict.REFUTED]
    if refuted and level in (Level.FAILS, Level.DEPENDS):
        return max(refuted, key=strength)
    if level is Level.OPEN:
        undecided = [claim for claim in claims if claim.verdict not in (Verdict.SUPPORTED, Verdict.REFUTED)]
        return next((claim for claim in undecided if not isinstance(claim, ValuesClaim)), undecided[0])
    asked = [claim for claim in claims if not isinstance(claim, ValuesClaim)]
    return min(asked, key=_agreement) if asked else claims[0]


def _agreement(claim: Claim) -> tuple[float, float]:
    asked = answered(claim)
    share = asked.yes / asked.seeds if asked and asked.seeds else 0.0
    return share, strength(claim)[1]


def test_name(claim: Claim, names: Mapping[str, str]) -> str:
    """Return what people call a test among those of its claim."""
    return names.get(claim.title) or claim.params.replace("-", " ").replace("_", " ") or "the question"


def claim_answer(claims: Sequence[Claim], level: Level, names: Mapping[str, str]) -> str:
    """Return the answer to a claim over all its tests."""
    key = decisive(claims, level)
    if all(isinstance(claim, ValuesClaim) for claim in claims):
        return _checks(claims)
    asked = [claim for claim in claims if not isinstance(claim, ValuesClaim)]
    if len(asked) == 1:
        return f"{_checks(claims)} {what_was_seen(key)}".strip() if len(claims) > 1 else what_was_seen(key)
    if level is Level.HOLDS:
        return f"It holds in {_every(asked)}. The closest call is {test_name(key, names)}: {plain_answer(key)}"
    if level is Level.FAILS:
        return f"It fails in {_every(asked)}. {what_was_seen(key)}"
    alike = all(claim.verdict is key.verdict for claim in asked)
    said = f"It is undecided in {_every(asked)}." if alike else _by_verdict(asked, names)
    return f"{said} {seen_of(key, names)}"


def seen_of(claim: Claim, names: Mapping[str, str]) -> str:
    """Return what was seen in one of several questions, with its name before it."""
    name, seen = capital(test_name(claim, names)), what_was_seen(claim)
    return seen if seen.startswith(name) else f"{name}: {seen}"


def _every(claims: Sequence[Claim]) -> str:
    return "both questions" if len(claims) == 2 else f"all {len(claims)} questions"


def _checks(claims: Sequence[Claim]) -> str:
    checks = [claim for claim in claims if isinstance(claim, ValuesClaim)]
    if not checks:
        return ""
    broken = [check for check in checks if check.verdict is not Verdict.SUPPORTED]
    if not broken:
        return f"All {count(len(checks), 'exact check')} hold." if len(checks) > 1 else "The exact check holds."
    return f"{len(broken)} of {count(len(checks), 'exact check')} {'does' if len(broken) == 1 else 'do'} not hold."


def _by_verdict(claims: Sequence[Claim], names: Mapping[str, str]) -> str:
    parts = []
    for words, wanted in (
        ("Holds for", (Verdict.SUPPORTED,)),
        ("fails for", (Verdict.REFUTED,)),
        ("undecided for", (Verdict.INCONCLUSIVE, Verdict.INVALID, Verdict.NOT_JUDGED)),
    ):
        found = [test_name(claim, names) for claim in claims if claim.verdict in wanted]
        if found:
            many = f"{len(found)} of {count(len(claims), 'question')}"
            parts.append(f"{words} {listing(found) if len(found) <= MOST_NAMED else many}")
    return capital("; ".join(parts)) + "."


def how_sure(claims: Sequence[Claim], level: Level, names: Mapping[str, str]) -> str:
    """Return how sure the answer to a claim is, in words."""
    asked = [claim for claim in claims if not isinstance(claim, ValuesClaim)]
    if not asked:
        return "Exact: checked by values, no chance is involved."
    key = decisive(claims, level)
    sure = sureness(key)
    several = len(asked) > 1
    said = [f"{_which(key, level, names)}{sure}" if several and sure else sure, _span(asked) if several else ""]
    seeds = [claim for claim in asked if isinstance(claim, SeedsClaim)]
    said.append(second_library(seeds))
    if any(claim.control and claim.control.fault for claim in seeds):
        said.append("but distrust this: in its control, an arm against itself, the order of the seeds matters")
    return "; ".join(capital(part) if not place else part for place, part in enumerate(filter(None, said))) + "."


def _which(key: Claim, level: Level, names: Mapping[str, str]) -> str:
    """Return of which of several questions it is said how sure its answer is."""
    return {Level.HOLDS: "the closest call: ", Level.FAILS: "the clearest of them: "}.get(
        level, f"{test_name(key, names)}: "
    )


def _span(claims: Sequence[Claim]) -> str:
    answers = [asked for claim in claims if (asked := answered(claim))]
    numbers = sorted(asked.seeds for asked in answers)
    if not numbers:
        return ""
    what = answers[0].answered_by
    seeds = count(numbers[0], what) if numbers[0] == numbers[-1] else f"{numbers[0]} to {count(numbers[-1], what)}"
    return f"the {count(len(claims), 'question')} have {seeds} each"
