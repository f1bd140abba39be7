"""SVG path data: read, moved, and written as short as its precision allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"[MLQCz]|-?[\d.]+(?:e-?\d+)?")
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "z": 0}
GRAIN = 10
"""Steps to a unit of the figure: at twice its size on the page one is a fifth of a pixel."""

Point = tuple[float, float]


class Step(NamedTuple):
    """A command of a path with the points that it names."""

    command: str
    points: tuple[Point, ...]


def parsed(data: str) -> list[Step]:
    """Return the steps of a path as matplotlib writes it: absolute, of M, L, Q, C and z."""
    return list(_steps(_TOKEN.findall(data)))


def _steps(tokens: Sequence[str]) -> Iterator[Step]:
    place = 0
    while place < len(tokens):
        command = tokens[place]
        number = 2 * _POINTS[command]
        values = [float(token) for token in tokens[place + 1 : place + 1 + number]]
        yield Step(command, tuple(zip(values[::2], values[1::2], strict=True)))
        place += 1 + number


def moved(steps: Sequence[Step], by: Point) -> list[Step]:
    """Return steps moved across and down."""
    return [Step(command, tuple((x + by[0], y + by[1]) for x, y in points)) for command, points in steps]


def box(steps: Sequence[Step]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of all points of a path that has some."""
    across, down = zip(*(point for step in steps for point in step.points), strict=True)
    return min(across), min(down), max(across), max(down)


def written(steps: Sequence[Step]) -> str:
    """Return steps as path data: rounded to the grain, and relative, so that a short way is a short text."""
    text: list[str] = []
    at = start = (0, 0)
    last = ""
    for place, (command, points) in enumerate(steps):
        if command == "z":
            text.append("z")
            at, last = start, "z"
            continue
        ends = [(round(x * GRAIN), round(y * GRAIN)) for x, y in points]
        goes_on = any(step.command in "LQC" for step in steps[place + 1 : place + 2])
        if command == "L" and ends[0] == at and (last != "m" or goes_on):
            continue  # no way at all: it is a dot only where there is nothing else
        letter, numbers = _relative(command, ends, at)
        repeated = letter == last and letter != "m"
        text.append(_numbers(numbers) if repeated else letter + _numbers(numbers))
        if repeated and text[-1][0] not in "-":
            text[-1] = " " + text[-1]
        at, last = ends[-1], letter
        if command == "M":
            start = at
    return "".join(text).replace("m", "M", 1)


def _relative(command: str, ends: Sequence[tuple[int, int]], at: tuple[int, int]) -> tuple[str, list[int]]:
    """Return a step's letter and numbers as seen from where the pen is."""
    numbers = [number for x, y in ends for number in (x - at[0], y - at[1])]
    if command == "L" and numbers[1] == 0:
        return "h", numbers[:1]
    if command == "L" and numbers[0] == 0:
        return "v", numbers[1:]
    return command.lower(), numbers


def _numbers(tenths: Sequence[int]) -> str:
    """Return numbers, with a space only where the next one would otherwise be part of the one before."""
    text = ""
    for number in tenths:
        one = short(number / GRAIN)
        text += one if not text or one[0] == "-" else " " + one
    return text


def short(number: float) -> str:
    """Return a number, rounded to the grain, without what SVG does not need."""
    text = f"{round(number * GRAIN) / GRAIN:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
