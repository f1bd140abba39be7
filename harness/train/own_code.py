"""Calls of a project's own code, whose errors are the project's and not the harness'."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator

from harness.base.errors import RunError


@contextlib.contextmanager
def own_code(what: str) -> Iterator[None]:
    """Turn an exception of a project's own code into a RunError with the traceback.

    Raises:
        RunError: the code inside raised an exception.
        MemoryError: there is not enough of it.

    """
    try:
        yield
    except (RunError, MemoryError):
        raise
    except (Exception, SystemExit) as error:  # a script that ends itself is not to end its worker
        reason = f"{what} raised {type(error).__name__}: {error}"
        raise RunError(reason, "".join(traceback.format_exception(error))) from error
