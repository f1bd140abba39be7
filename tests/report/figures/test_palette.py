"""What is written in a figure's colours can be read, by day and by night."""

import re

import pytest

from harness.report.figures.svg import CLASSES
from harness.report.page import style_sheet

DAY, NIGHT = (dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", part)) for part in style_sheet().split("}", 1)[:2])


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, after WCAG 2.2."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("name", [name for name in CLASSES.values() if name not in ("rule", "paper")])
@pytest.mark.parametrize("paper", ["paper", "raised", "tint"])
def test_text_in_a_colour_of_a_figure_has_contrast(colours, name, paper):
    lighter, darker = sorted((luminance(colours[name]), luminance(colours[paper])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
