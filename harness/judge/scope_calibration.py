"""What the cells of scope maps may err with, and what they find: exact, as a table of docs/method.md."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from harness.base.text import table_head, table_row
from harness.judge.bounds import exact_crossing, shown_bounds
from harness.judge.cell_state import FALSE_AT_ONCE, LOOKS, alpha_of_cell

SIZES = (4, 20, 100, 224, 500)
"""Numbers of cells."""
FOUND = (Fraction(8, 10), Fraction(9, 10))
"""Chances of what a statement says for which the table says how often it is shown."""


def scope_table() -> Iterator[str]:
    """Yield the Markdown table of what each statement of a cell may err with, and of how often it is shown."""
    found = [f"shown at P = {float(p):g}" for p in FOUND]
    yield from table_head("cells", "alpha", "shown from", "errs at most with", "in the whole map", *found)
    for cells in SIZES:
        alpha = alpha_of_cell(cells)
        counts = shown_bounds(LOOKS, alpha)
        error, *power = (float(exact_crossing(p, LOOKS, counts)) for p in (Fraction(1, 2), *FOUND))
        shown = ", ".join("-" if count is None else str(count) for count in counts)
        whole = FALSE_AT_ONCE * cells * error
        yield table_row(
            str(cells), f"{alpha:.6f}", shown, f"{error:.6f}", f"{whole:.3f}", *(f"{chance:.2f}" for chance in power)
        )
