"""What stands below an axes at the places of settings, in the room that there is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator
from numpy.typing import NDArray

from harness.report.figures.style import LETTER, MARKERS, Named, numerals_of, wrapped


def name_places(
    axes: Axes,
    at: NDArray[np.float64],
    names: Sequence[str],
    colours: Sequence[int],
    *,
    across: str = "",
    on_scale: bool = False,
) -> list[Named]:
    """Write names below the places on an axes, and what they are along; return what the key says of those without room.

    Of numbers on a scale some are left out. Other names are wrapped where they are too long; then those like
    "A (two layers)" are cut to what is before the bracket; and then the key says which mark, told apart by its colour,
    is whose. Only where there are not enough colours for that, numerals lead to the key.

    Args:
        axes: with its final width and its limits across.
        at: the places, ascending.
        names: what they are called.
        colours: the numbers of their marks' colours.
        across: what they are along; where it is empty, a name has two lines.
        on_scale: whether the places are numbers on a scale.

    """
    centres, right = _centres(axes, at)
    told: Sequence[int] = ()
    if on_scale:
        texts = _thinned(centres, right, names)
    else:
        room = min([*np.diff(centres), 2 * (right - centres[-1]), 2 * centres[0]])
        texts, told = _fitted(names, (int(room / LETTER), 1 if across else 2), colours)
    axes.xaxis.set(major_locator=FixedLocator(list(at)), minor_locator=NullLocator())
    axes.xaxis.set_major_formatter(FixedFormatter(texts))
    axes.set_xlabel(across)
    numerals = texts == numerals_of(len(names))
    return [Named(f"{texts[at]}: {names[at]}" if numerals else names[at], colour=colours[at]) for at in told]


def _centres(axes: Axes, at: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return where the places are in the figure, in points, and where that ends."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    pixels = axes.transData.transform(np.column_stack([at, np.zeros_like(at)]))[:, 0]
    return 72 / figure.dpi * pixels, 72 * figure.get_figwidth()


def _thinned(centres: NDArray[np.float64], right: float, names: Sequence[str]) -> list[str]:
    """Return names without those that would touch one before them, or leave the figure; the last one comes first."""
    halves = [LETTER * (len(name) + 1) / 2 for name in names]
    kept: list[int] = []
    for place in (len(names) - 1, *range(len(names) - 1)):
        apart = all(abs(centres[place] - centres[one]) >= halves[place] + halves[one] for one in kept)
        if apart and centres[place] + halves[place] - LETTER / 2 <= right:
            kept.append(place)
    return [name if place in kept else "" for place, name in enumerate(names)]


def _fitted(names: Sequence[str], room: tuple[int, int], colours: Sequence[int]) -> tuple[list[str], list[int]]:
    """Return what stands at each place, and for which of them the key gives the whole name.

    Args:
        names: at all places.
        room: letters in a line, and lines.
        colours: of the marks.

    """
    letters, most = room
    everywhere = range(len(names))
    short = [name.partition(" (")[0] for name in names]
    for texts in (list(names), short):
        lines = [wrapped(text, max(letters, 1)).splitlines() for text in texts]
        if all(len(own) <= most and max(map(len, own), default=0) <= letters for own in lines):
            return ["\n".join(own) for own in lines], [at for at in everywhere if texts[at] != names[at]]
    if len(set(colours)) == len(names) <= len(MARKERS):
        return [""] * len(names), list(everywhere)
    return numerals_of(len(names)), list(everywhere)
