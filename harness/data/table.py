"""Data from a table in a CSV file."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from harness.base.errors import UserError
from harness.base.nearest import did_you_mean
from harness.base.numbers import is_finite
from harness.data.arrays import Data
from harness.data.convert import from_arrays
from harness.data.files import TEXT, data_file, faults_of

Row = tuple[int, list[str]]
"""The number of a line, from 1, and its cells."""


def read_csv(path: str | os.PathLike[str], *, target: str, test: float, regression: bool = False) -> Data:
    """Return the data in a CSV file: a header with the columns' names, then an example a row, separated by commas.

    Every column but the target is a feature, and a number in every row.

    Args:
        path: of the file (UTF-8); `~` is the home folder.
        target: the name of the column to be predicted: classes, all numbers or all texts; for a regression numbers.
        test: the share of the examples to test on (`from_arrays`).
        regression: whether the target is a number, and no class.

    Raises:
        UserError: the file cannot be read, or is no such table; the message says in which line and column.

    """
    table = _Table.read(path)
    at = table.column(target)
    features = [[table.number(row, column) for column in range(len(table.names)) if column != at] for row in table.rows]
    if not features[0]:
        raise UserError(f"{table.path} has no column besides {target!r}")
    numeric = regression or table.is_numeric(at)
    y = np.array([table.number(row, at) if numeric else table.text(row, at) for row in table.rows])
    with faults_of(path):
        return from_arrays(np.array(features), y, test=test, regression=regression)


@dataclass(frozen=True)
class _Table:
    path: Path
    names: list[str]
    rows: list[Row]

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> _Table:
        with data_file(path) as (shown, file, looks):
            if looks != TEXT:
                raise UserError(f"{shown} is {looks}" + (" (read_npz reads them)" if "npz" in looks else ""))
            content = file.read()
        rows = _rows(shown, _decoded(shown, content))
        _, names = next(rows, (0, []))
        _check_header(shown, names)
        table = cls(shown, names, list(rows))
        if not table.rows:
            raise UserError(f"{shown} has a header and no example")
        for line, cells in table.rows:
            if len(cells) != len(names):
                raise UserError(f"{shown}, line {line}: {len(cells)} cells, and the header has {len(names)}")
        return table

    def column(self, name: str) -> int:
        """Return where a column is."""
        if name in self.names:
            return self.names.index(name)
        hint = did_you_mean(name, self.names)
        hint = hint or next((f"; is it separated by {sign!r}?" for sign in ";\t" if sign in self.names[0]), "")
        raise UserError(f"{self.path} has no column {name!r}{hint} (its first line: {', '.join(self.names)})")

    def is_numeric(self, column: int) -> bool:
        """Return whether a column is numbers, not texts; it must not be both."""
        kinds: dict[bool, Row] = {}
        for row in self.rows:
            kinds.setdefault(_number(self.text(row, column)) is not None, row)
        if len(kinds) == 2:
            (one, cells), (other, others) = kinds[False], kinds[True]
            raise UserError(
                f"{self.path}, column {self.names[column]!r}: {cells[column]!r} in line {one} is a text, "
                f"{others[column]!r} in line {other} a number; classes are all texts or all numbers"
            )
        return True in kinds

    def number(self, row: Row, column: int) -> float:
        """Return a cell that must be a finite number."""
        cell = self.text(row, column)
        number = _number(cell)
        if number is None or not is_finite(number):
            raise UserError(f"{self._place(row, column)}: {cell!r} is no finite number")
        return number

    def text(self, row: Row, column: int) -> str:
        """Return a cell that must not be empty."""
        cell = row[1][column]
        if not cell:
            raise UserError(f"{self._place(row, column)}: the cell is empty")
        return cell

    def _place(self, row: Row, column: int) -> str:
        return f"{self.path}, line {row[0]}, column {self.names[column]!r}"


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UserError(f"{path}, line {line}: byte 0x{error.object[error.start]:02x} is not UTF-8") from error


def _rows(path: Path, text: str) -> Iterator[Row]:
    """Yield the rows that are not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    try:
        for cells in reader:
            if len(cells) > 1 or "".join(cells).strip():
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise UserError(f"{path}, line {reader.line_num}: {error}") from error


def _check_header(path: Path, names: list[str]) -> None:
    if not names:
        raise UserError(f"{path} is blank")
    for position, name in enumerate(names, start=1):
        if not name:
            raise UserError(f"{path}: column {position} has no name (numbers of rows are no feature: leave them out)")
        if names.count(name) > 1:
            raise UserError(f"{path}: two columns are called {name!r}")


def _number(cell: str) -> float | None:
    """Return a cell as a number, NaN and infinities included; None if it is none."""
    try:
        return None if "_" in cell else float(cell)  # Python's own 1_000 is no table's
    except ValueError:
        return None
