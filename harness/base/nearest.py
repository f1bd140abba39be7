"""What somebody may have meant who gave a name that there is not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(value: object, names: Iterable[str], most: int = 1, cutoff: float = 0.65) -> list[str]:
    """Return the names that a value may have been meant to be, the likeliest first, whatever is written in capitals.

    Args:
        value: what was given instead of one of them.
        names: those that there are.
        most: how many at most.
        cutoff: how alike they have to be, from 0 (not at all) to 1; 'batch_norm' and 'batch_size' are to 0.6.

    """
    folded = {name.casefold(): name for name in names}
    return [folded[one] for one in difflib.get_close_matches(str(value).casefold(), folded, n=most, cutoff=cutoff)]


def did_you_mean(value: object, names: Iterable[str]) -> str:
    """Return what to add to a message about a value that is none of some names: the likeliest, or nothing."""
    return "".join(f"; did you mean {name!r}?" for name in nearest(value, names))
