"""What a verdict covers, in words."""

from __future__ import annotations

from harness.report.wording import quantities
from harness.report.wording.formatting import count
from harness.results.model import Claim, SeedsClaim


def coverage_sentences(claim: Claim) -> str:
    """Return what a verdict covers, and how much the test set's own chance is; empty where that is not known."""
    if not isinstance(claim, SeedsClaim) or claim.coverage is None:
        return ""
    covered = claim.coverage
    said = [
        "It covers new draws of these data: every seed trains and tests on its own."
        if covered.drawn
        else "It covers this one split of the data: all seeds train and test on the same examples."
    ]
    if covered.sampling_error:
        where = "part of the spread between seeds" if covered.drawn else "beside it, and no number of seeds lessens it"
        said.append(
            f"The choice of {count(covered.test_examples, 'test example')} alone makes the effect uncertain by about "
            f"{quantities.amount(claim, covered.sampling_error)} (standard error): that is {where}."
        )
    if covered.could_show is not None:
        said.append(f"Arms that are equal would be shown to be so in {covered.could_show:.0%} of all cases.")
    return " ".join(said)
