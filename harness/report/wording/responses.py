"""Response curves in words: where the seeds turn, and what they give at the values that the text names."""

from __future__ import annotations

from harness.base.numbers import plain
from harness.report.wording import units
from harness.report.wording.formatting import capital, count, listing
from harness.results.model import Mark, Response, Turning


def sentence(response: Response) -> str:
    """Return what a curve shows, in one sentence with its figures."""
    if not response.seeds:
        return f"Nothing to describe: {response.note}."
    parts = [f"over {count(len(response.seeds), 'seed')} the {response.metric.label} is {_best(response)}"]
    parts.append(_failing(response))
    if response.marks:
        parts.append(f"at the marks its median is {listing([_at(response, mark) for mark in response.marks])}")
    ended = f" ({response.note})" if response.note else ""
    return f"{capital('; '.join(parts))}{ended}."


def how_to_read(response: Response) -> str:
    """Return what a curve's line and band are, and how sure its intervals."""
    limits, failed = response.limits, f"A run fails that {_failure(response)}."
    if limits is None:
        return f"The line joins the medians; so few seeds have no band and no interval. {failed}"
    ends = f"from the {_ordinal(limits.low)} to the {_ordinal(limits.high)} of the {len(response.seeds)} seeds"
    return (
        f"The line joins the medians; the band is {ends} in order, which holds the median of all seeds with "
        f"{confidence(response)} confidence. Turning points have the same interval: {ends} in the order in which they "
        f"turn. {failed}"
    )


def turned(response: Response, turning: Turning, *, censored: bool) -> str:
    """Return where the seeds turn, with the interval, such as "0.1 (0.03 to 0.3)".

    Args:
        response: the curve.
        turning: where its seeds turn.
        censored: whether seeds that turn at the last value may in truth turn beyond it, as they may at their best.

    """
    middle = place(response, turning.middle, censored=censored)
    if turning.low is None or turning.high is None:
        return middle
    low, high = (place(response, point, censored=censored) for point in (turning.low, turning.high))
    return f"{middle} ({low} to {high})"


def place(response: Response, point: int, *, censored: bool) -> str:
    """Return at which value of the setting seeds turn; beyond an end of the grid they may, but not below 0."""
    at, last = [one.at for one in response.points], len(response.points) - 1
    if point > last:
        return f"> {plain(at[last])}"
    beyond = "≥ " if point == last and censored else ""
    before = "≤ " if point == 0 and at[0] > 0 else ""
    return f"{before or beyond}{plain(at[point])}"


def confidence(response: Response) -> str:
    """Return the level of a curve's intervals, such as "96 %"."""
    return f"{100 * response.limits.coverage:.0f} %" if response.limits else "–"


def _best(response: Response) -> str:
    if response.best is None:
        return "nowhere finite in all of them"
    return f"best at {response.across} {turned(response, response.best, censored=True)}"


def _failing(response: Response) -> str:
    failing, last = response.failing, response.points[-1].at
    if failing is None or min(failing.points) >= len(response.points):
        return f"no run beyond a seed's best fails up to {plain(last)}"
    if failing.middle >= len(response.points):
        some = sum(point < len(response.points) for point in failing.points)
        return f"up to {plain(last)}, runs of {count(some, 'seed')} fail"
    return f"training starts to fail at {turned(response, failing, censored=False)}"


def _failure(response: Response) -> str:
    if response.fails is None:
        return "diverges"
    worse = "above" if response.metric.higher_is_better is False else "below"
    return f"diverges, or whose {response.metric.label} is {worse} {_level(response, response.fails)}"


def _at(response: Response, mark: Mark) -> str:
    found = next((point.median for point in response.points if point.at == mark.at), None)
    value = plain(mark.at)
    named = value if mark.label == value else f"{mark.label} ({value})"
    return f"{units.value(found.estimate if found else None, response.metric.unit)} at {named}"


def _level(response: Response, value: float) -> str:
    return units.value(value, response.metric.unit) if units.is_share(response.metric.unit) else plain(value)


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 < number % 100 < 14 else endings.get(number % 10, 'th')}"
