"""Calls of a project's own code, whose errors are the project's and not the harness'."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator

from harness.base.errors import RunError

LINES, LINE = 100, 1000
"""Lines of a traceback that are shown, and characters of each."""


@contextlib.contextmanager
def own_code(what: str) -> Iterator[None]:
    """Turn an exception of a project's own code into a RunError with the traceback.

    Raises:
        RunError: the code inside raised an exception, whatever kind it is.
        KeyboardInterrupt: somebody has pressed Ctrl-C, or the code raised it.
        MemoryError: there is not enough of it.

    """
    try:
        yield
    except (RunError, MemoryError, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # a script that ends itself is not to end its worker
        reason = f"{what} raised {type(error).__name__}: {error}"
        raise RunError(reason, traceback_of(error)) from error


def traceback_of(error: BaseException) -> str:
    """Return the traceback; of a very long one, as of functions that call each other for ever, not the middle."""
    lines = "".join(traceback.format_exception(error)).splitlines()
    if len(lines) > LINES:
        lines[LINES // 2 : -LINES // 2] = [f"  ... {len(lines) - LINES} more lines ..."]
    return "\n".join(line if len(line) <= LINE else f"{line[:LINE]} ..." for line in lines) + "\n"
