"""Which figures a question gets, the data for them out of results.json, and what they show in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from numpy.typing import NDArray

from harness.base.text import visible
from harness.report.figures import plots, style
from harness.report.figures.plots import Series
from harness.report.wording.effects import bound, infinite_words, leads, sign, unit
from harness.report.wording.formatting import capital, count, figure, plain, value

CURVES = {
    "curve_distance": ("test_accuracy", "running_accuracy"),
    "generalization_gap": ("test_accuracy", "train_accuracy"),
    "gap_widening": ("test_accuracy", "train_accuracy"),
    "overfitting": ("test_loss", "train_loss"),
    "train_accuracy": ("train_accuracy", "running_accuracy"),
    "train_loss": ("train_loss", "running_loss"),
    "loss_ratio": ("running_loss",),
    "test_loss": ("test_loss",),
}
"""Figure of a claim -> the curves that show where it comes from; for others the test accuracy's."""
LABELS = {
    "test_accuracy": "test accuracy",
    "test_loss": "test loss",
    "running_accuracy": "training accuracy, as training prints it",
    "running_loss": "training loss, as training prints it",
    "train_accuracy": "training accuracy, evaluated",
    "train_loss": "training loss, evaluated",
}
UNITS = {"accuracy": "share of examples", "loss": "nats"}


@dataclass(frozen=True)
class Drawing:
    """A figure in the page, with what it shows in words."""

    svg: Markup
    caption: str


def question_figures(claim: Mapping[str, Any], runs: Mapping[str, Any], name: str) -> list[Drawing]:
    """Return the figures of a statistical claim: its seeds' values, and its learning curves if there are any."""
    if not claim["seeds"]:
        return []
    labels = [visible(arm["name"]) for arm in claim["arms"]]
    drawings = [_values(claim, labels, f"{name}--seeds")]
    curves = _curves(claim, runs, labels, f"{name}--curves")
    return drawings + ([curves] if curves else [])


def with_verdict(claim: Mapping[str, Any], found: str) -> str:
    """Return what a figure shows, for those who cannot see it, with the verdict that it is evidence for."""
    return f"{found} Verdict: {claim['verdict']}."


def short_names(names: Sequence[str]) -> tuple[list[str], str]:
    """Return names without the words that all begin with, and those words: "0.1", "0.01" and "learning rate"."""
    words = [name.split() for name in names]
    if len(names) < 2 or any("," in name for name in names):
        return list(names), ""
    same = len(list(takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False))))
    same = min(same, min(map(len, words)) - 1)
    if same < 1:
        return list(names), ""
    return [" ".join(part[same:]) for part in words], " ".join(words[0][:same])


def _values(claim: Mapping[str, Any], labels: Sequence[str], name: str) -> Drawing:
    metric, who = claim["metric"], count(claim["seeds"], unit(claim))
    label, series = _compared(claim, labels)
    beside = {1: ["threshold of 000"], 2: [arm.name for arm in series]}.get(len(series), [])
    with style.drawing(right=beside, bottom=0.18 if beside else 0.24) as axes:
        _draw_values(axes, claim, series, f"{label} ({visible(metric['unit'])})")
        medians = "; ".join(
            f"{arm.name if len(series) > 1 else 'the network'}: {figure(plots.median(arm.values))}" for arm in series
        )
        found = f"{label}, median of {who}; {medians}. {claim['yes']} of {who} say yes."
        lost = sum(int((~np.isfinite(arm.values)).sum()) for arm in series)
        crosses = f" Crosses: {count(lost, 'run')} with {visible(infinite_words(claim))}." if lost else ""
        svg = style.svg(axes, name=name, alt=with_verdict(claim, found + crosses))
    how = (
        f"One line a {unit(claim)}; the thick one joins the medians, the band holds 10 % to 90 %."
        if len(series) > 2
        else f"One column a {unit(claim)}."
    )
    return Drawing(Markup(svg), f"{capital(found)} {how}{crosses}")


def _compared(claim: Mapping[str, Any], labels: Sequence[str]) -> tuple[str, list[Series]]:
    """Return what is drawn, and of what: the figure in each arm or, where leads are compared, both leads in it."""
    metric = visible(claim["metric"]["label"])
    values = [_floats(arm["values"]) for arm in claim["arms"]]
    found = leads(claim)
    if found is None:
        return metric, [Series(label, own, colour=n) for n, (label, own) in enumerate(zip(labels, values, strict=True))]
    with np.errstate(invalid="ignore"):  # two infinities may cancel: then there is no lead
        pairs = values[0] - values[1], values[2] - values[3]
    label = f"lead of {visible(found.of)} in {metric}" if found.of else f"lead in {metric}"
    return label, [
        Series(visible(name), own, colour=n) for n, (name, own) in enumerate(zip(found.names, pairs, strict=True))
    ]


