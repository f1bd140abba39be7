"""Small results with everything that there can be in results.json."""

from typing import Any

from tests.report_content import CURVES, REGION, VARIANCE, Results, aside, baseline
from tests.report_inventory import compared
from tests.response_content import curve


def small() -> dict[str, Any]:
    """Return results of schema version 1 with everything that there can be, but of few seeds."""
    made = Results()
    made.statistical(seeds=6, epochs=2, looks=[6], control=aside(), baseline=baseline())
    made.statistical("MB6", "labels", levels=(0.9, 0.8, 0.7, 0.6), seeds=6, epochs=2, diverged=1)
    made.statistical("AC2", "xor", "refuted", kind="proportion", levels=(0.9,), sign=-1, seeds=6, epochs=2)
    made.exact(curves=CURVES)
    runs = dict(made.content["runs"])
    made.timed()
    made.content["runs"] = runs  # a benchmark has none
    made.benchmark()
    next(iter(made.content["runs"].values()))["series"] = REGION | VARIANCE
    made.content["comparison"] = compared(made.content)
    made.content["responses"] = [curve().model_dump(mode="json")]
    return made.content
