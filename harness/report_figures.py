"""Which figures a question gets, the data for them out of results.json, and what they show in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from harness import figure_axes, figures, report_story
from harness.figures import Series
from harness.report_words import count, figure, value
from harness.visible import visible

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
    drawings = [_values(claim, labels, f"{name}-seeds")]
    curves = _curves(claim, runs, labels, f"{name}-curves")
    return drawings + ([curves] if curves else [])


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
    arms, metric, unit = claim["arms"], claim["metric"], report_story.unit(claim)
    axis = f"{visible(metric['label'])} ({visible(metric['unit'])})"
    series = [
        Series(label, _floats(arm["values"]), colour=number)
        for number, (arm, label) in enumerate(zip(arms, labels, strict=True))
    ]
    beside = {1: ["threshold 0.000"], 2: labels}.get(len(arms), [])
    with figure_axes.drawing(right=beside, bottom=0.18 if beside else 0.24) as axes:
        if len(arms) == 1:
            margin = claim["margin"]
            bounds = tuple(margin) if isinstance(margin, list) else (float(margin),)
            figures.seed_values(axes, series[0], claim["answers"], axis, bounds)
        elif len(arms) == 2:
            figures.seed_pairs(axes, series, claim["answers"], axis)
        else:
            short, shared = short_names(labels)
            figures.arm_lines(axes, series, short, axis)
            axes.set_xlabel(shared)
        medians = ", ".join(
            f"{arm.name if len(arms) > 1 else 'the network'} {figure(_median(arm.values))}" for arm in series
        )
        found = (
            f"{visible(metric['label'])}, median of {count(claim['seeds'], unit)}: {medians}. "
            f"{claim['yes']} of {count(claim['seeds'], unit)} say yes."
        )
        svg = figure_axes.svg(axes, name=name, alt=found)
    lost = sum(int((~np.isfinite(arm.values)).sum()) for arm in series)
    how = (
        f"One line a {unit}; the thick one joins the medians, the band holds 10 % to 90 %."
        if len(arms) > 2
        else f"One column a {unit}."
    )
    crosses = f" {count(lost, 'run')} without a finite value (crosses)." if lost else ""
    return Drawing(Markup(svg), f"{capital(found)} {how}{crosses}")


def _curves(claim: Mapping[str, Any], runs: Mapping[str, Any], labels: Sequence[str], name: str) -> Drawing | None:
    wanted = CURVES.get(claim["metric"]["name"], ("test_accuracy",))
    series: list[Series] = []
    shown: list[str] = []
    for curve in wanted:
        found = [_matrix(arm["runs"], runs, curve) for arm in claim["arms"]]
        if all(matrix is not None for matrix in found):
            shown.append(curve)
            every = [1 if curve.startswith("running") else arm["evaluate_every"] for arm in claim["arms"]]
            series += [
                Series(label if len(shown) == 1 else "", matrix, len(shown) > 1, number, step)
                for number, (label, matrix, step) in enumerate(zip(labels, found, every, strict=True))
                if matrix is not None
            ]
    if not series or max(arm.values.shape[1] for arm in series) < 2:
        return None
    kind = "loss" if "loss" in shown[0] else "accuracy"
    with figure_axes.drawing(right=labels) as axes:
        figures.learning_curves(axes, series, f"{kind if len(shown) > 1 else LABELS[shown[0]]} ({UNITS[kind]})")
        ends = ", ".join(
            f"{arm.name or 'the network'} {figure(_median(arm.values[:, -1]))}" for arm in series if not arm.dashed
        )
        first = f"{LABELS[shown[0]]} over the epochs, medians of the seeds with their 10 % to 90 % band"
        found_text = f"{capital(first)}; at the end: {ends}."
        svg = figure_axes.svg(axes, name=name, alt=found_text)
    also = f" Solid: {LABELS[shown[0]]}; dashed: {LABELS[shown[1]]}." if len(shown) > 1 else ""
    return Drawing(Markup(svg), found_text + also + _divergence(claim, runs))


def _divergence(claim: Mapping[str, Any], runs: Mapping[str, Any]) -> str:
    keys = [key for arm in claim["arms"] for key in arm["runs"] if key in runs]
    lost = sum(runs[key]["diverged_at"] is not None for key in keys)
    return f" {lost} of {len(keys)} runs diverged; a cross is where their curve ends." if lost else ""


def _matrix(keys: Sequence[str], runs: Mapping[str, Any], curve: str) -> NDArray[np.float64] | None:
    """Return a curve of several runs, a row each, NaN after the end of one that diverged."""
    rows = [_floats(runs[key]["curves"].get(curve, [])) for key in keys if key in runs]
    width = max(map(len, rows), default=0)
    if not width:
        return None
    return np.array([np.pad(row, (0, width - len(row)), constant_values=np.nan) for row in rows])


def _floats(values: Sequence[Any]) -> NDArray[np.float64]:
    return np.array([value(v) for v in values], dtype=np.float64)


def _median(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    if not known.size:
        return float("nan")
    ordered = np.sort(known)  # np.median would compute the mean of two infinities of opposite sign
    return float(ordered[(known.size - 1) // 2] / 2 + ordered[known.size // 2] / 2)


def capital(text: str) -> str:
    """Return text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def time_figure(names: Sequence[str], seconds: Sequence[float], name: str) -> Markup:
    """Return the figure of where the training time went."""
    alt = f"Training time by network: {visible(names[0])} took the longest, {figure(seconds[0])} s."
    with figure_axes.drawing(5.2, 0.7 + 0.24 * len(names)) as axes:
        axes.set_position((0.36, 0.5 / (0.7 + 0.24 * len(names)), 0.6, 1 - 0.6 / (0.7 + 0.24 * len(names))))
        figures.bars(axes, [visible(n) for n in names], seconds, "seconds of training, all seeds")
        return Markup(figure_axes.svg(axes, name=name, alt=alt))


def benchmark_figure(
    names: Sequence[str], middles: Sequence[float], spans: Sequence[tuple[float, float]], name: str
) -> Markup:
    """Return the figure of the benchmarks: median and quartiles."""
    alt = "Benchmarks, median seconds: " + ", ".join(
        f"{visible(n)} {figure(m)}" for n, m in zip(names, middles, strict=True)
    )
    height = 0.7 + 0.26 * len(names)
    with figure_axes.drawing(5.2, height) as axes:
        axes.set_position((0.36, 0.5 / height, 0.6, 1 - 0.6 / height))
        figures.ranges(axes, [visible(n) for n in names], middles, spans, "seconds (dot: median, bar: quartiles)")
        return Markup(figure_axes.svg(axes, name=name, alt=alt))
