"""The figures that the reason of a contradicted claim may name: they come from the results, none is typed."""

from __future__ import annotations

import re

from harness.declare.checks import known

FIGURES = {
    "effect": "the median effect",
    "above": "the median effect, where all of its interval is above 0",
    "below": "the size of the median effect, where all of its interval is below 0",
    "interval": "the limits of the median effect's interval",
    "yes": "how many seeds say yes",
    "no": "how many seeds say no",
    "seeds": "how many seeds answered",
    "claimed": "what the effect is held against",
}
"""The names between braces, and what stands in their place."""
PLACE = re.compile(r"\{([^{}]*)\}")


def check_reason(reason: str) -> None:
    """Hold a reason to naming figures that there are.

    Raises:
        DeclarationError: it names another.

    """
    for name in PLACE.findall(reason):
        known(name, FIGURES, "figure of contradicted()", "{" + "}, {".join(FIGURES) + "}")
