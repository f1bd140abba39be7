"""Shares as people say them: in percent, and their differences in points."""

from __future__ import annotations

import math
import re

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from harness.base.text import visible
from harness.report.wording import quantities
from harness.report.wording.effects import Asked
from harness.report.wording.formatting import rounded
from harness.results.model import Bound

SHARE = "share of "
"""How the unit of a share begins."""
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def is_share(unit: str) -> bool:
    """Return whether values of a unit are shown in percent."""
    return unit.startswith(SHARE)


def heading(label: str, unit: str) -> str:
    """Return what stands over an axes: a metric with its unit, if it has one."""
    shown = f"% of {unit.removeprefix(SHARE)}" if is_share(unit) else unit
    return f"{label} ({shown})" if shown else label


def value(number: float, unit: str) -> str:
    """Return a value in a caption, such as "81.2 %" for a share of 0.8123."""
    if not is_share(unit) or not math.isfinite(number):
        return rounded(number)
    return f"{percent(number)} %"


def percent(share: float) -> str:
    """Return a share in percent without the sign, with a digit after the point, or two where that would be none."""
    digits = 2 if 0 < abs(share) < 0.0005 else 1
    return f"{100 * share:.{digits}f}".replace("-", "−")


def in_percent(axes: Axes) -> None:
    """Write percent on the axis of shares."""
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{round(100 * share, 6):g}".replace("-", "−")))


def claimed(claim: Asked, bound: Bound) -> str:
    """Return what an effect is held against, as the cards say it: "more than 1 point" for "more than 0.01"."""
    label = visible(bound.label)
    if not quantities.is_share(claim):
        return re.sub(r"(?<!\w)-(?=\d)", "−", label)
    return _NUMBER.sub(lambda found: quantities.amount(claim, float(found[0].replace("−", "-"))), label)
