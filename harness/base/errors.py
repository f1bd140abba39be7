"""The mistakes a user can make, each ending in one line instead of a traceback."""

from __future__ import annotations

from harness.base.text import visible

LONGEST = 600
"""Characters of a message; of a longer one, which repeats some huge value, the middle is left out."""


def one_line(error: BaseException) -> str:
    """Return an exception of a library's, or of a project's own code, as its kind and the first line that it says."""
    said = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return _shortened(": ".join(filter(None, (type(error).__name__, said))))


def _shortened(message: str) -> str:
    line = visible(message, keep="")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 100]} … {line[-97:]}"


class _OneLineError(Exception):
    """Its message is one line of text, whatever the names in it are made of."""

    def __init__(self, message: object) -> None:
        super().__init__(_shortened(str(message)))


class DeclarationError(_OneLineError, ValueError):
    """A claim or an experiment that cannot be meant as written; pytest shows it as a collection error."""


class UserError(_OneLineError):
    """An option, a data file or an environment that cannot work; the plugin makes it a `pytest.UsageError`."""


class RunError(_OneLineError):
    """A run that failed in a project's own code: its claims are not judged.

    Args:
        message: what failed.
        details: for whoever looks into it, such as the traceback.

    """

    def __init__(self, message: object, details: str = "") -> None:
        super().__init__(message)
        self.details = details
