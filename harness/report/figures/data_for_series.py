"""The figures of series: where a network sees which class, how the gradient varies, and what a test recorded."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from harness.base.text import visible
from harness.report.figures import series_plots, style
from harness.report.figures.data_for_seeds import Drawing, with_verdict
from harness.report.figures.plots import Series
from harness.report.wording.formatting import capital, count, figure
from harness.results.recorded_curves import MOST_LINES

Content = Mapping[str, Any]
CLEAR = 0.9
"""The share of seeds from which on they are said to agree."""


def series_figures(claim: Content, content: Content, name: str) -> list[Drawing]:
    """Return the figures of what the runs of a claim have kept besides numbers, if they have."""
    kept = [[content["runs"][key]["series"] for key in arm["runs"] if key in content["runs"]] for arm in claim["arms"]]
    drawings = []
    for number, (arm, series) in enumerate(zip(claim["arms"], kept, strict=True), start=1):
        regions = [one for one in series if "decision_region" in one]
        if regions:
            sample = content["dataset"].get("samples", {}).get(arm["experiment"], [])
            points = np.array(sample, dtype=np.float64).reshape(-1, 3)
            straight = _is_linear(content["experiments"].get(arm["experiment"], {}))
            drawings.append(_region(claim, visible(arm["name"]), regions, points, straight, f"{name}--region-{number}"))
    varied = [[one for one in series if "gradient_variance" in one] for series in kept]
    if all(varied):
        drawings.append(_variance(claim, varied, f"{name}--variance"))
    return drawings


def _is_linear(experiment: Content) -> bool:
    """Return whether a network is one linear map, however deep, so that its border is a straight line."""
    return experiment.get("activation") == "linear" or experiment.get("hidden") == []


def _region(
    claim: Content, label: str, regions: Sequence[Content], points: NDArray[np.float64], straight: bool, name: str
) -> Drawing:
    classes = np.array([[int(digit) for digit in one["decision_region"]] for one in regions])
    side = math.isqrt(classes.shape[1])
    shares = (classes == 1).mean(axis=0).reshape(side, side)
    left, right, bottom, top = map(float, regions[0]["decision_extent"])
    columns = np.rint(np.interp(points[:, 0], (left, right), (0, side - 1))).astype(int)
    rows = np.rint(np.interp(points[:, 1], (bottom, top), (0, side - 1))).astype(int)
    correct = int(((shares[rows, columns] > 0.5) == (points[:, 2] == 1)).sum())
    agreed = float((np.maximum(shares, 1 - shares) >= CLEAR).mean())
    with style.drawing(3.5, 2.95) as axes:
        axes.set_position((0.155, 0.135, 0.63, 0.75))
        series_plots.region_map(
            axes,
            shares,
            (left, right, bottom, top),
            points,
            f"share of {count(len(regions), 'seed')} that predict class 1",
        )
        found = (
            f"What {label} predicts over the plane of its two features, with {count(len(regions), 'seed')}: more than "
            f"half of them are right at {correct} of the {len(points)} training examples drawn, and on "
            f"{agreed * 100:.0f} % of the plane nine in ten agree."
        )
        svg = style.svg(axes, name=name, alt=with_verdict(claim, found))
    border = "The line is the majority's border"
    if straight:
        border += ", pooled over the borders of all seeds, each of which is straight"
    return Drawing(Markup(svg), f"{found} Circles are of class 0, squares of class 1. {border}.")


def _variance(claim: Content, kept: Sequence[Sequence[Content]], name: str) -> Drawing:
    labels = [visible(arm["name"]) for arm in claim["arms"]]
    at = np.array(kept[0][0]["gradient_variance_at"], dtype=np.float64)
    series = [
        Series(
            label if len(labels) > 1 else "",
            np.array([one["gradient_variance"] for one in series], dtype=np.float64),
            colour=number,
        )
        for number, (label, series) in enumerate(zip(labels, kept, strict=True))
    ]
    falls = []
    for label, arm in zip(labels, series, strict=True):
        first, *_, last = np.median(arm.values, axis=0)
        slope, _ = np.polyfit(np.log(at), np.log(np.median(arm.values, axis=0)), 1)
        falls.append(f"{label}: from {figure(first)} to {figure(last)}, a slope of {slope:.2f}".replace("-", "−"))
    seeds = count(len(kept[0]), "seed")
    found = (
        f"The gradient's variance at batch sizes {at[0]:g} to {at[-1]:g}, medians of {seeds} with their 10 % to 90 % "
        f"band; {'; '.join(falls)}."
    )
    with style.drawing(right=["fitted slope", "slope −1, to compare"]) as axes:
        across = "batch size (examples)", "gradient variance of all weights together, in (nats per unit of weight)²"
        series_plots.power_law(axes, at, series, -1, across)
        svg = style.svg(axes, name=name, alt=with_verdict(claim, found))
    return Drawing(Markup(svg), f"{found} Dashed: the fall as 1 over the batch size, which independent examples give.")


def check_figures(claims: Sequence[Content], name: str) -> list[Drawing]:
    """Return the figures of the curves that a claim's tests have recorded; those of one title share a figure."""
    pictures: dict[tuple[str, str, str], dict[str, list[float]]] = {}
    for claim in claims:
        if recorded := claim.get("curves"):
            lines = pictures.setdefault(
                (visible(recorded["title"]), visible(recorded["x"]), visible(recorded["y"])), {}
            )
            for label, heights in recorded["lines"].items():
                lines.setdefault(visible(label), heights)
    return [
        _recorded(*texts, lines, f"{name}--curves-{n}") for n, (texts, lines) in enumerate(pictures.items(), start=1)
    ]


def _recorded(title: str, x: str, y: str, lines: Mapping[str, Sequence[float]], name: str) -> Drawing:
    shown = dict(list(lines.items())[:MOST_LINES])
    ends = "; ".join(f"{label} {figure(h[0])} to {figure(h[-1])}" for label, h in shown.items())
    left_out = f" {len(lines) - len(shown)} more are not drawn." if len(lines) > len(shown) else ""
    last = max(map(len, lines.values())) - 1
    found = f"{capital(title)}: {y}, from {x} 0 to {last}; {ends}.{left_out}"
    with style.drawing(right=list(shown)) as axes:
        series_plots.curves(axes, shown, (x, f"{title}: {y}"))
        svg = style.svg(axes, name=name, alt=found)
    return Drawing(Markup(svg), found)
