"""What the plugin's own work is done under: a user's mistake is one line, and a library's warning no error."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator

import pytest

from harness.base.errors import DeclarationError, UserError
from harness.plugin import xdist


@contextlib.contextmanager
def warnings_shown() -> Iterator[None]:
    """Show warnings that are given meanwhile, whatever a suite makes of those of its tests: they are a library's."""
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        yield


@contextlib.contextmanager
def usage_errors(config: pytest.Config) -> Iterator[None]:
    """End the session in one line, with pytest's exit code 4, for a mistake that a user can mend."""
    try:
        yield
    except (UserError, DeclarationError) as error:
        if xdist.is_worker(config):
            xdist.give_up(config, str(error))
        raise pytest.UsageError(str(error)) from error
