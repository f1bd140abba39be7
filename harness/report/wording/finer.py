"""What is shown of a question besides its verdict, in words."""

from __future__ import annotations

from harness.judge.finer import Finer
from harness.report.wording import quantities
from harness.report.wording.formatting import capital, count
from harness.results.model import Claim, SeedsClaim


def verdict_words(claim: Claim) -> str:
    """Return the verdict with what else is shown, such as "refuted: no material difference"."""
    finer = claim.finer if isinstance(claim, SeedsClaim) else None
    return f"{claim.verdict.word}: {finer.word}" if finer else claim.verdict.word


def statement(claim: Claim) -> str:
    """Return a sentence on what is shown besides the verdict; empty if nothing is."""
    if not isinstance(claim, SeedsClaim) or claim.finer is None:
        return ""
    claimed = quantities.claimed(claim)
    if claim.finer is Finer.NOT_BY_MARGIN:
        return f"Not by {claimed}: neither the opposite is shown by it, nor that there is no material difference."
    if claim.finer is Finer.OPPOSITE:
        return "The opposite is shown: the effect is below minus the margin more often than not."
    if claim.finer is Finer.NO_DIFFERENCE:
        return "No material difference is shown: the effect is within the margin, either way, more often than not."
    return f"The direction is shown: the effect is above 0 more often than not. Whether by {claimed} stays open."


def sizes_sentence(claim: Claim) -> str:
    """Return both counts as a sentence; empty without a margin."""
    said = sizes(claim)
    return f"{capital(said)}." if said else ""


def sizes(claim: Claim) -> str:
    """Return both counts, such as "ahead in 48 of 48 seeds, by more than 0.05 in 31"; empty without a margin."""
    if not isinstance(claim, SeedsClaim) or claim.sizes is None or isinstance(claim.margin, tuple):
        return ""
    margin, claimed = quantities.amount(claim, claim.margin), quantities.claimed(claim)
    behind = f", behind by more than {margin} in {claim.sizes.opposed}" if claim.sizes.opposed else ""
    return f"ahead in {claim.sizes.ahead} of {count(claim.seeds, 'seed')}, by {claimed} in {claim.yes}{behind}"
