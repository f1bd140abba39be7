"""The forest plot: all effects of all questions in the units that they are measured in, a panel for each metric.

A row's names stand above it and not beside it, so that one layout serves a phone, a wide page with panels side by
side, and paper.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator

from harness.base.text import visible
from harness.judge.decide import Verdict
from harness.report.figures import style
from harness.report.figures.figure import Drawing, Figure
from harness.report.figures.series import STEPS
from harness.report.figures.svg import INK, MUTED, PAPER, RULE
from harness.report.wording.claim_answers import test_name
from harness.report.wording.effects import Asked, answered, measured
from harness.report.wording.formatting import capital, count, rounded
from harness.report.wording.units import SHARE, is_share
from harness.results.model import Claim, SeedsClaim

ALONE = 3
"""Questions about a metric from which on it has a panel of its own; fewer share one with others of their unit."""
TALL, AT = 48.0, 39.0
"""The height of a row, and how far below its top the interval is; above that are two lines of text."""
MARKERS = {Verdict.SUPPORTED: ("o", INK), Verdict.REFUTED: ("X", INK), Verdict.INCONCLUSIVE: ("o", PAPER)}
"""The mark of an effect by the verdict, and what fills it."""
LEFT = 16.0
"""The room beside the scale, into which the row's names reach."""


@dataclass(frozen=True)
class Row:
    """A question's effect, in the panel's unit."""

    title: str
    about: str
    verdict: Verdict
    estimate: float
    low: float | None
    high: float | None
    bounds: tuple[float, ...]
    infinite: str
    """What a run has whose value is infinite."""

    @property
    def numbers(self) -> tuple[float, ...]:
        """All that has to be on the scale, if it is finite."""
        limits = [limit for limit in (self.low, self.high) if limit is not None]
        return tuple(number for number in (self.estimate, *limits, *self.bounds) if math.isfinite(number))


@dataclass(frozen=True)
class ForestPanel(Figure):
    """Effects of one unit."""

    heading: str
    unit: str
    signed: bool
    """Whether the effects are differences."""
    rows: tuple[Row, ...]
    explained: bool = True
    """Whether the caption says what the marks are."""

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption says what the marks are."""
        finding = f"{capital(self.heading)}: {count(len(self.rows), 'effect')} with intervals"
        told = "; ".join(f"{row.title} {self._said(row)}, {row.verdict.word}" for row in self.rows)
        with style.drawing(plot=TALL * len(self.rows) + 6, left=LEFT, right=["0"]) as axes:
            self._plot(axes)
            svg = style.svg(axes, name=name, alt=f"{finding}. {told}.")
        marks = "A mark is the median over the seeds, its line the interval, an upright dash what was claimed"
        verdicts = "a dot is supported, a cross refuted, a ring open"
        return Drawing(Markup(svg), f"{finding}. {marks}; {verdicts}." if self.explained else f"{finding}.")

    def _said(self, row: Row) -> str:
        """Return the effect with its interval, in as many digits as a reader can use."""
        if not math.isfinite(row.estimate):
            return row.infinite
        estimate = _short(row.estimate, signed=self.signed)
        limits = [limit for limit in (row.low, row.high) if limit is not None]
        return f"{estimate} [{' to '.join(map(_short, limits))}]" if limits else estimate

    def _plot(self, axes: Axes) -> None:
        self._scale(axes)
        left, right = axes.get_xlim()
        middles = -TALL * np.arange(len(self.rows)) - AT
        ticks = [tick for tick in axes.get_xticks() if left <= tick <= right]
        for tick in ticks:
            axes.vlines(np.full(middles.size, tick), middles - 5, middles + 5, color=RULE, linewidth=0.8)
        axes.hlines(middles, left, right, color=MUTED, linewidth=0.5)
        if self.signed:
            axes.vlines(np.zeros(middles.size), middles - 7, middles + 7, color=MUTED, linewidth=1.2)
        for middle, row in zip(middles, self.rows, strict=True):
            self._name(axes, row, middle + AT)
            _draw_row(axes, row, middle)
        axes.set(yticks=[], ylim=(-TALL * len(self.rows) - 6, 0), xlabel=self.unit)
        texts = axes.xaxis.get_major_formatter().format_ticks(ticks)
        whole = [tick for tick, text in zip(ticks, texts, strict=True) if _has_room(axes, tick, text)]
        axes.xaxis.set_major_locator(FixedLocator(whole))
        axes.grid(visible=False)
        style.head(axes, self.heading)

    def _name(self, axes: Axes, row: Row, top: float) -> None:
        """Write over a row whose it is, what was found, with its interval where there is room, and what that is."""
        across = axes.get_yaxis_transform()
        beyond = (LEFT - 2) / (style.WIDTH * axes.get_position().width)
        said, room = self._said(row), style.WHOLE_LINE - 6
        if len(row.title) + len(said) > room and math.isfinite(row.estimate):
            said = _short(row.estimate, signed=self.signed)  # the interval is drawn, and the name is nowhere else
        most = room - len(said)
        title = row.title if len(row.title) <= most else row.title[: most - 1] + "…"
        axes.text(-beyond, top - 13, f"{row.verdict.symbol} {title}", transform=across, weight="bold")
        axes.text(1 + beyond, top - 13, said, transform=across, ha="right")
        about = style.wrapped(row.about, style.WHOLE_LINE - 3).splitlines()
        axes.text(-beyond, top - 27, about[0] + (" …" if about[1:] else ""), transform=across, color=MUTED)

    def _scale(self, axes: Axes) -> None:
        numbers = np.array([number for row in self.rows for number in row.numbers] or [0.0, 1.0])
        if self.signed:
            numbers = np.append(numbers, 0.0)
        wide = not self.signed and style.spreads_widely(numbers)
        low, high = (np.log(numbers.min()), np.log(numbers.max())) if wide else (numbers.min(), numbers.max())
        room = 0.06 * (high - low) or 0.5 * abs(high) or 1.0
        ends = np.exp([low - room, high + room]) if wide else (low - room, high + room)
        axes.set_xlim(*ends)
        if wide:
            style.logarithmic(axes, "x")
        else:
            axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))


def _has_room(axes: Axes, tick: float, text: str) -> bool:
    """Return whether the text at a tick ends within the figure."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    points = 72 / figure.dpi * axes.transData.transform((tick, 0))[0]
    half = style.LETTER * len(text) / 2
    return bool(half < points < style.WIDTH - half)


