"""A figure's SVG made small: no groups and clip paths that do nothing, and one path for all marks of one look.

A report has some two hundred figures. matplotlib writes a `<use>` for each mark of a series, a group around each
artist, and a clip path for each axes whether or not anything is cut by it: two thirds of the page would be these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from xml.etree import ElementTree as ET

from harness.report.figures import paths

_ROOM = 0.6
"""How far outside of the clip rectangle a point may lie and the path be left whole: less than a line's width."""
_LARGEST = 12.0
"""Up to this size a path is the mark of a value, which is whole also where its value is at the edge of the axes."""
_PLACED = ("x", "y", "width", "height")

_Named = Mapping[str, ET.Element]


def slimmed(root: ET.Element) -> ET.Element:
    """Return an <svg> with the same picture as matplotlib's, free of namespaces, without attributes of its own.

    What is left is flat: paths, rectangles, texts and groups of texts, and the clip paths that cut something.
    """
    marks = {element.attrib["id"]: element for element in root.iter("path") if "id" in element.attrib}
    clips = {clip.attrib["id"]: clip for clip in root.iter("clipPath")}
    flat = list(_flattened(root, marks, clips))
    new = ET.Element("svg")
    cutting = {element.attrib["clip-path"][5:-1] for element in flat if "clip-path" in element.attrib}
    if cutting:
        definitions = ET.SubElement(new, "defs")
        definitions.extend(clips[name] for name in sorted(cutting))
    new.extend(_joined(flat))
    for element in new.iter():
        for attribute in _PLACED:
            if attribute in element.attrib:
                element.set(attribute, paths.short(float(element.attrib[attribute])))
    return new


def _flattened(element: ET.Element, marks: _Named, clips: _Named, clip: str = "") -> Iterator[ET.Element]:
    """Yield what is drawn, in the order of drawing; an axis' lines come before its labels."""
    for child in element:
        own = child.attrib.pop("clip-path", clip)
        if child.tag == "g":
            inside = _flattened(child, marks, clips, own)
            is_axis = child.attrib.get("id", "").startswith("matplotlib.axis")
            yield from sorted(inside, key=_by_look) if is_axis else inside
        elif child.tag in ("path", "use"):
            mark = marks[child.attrib["href"][1:]] if child.tag == "use" else child
            if "d" in mark.attrib:
                yield _path(child, mark, own, clips)
        elif child.tag != "defs":
            child.attrib.pop("id", None)
            yield _placed(child)


def _by_look(element: ET.Element) -> tuple[bool, str]:
    return element.tag == "text", "" if element.tag == "text" else _look(element)


def _path(element: ET.Element, mark: ET.Element, clip: str, clips: _Named) -> ET.Element:
    """Return a path, or in the place of a reference to a mark one of its own; it is clipped if that cuts it."""
    attributes = {
        name: text
        for one in (element, mark)
        for name, text in one.attrib.items()
        if name not in ("x", "y", "href", "id", "d", "class")
    }
    looks = dict(word.split("-") for one in (element, mark) for word in one.attrib.get("class", "").split())
    x, y = float(element.attrib.get("x", 0)), float(element.attrib.get("y", 0))
    steps = paths.moved(paths.parsed(mark.attrib["d"]), (x, y))
    left, top, right, bottom = box = paths.box(steps)
    is_mark = max(right - left, bottom - top) <= _LARGEST
    if clip and not (is_mark or _within(box, clips[clip[5:-1]][0])):
        attributes["clip-path"] = clip
    if is_mark and any(step.command == "C" for step in steps) and looks.get("fill") == looks.get("stroke"):
        # A disc is a dot of a pen as wide as the disc.
        attributes["stroke-width"] = paths.short(right - left + float(attributes.get("stroke-width", 1)))
        attributes["stroke-linecap"] = "round"
        del looks["fill"]
        steps = [paths.Step("M", ((x, y),)), paths.Step("L", ((x, y),))]
    if looks:
        attributes["class"] = " ".join(f"{use}-{colour}" for use, colour in looks.items())
    return ET.Element("path", attributes, d=paths.written(steps))


def _within(box: tuple[float, float, float, float], frame: ET.Element) -> bool:
    """Return whether a box of left, top, right and bottom is in a <rect>, or so little outside that it hides it."""
    x, y, width, height = (float(frame.attrib[name]) for name in _PLACED)
    left, top, right, bottom = box
    return left >= x - _ROOM and top >= y - _ROOM and right <= x + width + _ROOM and bottom <= y + height + _ROOM


def _placed(text: ET.Element) -> ET.Element:
    """Return a text whose place is said by x and y, also where matplotlib moves it there."""
    if at := re.fullmatch(r"translate\((\S+) (\S+)\)", text.attrib.get("transform", "")):
        del text.attrib["transform"]
        text.attrib |= {"x": at[1], "y": at[2]}
    return text


def _joined(elements: Iterable[ET.Element]) -> Iterator[ET.Element]:
    """Yield elements, neighbours of one look as one path, or as texts in a group that says their look once."""
    for (tag, _), run in groupby(elements, key=lambda element: (element.tag, _look(element))):
        alike = list(run)
        if tag == "path":
            alike[0].set("d", "".join(one.attrib["d"] for one in alike))
            yield alike[0]
        elif tag == "text" and len(alike) > 1:
            group = ET.Element("g", {name: alike[0].attrib[name] for name in _shared(alike[0])})
            group.extend(alike)
            for one in alike:
                one.attrib = {name: text for name, text in one.attrib.items() if name not in group.attrib}
            yield group
        else:
            yield from alike


def _shared(element: ET.Element) -> list[str]:
    """Return the attributes that say how an element looks, and not where it is."""
    return [name for name in element.attrib if name not in ("d", "transform", *_PLACED)]


def _look(element: ET.Element) -> str:
    return " ".join(f"{name}={element.attrib[name]}" for name in sorted(_shared(element)))
