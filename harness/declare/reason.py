"""The figures that reasons and advice may name: they come from the results, none is typed."""

from __future__ import annotations

import re

from harness.base.errors import DeclarationError
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


def check_advice(advice: str) -> None:
    """Hold advice, which is about many tests, to naming figures that there are, each of a test: {NS4[B].above}.

    Raises:
        DeclarationError: it is no text, or names a figure without a test, or one that there is not.

    """
    if not isinstance(advice, str):
        raise DeclarationError(f"what to do must be a text, not {advice!r}")
    for place in PLACE.findall(advice):
        test, _, name = place.rpartition(".")
        if not test:
            raise DeclarationError(f"{{{place}}} says of no test what it is of; write {{NS4[B].{place}}}")
        known(name, FIGURES, "figure of advice", ", ".join(FIGURES))
