"""The figure of several decision regions side by side, a map for each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from markupsafe import Markup

from harness.base.text import visible
from harness.report.figures import series_plots, style
from harness.report.figures.colours import differing
from harness.report.figures.decision_regions import CLEAR, DecisionRegions
from harness.report.figures.figure import Drawing, Figure
from harness.report.wording.setting_names import setting_name
from harness.results.model import Experiment, Results, SeedsClaim

ACROSS, GAP, TITLE = 3, 10.0, 20.0
"""Maps in a row; the room between them, and above each for its title."""
SIDE = (style.WIDTH - 4 - GAP * (ACROSS - 1)) / ACROSS
TALL = SIDE + 2 * TITLE + 4
"""The size of a map, and of a row."""


@dataclass(frozen=True, kw_only=True)
class RegionMaps(Figure):
    """Decision regions of several arms."""

    maps: tuple[DecisionRegions, ...]
    titles: tuple[tuple[str, str], ...]
    """Of each map: its row's, and its own."""

    @classmethod
    def of(cls, claims: Sequence[SeedsClaim], results: Results) -> Self | None:
        """Return the figure of questions whose arms all have recorded decision regions; None if they have not."""
        found = [(arm, DecisionRegions.of(claim, arm, results)) for claim in claims for arm in claim.arms]
        maps = [made for _, made in found if made]
        if len(maps) < 2 or len(maps) < len(found):
            return None
        titles = _titles([results.experiments.get(arm.experiment, {}) for arm, _ in found], results.suite.names)
        order = sorted(range(len(maps)), key=lambda place: [row for row, _ in titles].index(titles[place][0]))
        return cls(
            maps=tuple(replace(maps[place], arm=visible(", ".join(filter(None, titles[place])))) for place in order),
            titles=tuple((visible(titles[place][0]), visible(titles[place][1])) for place in order),
        )

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption says where the runs agree."""
        agreed = [float((np.maximum(one.shares, 1 - one.shares) >= CLEAR).mean()) for one in self.maps]
        told = "; ".join(f"{one.arm}: {share * 100:.0f} %" for one, share in zip(self.maps, agreed, strict=True))
        finding = f"Where in the plane most networks see which class. On so much of it nine in ten agree; {told}."
        with style.drawing(plot=TALL * len(self._lines()), below=0, left=2) as axes:
            style.head(axes, "", [style.Named("class 0", colour=0), style.Named("class 1", colour=1)])
            axes.set_axis_off()
            figure = axes.get_figure(root=True)
            assert figure is not None
            total = 72 * figure.get_figheight()
            for number, (row, places) in enumerate(reversed(self._lines())):
                bottom = number * TALL + 2
                figure.text(2 / style.WIDTH, (bottom + SIDE + TITLE + 5) / total, row, weight="bold")
                for column, place in enumerate(places):
                    left = (2 + column * (SIDE + GAP)) / style.WIDTH
                    figure.text(left, (bottom + SIDE + 5) / total, self.titles[place][1])
                    panel = figure.add_axes((left, bottom / total, SIDE / style.WIDTH, SIDE / total))
                    one = self.maps[place]
                    series_plots.regions(panel, one.shares, one.extent, one.points)
                    panel.set(xticks=[], yticks=[])
            svg = style.svg(axes, name=name, alt=finding)
        return Drawing(Markup(svg), f"{finding} The line is the border of the majority.")

    def _lines(self) -> list[tuple[str, list[int]]]:
        """Return the rows as they are drawn, each with its title if it has one, and with the places of its maps."""
        rows: dict[str, list[int]] = {}
        for place, (row, _) in enumerate(self.titles):
            rows.setdefault(row, []).append(place)
        return [
            (row if start == 0 else "", own[start : start + ACROSS])
            for row, own in rows.items()
            for start in range(0, len(own), ACROSS)
        ]


def _titles(arms: Sequence[Experiment], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return for each arm its row's title and its own: the field with the fewest values makes the rows, if it can."""
    fields = differing(arms)
    values = {name: [setting_name(name, arm.get(name), names) for arm in arms] for name in fields}
    fewest = min(fields, key=lambda name: len(set(values[name])), default="")
    rows = values.get(fewest, [""] * len(arms))
    # What goes with the rows says nothing of its own.
    own = [name for name in fields if len(set(zip(rows, values[name], strict=True))) > len(set(rows))]
    if not own:
        return [("", row) for row in rows]
    return [(row, ", ".join(values[name][place] for name in own)) for place, row in enumerate(rows)]
