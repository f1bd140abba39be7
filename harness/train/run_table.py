"""A CSV file of finished runs, one value a row: read whole and held to being complete, or refused in one line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.base.errors import DeclarationError

COLUMNS = ("seed", "arm", "metric", "value")
FORMATS = {
    b"\x1f\x8b": "is compressed with gzip: unpack it first",
    b"PK\x03\x04": "is a zip archive or a spreadsheet: save it as CSV",
    b"\xff\xfe": "is UTF-16: save it as UTF-8",
    b"\xfe\xff": "is UTF-16: save it as UTF-8",
    b"<": "is HTML or XML: save the table itself as CSV",
}
"""What a file may be instead, by its first bytes."""
_SEED = re.compile(r"[+-]?[0-9]{1,18}")

Cell = tuple[str, str, int]
"""Arm, metric and seed."""
Arms = dict[str, dict[str, tuple[float, ...]]]


@dataclass(frozen=True)
class RunTable:
    """The runs of a file. Every arm has every seed, in each of its metrics."""

    file: str
    """Its name, without folders."""
    seeds: tuple[int, ...]
    """Ascending."""
    arms: Arms
    """Arm -> metric -> one value a seed, NaN where the run diverged; in the order of the file."""

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of all metrics, in the order of the file."""
        return tuple(dict.fromkeys(metric for values in self.arms.values() for metric in values))


def read_table(path: Path) -> RunTable:
    """Read a file with the columns seed, arm, metric and value, in any order; further columns are ignored.

    That hides nothing: rows that only another column tells apart are refused as duplicates. Spaces around a cell do
    not count.

    Raises:
        DeclarationError: it cannot be read, is no such file, or is not complete; says in which line.

    """
    values: dict[Cell, float] = {}
    lines: dict[Cell, int] = {}
    for line, (seed, arm, metric, value) in _rows(path):
        where = f"{path}, line {line}"
        if not _SEED.fullmatch(seed):
            raise DeclarationError(f"{where}: a seed is a whole number, not {seed!r}")
        for name, content in (("arm", arm), ("metric", metric)):
            if not content:
                raise DeclarationError(f"{where}: the {name} has no name")
        cell = arm, metric, int(seed)
        if cell in lines:
            raise DeclarationError(
                f"{where}: seed {cell[2]} of arm {arm!r} has its {metric!r} already, in line {lines[cell]}"
            )
        lines[cell] = line
        values[cell] = _number(value, where)
    if not values:
        raise DeclarationError(f"{path} has no rows below its header")
    return RunTable(path.name, *_complete(path, values))


def _complete(path: Path, values: Mapping[Cell, float]) -> tuple[tuple[int, ...], Arms]:
    """Return all seeds, and the values by arm and metric in their order, if none is missing."""
    seeds = tuple(sorted({seed for _, _, seed in values}))
    arms: Arms = {}
    for arm, metric in dict.fromkeys((arm, metric) for arm, metric, _ in values):
        for seed in seeds:
            if (arm, metric, seed) not in values:
                other = next(f"{metric!r} of {arm!r}" for arm, metric, there in values if there == seed)
                raise DeclarationError(
                    f"{path}: {metric!r} of arm {arm!r} has no row for seed {seed}, which {other} has: no seed may be "
                    "left out; the value of a run that diverged is nan"
                )
        arms.setdefault(arm, {})[metric] = tuple(values[arm, metric, seed] for seed in seeds)
    return seeds, arms


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of each row, in the order of `COLUMNS`."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True, skipinitialspace=True)
    places: list[int] = []
    width = 0
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if not places:
                places, width = _places(cells, f"{path}, line {reader.line_num}"), len(cells)
                continue
            if len(cells) != width:
                raise DeclarationError(
                    f"{path}, line {reader.line_num}: {len(cells)} cells where the header has {width}"
                )
            yield reader.line_num, [cells[place] for place in places]
    except csv.Error as error:
        raise DeclarationError(f"{path}, line {reader.line_num}: {error}") from error
    if not places:
        raise DeclarationError(f"{path} is empty: its first line names the columns {','.join(COLUMNS)}")


def _places(header: list[str], where: str) -> list[int]:
    """Return where in a row the columns are."""
    for name in COLUMNS:
        if name not in header:
            raise DeclarationError(
                f"{where}: the header has no column {name!r}; it names {','.join(COLUMNS)} in any order, separated by "
                f"commas, and this one is {','.join(header)!r}"
            )
        if header.count(name) > 1:
            raise DeclarationError(f"{where}: the header has two columns {name!r}")
    return [header.index(name) for name in COLUMNS]


def _number(text: str, where: str) -> float:
    """Return a value; NaN for nothing, as many libraries write it."""
    try:
        if "_" not in text:
            return float(text or "nan")
    except ValueError:
        pass
    raise DeclarationError(f"{where}: a value is a number, inf or -inf, or nan for a run that diverged, not {text!r}")


def _text(path: Path) -> str:
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise DeclarationError(f"{path} is no file")  # but a pipe, say, which would be waited for
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DeclarationError(f"cannot read {path}: {error.strerror}") from error
    for start, fault in FORMATS.items():
        if content.lstrip().startswith(start):
            raise DeclarationError(f"{path} {fault}")
    if b"\0" in content:
        raise DeclarationError(f"{path} is a binary file, no CSV")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DeclarationError(f"{path}, line {line}: this is not UTF-8") from error


def span_of(seeds: tuple[int, ...]) -> str:
    """Return which seeds there are, as people write it: "0 to 47", or "12 from 3 to 99" where some are left out."""
    first, last = seeds[0], seeds[-1]
    if first == last:
        return str(first)
    gaps = last - first + 1 != len(seeds)
    return f"{len(seeds)} from {first} to {last}" if gaps else f"{first} to {last}"
