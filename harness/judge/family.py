"""The family of verdicts that an error rate is promised for, and what that leaves to each. Without any library."""

FAMILY_SIZE = 100
"""Statistical verdicts that a family may hold, unless its suite declares another number before any is looked at."""
FAMILY_ALPHA = 0.05
"""Bound on the chance that any verdict of a family is wrong (Bonferroni)."""


def alpha_of(family: int) -> float:
    """Return the bound on the chance of a wrong verdict, over all looks, for one claim in one direction.

    Args:
        family: how many verdicts the family may hold.

    """
    return FAMILY_ALPHA / family


ALPHA = alpha_of(FAMILY_SIZE)
"""That of a family of the customary size."""