def _draw_values(axes: Axes, claim: Mapping[str, Any], series: Sequence[Series], label: str) -> None:
    if len(series) == 1:
        plots.seed_values(axes, series[0], claim["answers"], label, _bounds(claim))
    elif len(series) == 2:
        plots.seed_pairs(axes, series, claim["answers"], label)
    else:
        short, shared = short_names([arm.name for arm in series])
        plots.arm_lines(axes, series, short, label)
        axes.set_xlabel(shared)


def _bounds(claim: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Return what a question's figure is held against, each with its name."""
    if isinstance(claim["margin"], list):
        low, high = claim["margin"]
        return [(f"at least {plain(low)}", low), (f"at most {plain(high)}", high)]
    return [(bound(claim["kind"], claim["margin"], sign(claim)), claim["margin"])]


def _curves(claim: Mapping[str, Any], runs: Mapping[str, Any], labels: Sequence[str], name: str) -> Drawing | None:
    series, shown = _curve_series(claim, runs, labels)
    if not series or max(arm.values.shape[1] for arm in series) < 2:
        return None
    kind = "loss" if "loss" in shown[0] else "accuracy"
    with style.drawing(right=labels) as axes:
        plots.learning_curves(axes, series, f"{kind if len(shown) > 1 else LABELS[shown[0]]} ({UNITS[kind]})")
        ends = "; ".join(_end(arm) for arm in series if not arm.dashed)
        whole = all(np.isfinite(arm.values).all() for arm in series)
        whose = "the seeds" if whole else "the runs that still train"
        first = f"{LABELS[shown[0]]} over the epochs, medians of {whose} with their 10 % to 90 % band"
        found = f"{capital(first)}. At the end, {ends}."
        svg = style.svg(axes, name=name, alt=with_verdict(claim, found))
    also = f" Solid: {LABELS[shown[0]]}; dashed: {LABELS[shown[1]]}." if len(shown) > 1 else ""
    return Drawing(Markup(svg), found + also + _divergence(claim, runs))


def _curve_series(
    claim: Mapping[str, Any], runs: Mapping[str, Any], labels: Sequence[str]
) -> tuple[list[Series], list[str]]:
    """Return the arms' curves that show where a claim's figure comes from, and which curves these are."""
    series: list[Series] = []
    shown: list[str] = []
    for curve in CURVES.get(claim["metric"]["name"], ("test_accuracy",)):
        found = [_matrix(arm["runs"], runs, curve) for arm in claim["arms"]]
        if all(matrix is not None for matrix in found):
            shown.append(curve)
            every = [1 if curve.startswith("running") else arm["evaluate_every"] for arm in claim["arms"]]
            series += [
                Series(label if len(shown) == 1 else "", matrix, len(shown) > 1, number, step)
                for number, (label, matrix, step) in enumerate(zip(labels, found, every, strict=True))
                if matrix is not None
            ]
    return series, shown


def _end(arm: Series) -> str:
    """Return where an arm's curve ends, and of how many runs that is the median if some have diverged."""
    last = arm.values[:, -1]
    left, runs = int(np.isfinite(last).sum()), len(last)
    of = "" if left == runs else f" (of the {left} of {runs} runs that still train)"
    return f"{arm.name or 'the network'}: {figure(plots.median(last[np.isfinite(last)]))}{of}"


def _divergence(claim: Mapping[str, Any], runs: Mapping[str, Any]) -> str:
    keys = [key for arm in claim["arms"] for key in arm["runs"] if key in runs]
    lost = sum(runs[key]["diverged_at"] is not None for key in keys)
    return f" {lost} of {len(keys)} runs diverged; a cross is where their curve ends." if lost else ""


def _matrix(keys: Sequence[str], runs: Mapping[str, Any], curve: str) -> NDArray[np.float64] | None:
    """Return a curve of several runs, a row each, NaN after the end of one that diverged."""
    found = [runs[key] for key in keys if key in runs]
    rows = [_floats(run["curves"].get(curve, [])) for run in found]
    if not any(map(len, rows)):
        return None
    # Where all runs diverged there is an end, too, at which none is left.
    width = max(len(row) + (run["diverged_at"] is not None) for row, run in zip(rows, found, strict=True))
    return np.array([np.pad(row, (0, width - len(row)), constant_values=np.nan) for row in rows])


def _floats(values: Sequence[Any]) -> NDArray[np.float64]:
    return np.array([value(v) for v in values], dtype=np.float64)
