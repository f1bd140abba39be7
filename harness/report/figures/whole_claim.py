"""The figure of a claim as a whole: its questions along one field, over two fields, or as maps side by side.

Which one is chosen by what the arms differ in, and never by the claim's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from harness.base.text import visible
from harness.report.figures.colours import ASIDE, differing
from harness.report.figures.figure import Figure
from harness.report.figures.grid import Grid
from harness.report.figures.page_wide import PageWide
from harness.report.figures.region_maps import RegionMaps
from harness.report.figures.sweep import Sweep
from harness.report.wording import quantities
from harness.results.model import Claim, Experiment, SeedsClaim

FEWEST = 3
"""Values of a field from which on they are a sweep."""
MOST = 0.6
"""The share of a claim's arms that its figure has to show, to be the claim's."""
WIDEST = 6
"""Columns of a grid whose numbers can be read on a phone."""


@dataclass(frozen=True)
class Point:
    """An arm of any of a claim's questions."""

    experiment: Experiment
    values: NDArray[np.float64]
    """With each seed."""


def claim_figure(claims: Sequence[Claim], page: PageWide) -> Figure | None:
    """Return the figure of a claim's questions; None if they are one, or are no sweep, no grid and no maps."""
    asked = [claim for claim in claims if isinstance(claim, SeedsClaim) and claim.seeds]
    if len(asked) < 2:
        return None
    if maps := RegionMaps.of(asked, page.results):
        return maps
    by_metric: dict[str, list[SeedsClaim]] = {}
    for claim in asked:
        by_metric.setdefault(claim.metric.name, []).append(claim)
    alike = max(by_metric.values(), key=len)
    if len(alike) < 2:
        return None
    points = _points(alike, page)
    strip = max(_along(points, 1), key=lambda found: len(found[1]), default=((), []))
    cells = max(_along(points, 2), key=lambda found: len(found[1]), default=((), []))
    grid = _grid(alike[0], *cells, page.results.suite.names) if len(cells[1]) >= MOST * len(points) else None
    if grid and (grid.is_full or len(cells[1]) >= len(strip[1]) + 2):
        return grid
    if len(strip[1]) >= max(FEWEST, MOST * len(points)):
        return _sweep(alike, strip[0][0], strip[1], page)
    return None


def _points(claims: Sequence[SeedsClaim], page: PageWide) -> list[Point]:
    """Return the arms of questions, each once: with the most seeds that it was asked with."""
    found: dict[str, Point] = {}
    for claim in claims:
        for arm in claim.arms:
            values = np.array(arm.values, dtype=np.float64)
            experiment = page.results.experiments.get(arm.experiment, {})
            content = repr(sorted(experiment.items()))
            if content not in found or len(values) > len(found[content].values):
                found[content] = Point(experiment, values)
    return list(found.values())


def _along(points: Sequence[Point], fields: int) -> Iterator[tuple[tuple[str, ...], list[Point]]]:
    """Yield for each choice of so many fields the arms, as many as there are, that differ in no other."""
    names = differing([point.experiment for point in points])
    for chosen in combinations(names, fields):
        groups: dict[str, list[Point]] = {}
        for point in points:
            others = {name: content for name, content in point.experiment.items() if name not in (*chosen, *ASIDE)}
            groups.setdefault(repr(sorted(others.items())), []).append(point)
        largest = max(groups.values(), key=len)
        if len(differing([point.experiment for point in largest])) == fields:
            yield chosen, largest


def _ordered(contents: Sequence[object]) -> list[object]:
    """Return the values of a field, each once: numbers and layers by size, words as they come."""
    once = [content for place, content in enumerate(contents) if content not in contents[:place]]
    if all(isinstance(content, int | float) for content in once):
        return sorted(once, key=lambda content: float(content))  # type: ignore[arg-type]
    if all(isinstance(content, list) for content in once):
        return sorted(once, key=lambda content: (len(content), *content))  # type: ignore[arg-type, misc]
    return once


def _sweep(claims: Sequence[SeedsClaim], field: str, points: Sequence[Point], page: PageWide) -> Sweep:
    metric = claims[0].metric
    values = _ordered([point.experiment.get(field) for point in points])
    bounds = dict.fromkeys(
        (quantities.held_against(claim, bound), bound.value) for claim in claims for bound in claim.bounds
    )
    return Sweep.along(
        field,
        [(value, point.values) for value in values for point in points if point.experiment.get(field) == value],
        heading=(visible(metric.label), visible(metric.unit)),
        names=page.results.suite.names,
        numbers=page.numbers,
        bounds=() if any(claim.compares for claim in claims) else tuple(bounds),
        chance=page.chance_of_metric(claims[0]),
    )


def _grid(claim: SeedsClaim, fields: tuple[str, ...], points: Sequence[Point], names: Mapping[str, str]) -> Grid | None:
    first, second = (_ordered([point.experiment.get(field) for point in points]) for field in fields)
    across, down = (second, first) if len(second) <= WIDEST else (first, second)
    by_column, by_row = (fields[1], fields[0]) if across is second else fields
    if len(across) > WIDEST:
        return None
    cells = {
        (down.index(point.experiment.get(by_row)), across.index(point.experiment.get(by_column))): point.values
        for point in points
    }
    return Grid.of(
        rows=(by_row, down),
        columns=(by_column, across),
        cells=cells,
        names=names,
        heading=(visible(claim.metric.label), visible(claim.metric.unit)),
        infinite=visible(claim.metric.infinite),
    )
