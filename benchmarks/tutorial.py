"""The tutorial's data and network, wherever a benchmark is: in pytest, in a script, or in a process of a pool."""

from __future__ import annotations

from claims import data
from harness import builtin
from harness.data.arrays import Data
from harness.declare.registry import Registry, current, start

if "digits" not in current().datasets:  # in pytest, conftest.py has registered them
    start(Registry())
    builtin.pytest_claims_register(current())
    data.register(current(), "mnist5k", None, "draw")

from claims.listings import MARGIN, TUTORIAL

__all__ = ["MARGIN", "TUTORIAL", "load"]


def load(name: str) -> Data:
    """Return the data of a name."""
    return current().datasets[name].example
