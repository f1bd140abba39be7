"""What controls promise: the table of docs/method.md."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from harness.base.text import table_head, table_row
from harness.judge.control import control


def controls_table() -> Iterator[str]:
    """Yield the Markdown table of how often a control raises the alarm, by chance and under the fault of its power."""
    yield from table_head("values", "seeds", "pairs", "alarm by chance", "alarm if one leads in 3 of 4")
    for seeds in (6, 12, 18, 24, 36, 48):
        yield _row("all different", np.arange(seeds))
    for seeds in (12, 24, 48):
        yield _row("four of six equal", np.repeat([0, 0, 1], 2)[np.arange(seeds) % 6] * (1 + np.arange(seeds)))
    yield _row("all equal", np.zeros(48))


def _row(name: str, values: NDArray[np.generic]) -> str:
    found = control(values.tolist())
    pairs = found.ahead + found.behind
    return table_row(name, str(values.size), str(pairs), f"{found.level:.4f}", f"{found.power:.3f}")
