"""The scope map and the response curves of results files, as Markdown: rewrites the tables of docs/scope.md.

`python -m claims.mapped docs/scope.md mnist5k.json ...` takes results.json or results.json.gz.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness import UserError
from harness.base.files import write_text
from harness.base.text import replace_block, table_head, table_row
from harness.judge.cell_state import CellState
from harness.report.scope_reach import Reach
from harness.report.wording.formatting import listing
from harness.report.wording.responses import sentence
from harness.results.file import read
from harness.results.model import Results, ScopeMap


def map_table(one: ScopeMap) -> Iterator[str]:
    """Yield a table of a map: a line for each condition, its rows side by side, and in how many cells each holds."""
    state = {(cell.row, cell.condition): cell.state for cell in one.cells}
    yield from table_head("condition", *(row.title for row in one.rows), "holds in")
    for condition in one.conditions:
        states = [state[row.title, condition.name] for row in one.rows]
        yield table_row(condition.name, *(each.symbol for each in states), _holds(states))
    columns = [[state[row.title, condition.name] for condition in one.conditions] for row in one.rows]
    every = [each for states in columns for each in states]
    yield table_row("holds in", *map(_holds, columns), _holds(every))
    counted = Counter(each for each in every if each.is_found)
    yield ""
    yield f"Of {counted.total()} cells: {listing([f'{counted[one]} {one.word}' for one in CellState if counted[one]])}."


def findings(one: ScopeMap) -> Iterator[str]:
    """Yield what matters most in a map, and a sentence for each row that was asked elsewhere, too."""
    reach = Reach(one)
    if reach.matters:
        yield from (reach.matters, "")
    for row in reach.rows:
        if words := reach.words(row):
            yield f"- **{row.title}** {words}. {row.question}"


def _holds(states: Sequence[CellState]) -> str:
    found = [state for state in states if state.is_found]
    return f"{found.count(CellState.HOLDS)} of {len(found)}"


def curve_lines(results: Results) -> Iterator[str]:
    """Yield a sentence for each response curve."""
    for curve in results.responses:
        yield f"- **{curve.id}**, {curve.params}: {sentence(curve)}"


def page(text: str, results: Sequence[Results]) -> str:
    """Return the page's text with the maps and curves of these results in place of the earlier ones."""
    lines: list[str] = []
    for one in results:
        chosen = ", ".join(one.suite.conditions.values())
        for scope_map in one.scope:
            lines += [f"### The map ({chosen})", "", *map_table(scope_map), "", *findings(scope_map), ""]
        if one.responses:
            lines += [f"### The curves ({chosen})", "", *curve_lines(one), ""]
    return replace_block(text, "figures", lines[:-1])


def main(arguments: list[str]) -> int:
    """Rewrite a page by files of results; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m claims.mapped", description=__doc__)
    parser.add_argument("page", type=Path, help="the page, such as docs/scope.md")
    parser.add_argument("results", type=Path, nargs="+", help="results.json or results.json.gz")
    options = parser.parse_args(arguments)
    try:
        text = page(options.page.read_text(encoding="utf-8"), [read(one) for one in options.results])
        write_text(options.page, text)
    except (UserError, OSError, ValueError) as error:
        print(f"python -m claims.mapped: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
