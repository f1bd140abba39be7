"""Results of many claims for the report's tests, and how results stand to earlier ones."""

import json
from typing import Any

from claims.sections import SECTIONS
from harness.results.comparison import compare
from tests.report_content import Results, aside, baseline, reference, typed


def inventory(questions: int = 100) -> dict[str, Any]:
    """Return results of about the size of the whole tutorial's: every kind, verdict and oddity in them."""
    made = Results()
    kinds = ("superiority", "superiority", "superiority", "trend", "proportion", "interval")
    verdicts = ("supported", "refuted", "supported", "inconclusive", "supported")
    for number in range(questions):
        kind = kinds[number % len(kinds)]
        made.statistical(
            f"Q{number // 2}",
            "ab"[number % 2],
            verdicts[number % len(verdicts)],
            kind=kind,
            levels={"superiority": (0.9, 0.8), "trend": (0.6, 0.7, 0.8, 0.9)}.get(kind, (0.9,)),
            seeds=(12, 24, 48)[number % 3],
            epochs=(3, 10, 60)[number % 3],
            diverged=3 if number % 7 == 0 else 0,
            section=SECTIONS[number * 9 // questions],
            control=aside(),
            baseline=baseline() if number % 4 == 0 else None,
        )
    for number in range(questions // 4):
        made.exact(f"X{number}", section=SECTIONS[number % 9])
    made.timed()
    for batch in (16, 32, 64, 256):
        made.benchmark(f"test_epoch[{batch}]", 8.0 / batch)
    made.content["comparison"] = compared(made.content)
    return made.content


def compared(content: dict[str, Any]) -> dict[str, Any]:
    """Return how results stand to earlier ones of an older version: the first claims flipped, moved and new.

    The first arm of the first claim got worse, if there are seeds enough.
    """
    flipped, moved, _, *others = content["claims"]
    better = [arm | {"values": [0.99] * len(arm["values"])} for arm in flipped["arms"][:1]]
    flipped = flipped | {"arms": [*better, *flipped["arms"][1:]]}
    earlier = [
        flipped | {"verdict": "inconclusive"},
        moved | {"effects": [0.5] * moved["seeds"]},
        *others,
        flipped | {"id": "OLD", "nodeid": "claims/test_old.py::test_of_old[a]", "params": "a"},
    ]
    old = reference({**content, "claims": earlier, "packages": {"tensorflow": "2.20.0"}})
    made = compare(typed(content), old, ["claims/test_old.py::test_of_old[a]"])
    return dict(json.loads(made.model_dump_json()))
