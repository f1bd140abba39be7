"""A figure's SVG shows what matplotlib's shows, with a fraction of its elements."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from harness.report.figures import style


def drawn(draw) -> ET.Element:
    """Return the figure of what is drawn on an axes from 0 to 1 both ways."""
    with style.drawing() as axes:
        axes.set(xlim=(0, 1), ylim=(0, 1))
        draw(axes)
        return ET.fromstring(style.svg(axes, name="F", alt="found"))


def of_colour(root: ET.Element, colour: str) -> list[ET.Element]:
    return [path for path in root.iter("path") if colour in path.get("class", "")]


@pytest.mark.parametrize("marker", style.MARKERS)
def test_all_marks_of_a_series_are_one_path(marker):
    at = np.linspace(0.1, 0.9, 40)
    root = drawn(lambda axes: axes.plot(at, at, marker, color=style.SERIES[3]))
    (path,) = of_colour(root, "c4")
    assert path.get("d").count("M") == 40
    assert not list(root.iter("use"))


def test_a_figure_of_a_hundred_pairs_has_few_elements():
    at = np.linspace(0.1, 0.9, 100)

    def pairs(axes):
        axes.vlines(at, 0.2, 0.4, color=style.MUTED)
        axes.plot(at, at, "o", color=style.SERIES[0])

    root = drawn(pairs)
    assert len(list(root.iter())) < 30
    assert not [group for group in root.iter("g") if not group.attrib], "a group has to say something"


def test_marks_stand_where_their_values_are():
    root = drawn(lambda axes: axes.plot([0.0, 1.0], [0.0, 1.0], "o", color=style.SERIES[3]))
    (path,) = of_colour(root, "c4")
    first, second = re.findall(r"M([\d.]+) ([\d.]+)h0", path.get("d"))
    with style.drawing() as axes:
        box = axes.get_position()
        width, height = 72 * axes.figure.get_size_inches()
    corners = [(box.x0 * width, height * (1 - box.y0)), (box.x1 * width, height * (1 - box.y1))]
    assert [list(map(float, point)) for point in (first, second)] == [pytest.approx(one, abs=0.06) for one in corners]


def test_a_mark_at_the_edge_is_whole_and_a_line_beyond_the_axes_is_cut():
    root = drawn(lambda axes: axes.plot([0.0, 1.0], [0.0, 1.0], "s", color=style.SERIES[3]))
    assert not list(root.iter("clipPath"))
    root = drawn(lambda axes: axes.plot([0.0, 1.0], [0.0, 2.0], "-", color=style.SERIES[3]))
    (path,) = of_colour(root, "c4")
    (clip,) = root.iter("clipPath")
    assert path.get("clip-path") == f"url(#{clip.get('id')})"


def test_texts_of_one_look_say_it_once():
    def write(axes):
        axes.text(0.5, 0.5, "one\ntwo")

    root = drawn(write)
    (group,) = [group for group in root.iter() if "two" in [text.text for text in group]]
    texts = [text for text in group if text.text in ("one", "two")]
    assert [text.get("font-size") for text in texts] == [None, None]
    assert float(texts[0].get("y")) < float(texts[1].get("y"))
