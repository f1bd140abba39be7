"""Results with the names that the suite's people use for its settings."""

from __future__ import annotations

import re
from collections.abc import Callable

from harness.results.model import Arm, Claim, Results, RoundsClaim, SeedsClaim, ValuesClaim


def with_human_names(results: Results) -> Results:
    """Return results whose arms, questions and effects have the names that the suite gives its settings."""
    names = results.suite.names
    if not names:
        return results
    keys = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, keys))})(?![\w-]|\.\d)")

    def said(text: str) -> str:
        return pattern.sub(lambda found: names[found[0]], text)

    return results.model_copy(update={"claims": tuple(_renamed(claim, said) for claim in results.claims)})


def _renamed(claim: Claim, said: Callable[[str], str]) -> Claim:
    if isinstance(claim, ValuesClaim):
        return claim
    changes: dict[str, object] = {name: said(getattr(claim, name)) for name in ("question", "effect_label")}
    if isinstance(claim, RoundsClaim):
        return claim.model_copy(update=changes)
    return _of_seeds(claim, changes, said)


def _of_seeds(claim: SeedsClaim, changes: dict[str, object], said: Callable[[str], str]) -> SeedsClaim:
    def renamed(arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
        return tuple(arm.model_copy(update={"name": said(arm.name)}) for arm in arms)

    changes["arms"] = renamed(claim.arms)
    if claim.leads:
        first, second = claim.leads.names
        leads = {"of": said(claim.leads.of), "names": (said(first), said(second))}
        changes["leads"] = claim.leads.model_copy(update=leads)
    if claim.baseline:
        changes["baseline"] = claim.baseline.model_copy(update={"arms": renamed(claim.baseline.arms)})
    return claim.model_copy(update=changes)
