"""Values in their units: shares in percent, everything else as it is."""

from __future__ import annotations

import math

from harness.report.wording.formatting import rounded

SHARE = "share of "
"""How the unit of a share begins."""


def is_share(unit: str) -> bool:
    """Return whether values of a unit are shown in percent."""
    return unit.startswith(SHARE)


def heading(label: str, unit: str) -> str:
    """Return what stands over an axis or a column: a metric with its unit, if it has one."""
    shown = f"% of {unit.removeprefix(SHARE)}" if is_share(unit) else unit
    return f"{label} ({shown})" if shown else label


def value(number: float | None, unit: str) -> str:
    """Return a value with the sign of percent, such as "81.2 %" for a share of 0.8123; other units are not said."""
    if number is None or not is_share(unit) or not math.isfinite(number):
        return rounded(number)
    return f"{percent(number)} %"


def percent(share: float, *, signed: bool = False) -> str:
    """Return a share in percent without the sign of it: a digit after the point, or two where that would be none."""
    hundred = 100 * share
    digits = 2 if 0 < abs(hundred) < 0.05 else 1
    text = f"{hundred:+.{digits}f}" if signed else f"{hundred:.{digits}f}"
    text = text.removesuffix(".0").replace("-", "−")
    return "0" if text.strip("+−0.") == "" else text
