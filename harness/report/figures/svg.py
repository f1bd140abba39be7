"""From a matplotlib figure to SVG that can stand in an HTML page: small, valid, and following its colours."""

from __future__ import annotations

import io
import re
import warnings
from xml.etree import ElementTree as ET

from matplotlib.figure import Figure

from harness.report.figures.slim import slimmed

TEXT = 12.0
"""The size of all letters of the report's figures."""
INK, MUTED, RULE, PAPER = "#1b1b1b", "#6a6a6a", "#d8d8d8", "#ffffff"
SERIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Okabe and Ito's palette, which colour-blind readers can tell apart; in the order of use. The page has darker ones
of the same hues by day, so that a name in them can be read, and a grey in the place of the second blue."""

CLASSES = {INK: "ink", MUTED: "muted", RULE: "rule", PAPER: "paper"} | {
    colour: f"c{number}" for number, colour in enumerate(SERIES, start=1)
}
"""The figures' colours -> the page's names for them; its style sheet says what they are, by day and by night."""

_ATTRIBUTES = (
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "fill-opacity",
    "opacity",
    "text-anchor",
)
_USUAL = {"stroke-linejoin": "miter", "text-anchor": "start"}
"""What need not be said."""
_XLINK = "{http://www.w3.org/1999/xlink}href"


def inline(figure: Figure, *, name: str, alt: str) -> str:
    """Return a figure as an <svg> element for an HTML page.

    Its colours become classes and its styles attributes, because the page's Content-Security-Policy forbids
    style attributes; ids stay only where something refers to them, and begin with `name`.

    Args:
        figure: what to draw; its colours should be those of this module.
        name: unique in the page.
        alt: what the figure shows, in words.

    """
    root = _draw(figure)
    viewed = root.get("viewBox", "")
    for parent in list(root.iter()):
        for child in list(parent):
            unpainted = child.tag == "path" and child.get("style") == "fill: none"  # the backgrounds
            if child.tag in ("metadata", "style", "title") or unpainted:
                parent.remove(child)
    for element in root.iter():
        _translate(element)
    content = slimmed(root)
    used = [element.attrib for element in content.iter() if "id" in element.attrib]
    ids = {attributes["id"]: f"{name}-{number}" for number, attributes in enumerate(used, start=1)}
    for element in content.iter():
        if "id" in element.attrib:
            element.set("id", ids[element.attrib["id"]])
        if clip := element.get("clip-path"):
            element.set("clip-path", f"url(#{ids[clip[5:-1]]})")
    content.attrib = {
        "viewBox": viewed,
        "role": "img",
        "aria-label": alt,
        "class": "figure",
        "font-size": f"{TEXT:g}",
        "fill": "none",
    }
    return ET.tostring(content, encoding="unicode").replace(" />", "/>")


def _draw(figure: Figure) -> ET.Element:
    """Return matplotlib's own SVG, its names freed of namespaces."""
    file = io.StringIO()
    with warnings.catch_warnings():
        # The page's font draws the text; what matplotlib's own fonts lack does not matter.
        warnings.filterwarnings("ignore", r"Glyph .* missing from font", UserWarning)
        figure.savefig(file, format="svg", transparent=True)
    root = ET.fromstring(file.getvalue())
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _translate(element: ET.Element) -> None:
    """Say with classes and attributes what matplotlib says with styles; drop the space between elements."""
    if _XLINK in element.attrib:
        element.set("href", element.attrib.pop(_XLINK))
    if not _turns(element.get("transform", "")):
        del element.attrib["transform"]
    _style(element)
    element.tail = None
    if element.tag != "text":
        element.text = None


def _style(element: ET.Element) -> None:
    """Turn a style attribute into classes for its colours and attributes for the rest."""
    style: dict[str, str] = dict(re.findall(r"([\w-]+):\s*([^;]+)", element.attrib.pop("style", "")))
    classes = []
    for property_name in ("fill", "stroke"):
        colour = style.get(property_name) or element.attrib.pop(property_name, None)
        if colour in CLASSES:
            classes.append(f"{property_name}-{CLASSES[colour]}")
        elif colour and (property_name, colour) != ("fill", "none"):
            element.set(property_name, colour)
    if classes:
        element.set("class", " ".join(classes))
    size = re.search(r"([\d.]+)px", style.get("font-size", style.get("font", "")))
    if size and float(size[1]) != TEXT:
        element.set("font-size", size[1])
    for attribute in _ATTRIBUTES:
        if style.get(attribute, _USUAL.get(attribute)) != _USUAL.get(attribute):
            element.set(attribute, style[attribute])


def _turns(transform: str) -> bool:
    return not re.fullmatch(r"rotate\(-?0 [^)]*\)", transform.strip())