def _draw_row(axes: Axes, row: Row, middle: float) -> None:
    left, right = axes.get_xlim()
    axes.vlines(row.bounds, middle - 7, middle + 7, color=INK, linewidth=1.6, linestyle=(0, (2, 1.5)))
    if row.low is not None and row.high is not None:
        axes.hlines(middle, *np.clip([row.low, row.high], left, right), color=INK, linewidth=2.4)
    mark, fill = MARKERS.get(row.verdict, ("D", PAPER))
    if not left <= row.estimate <= right:
        mark, fill = (">" if row.estimate > right else "<"), INK
    at = min(max(row.estimate, left), right)
    axes.plot(at, middle, mark, color=INK, markerfacecolor=fill, markersize=7, clip_on=False)


def _short(number: float, *, signed: bool = False) -> str:
    """Return a number of three digits, or of one after the point."""
    if abs(number) < 1 or not math.isfinite(number):
        return rounded(number, signed=signed)
    text = f"{number:.{1 if abs(number) < 100 else 0}f}"
    return ("+" + text if signed and number > 0 else text).replace("-", "−")


def forest_panels(claims: Iterable[Claim], names: Mapping[str, str]) -> list[ForestPanel]:
    """Return the panels of all questions that have an effect: first those of most rows.

    Args:
        claims: the questions.
        names: what the suite calls them.

    """
    asked = [one for one in map(answered, claims) if one and one.effect and not math.isnan(one.effect.estimate)]
    metrics: dict[tuple[str, str, bool], list[Asked]] = {}
    for claim in asked:
        what = measured(claim)
        unit = what.unit if isinstance(claim, SeedsClaim) else ""
        metrics.setdefault((what.label, unit, claim.signed), []).append(claim)
    panels: dict[tuple[str, str, bool], list[Asked]] = {}
    for (label, unit, signed), own in metrics.items():
        shares = len(own) < ALONE and sum(other[1:] == (unit, signed) for other in metrics) > 1
        panels.setdefault(("" if shares else label, unit, signed), []).extend(own)
    largest_first = sorted(panels.items(), key=lambda panel: (not panel[0][0], -len(panel[1])))
    often = Counter(claim.id for claim in asked)
    titles = {
        claim.nodeid: f"{claim.id} · {test_name(claim, names)}" if often[claim.id] > 1 else claim.id for claim in asked
    }
    made = [_panel(label, unit, own, titles, signed=signed) for (label, unit, signed), own in largest_first]
    return [replace(panel, explained=not place) for place, panel in enumerate(made)]


def _panel(label: str, unit: str, claims: Sequence[Asked], titles: Mapping[str, str], *, signed: bool) -> ForestPanel:
    factor = 100.0 if is_share(unit) else 1.0
    shown = ("points" if signed else f"% of {unit.removeprefix(SHARE)}") if is_share(unit) else unit
    heading = visible(label or (f"other metrics in {shown}" if shown else "other metrics"))
    return ForestPanel(
        heading=f"{heading}, difference" if signed else heading,
        unit=visible(shown),
        signed=signed,
        rows=tuple(_row(claim, factor, titles[claim.nodeid]) for claim in claims),
    )


def _row(claim: Asked, factor: float, title: str) -> Row:
    assert claim.effect is not None
    low, high = (None if limit is None else factor * limit for limit in (claim.effect.low, claim.effect.high))
    return Row(
        title=visible(title),
        about=visible(claim.effect_label),
        verdict=claim.verdict,
        estimate=factor * claim.effect.estimate,
        low=low,
        high=high,
        bounds=tuple(factor * bound.value for bound in claim.bounds),
        infinite=visible(measured(claim).infinite),
    )
