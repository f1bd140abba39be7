"""What is shown of a question besides its verdict, in words."""

from __future__ import annotations

from harness.base.numbers import plain
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
    often = "more often than not" if claim.p0 == 0.5 else f"with probability above {plain(1 - claim.p0)}"
    claimed = quantities.claimed(claim)
    return {
        Finer.NOT_BY_MARGIN: f"Not by {claimed}: neither the opposite is shown by it, nor that there is no material "
        "difference.",
        Finer.OPPOSITE: "The opposite is shown: the effect is below minus the margin more often than not.",
        Finer.NO_DIFFERENCE: "No material difference is shown: the effect is within the margin, either way, more often "
        "than not.",
        Finer.DIRECTION: "The direction is shown: the effect is above 0 more often than not. Whether by "
        f"{claimed} stays open.",
        Finer.BELOW: f"The side is shown: the effect is below {plain(claim.bounds[0].value)} {often}.",
        Finer.ABOVE: f"The side is shown: the effect is above {plain(claim.bounds[-1].value)} {often}.",
        Finer.END_TO_END: "From the first arm to the last it goes the claimed way, more often than not; what is not "
        "shown is that it does so at every step.",
        Finer.OPPOSITE_END_TO_END: "From the first arm to the last it goes the opposite way, more often than not.",
    }[claim.finer]


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
