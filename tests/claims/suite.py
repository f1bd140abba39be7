"""The tutorial's suite as its conftest.py registers it, without a session of pytest."""

from __future__ import annotations

from pathlib import Path

from claims import conftest
from harness import builtin
from harness.declare.registry import Registry


class Options:
    """What a session's configuration says of the options of the tutorial's data."""

    def __init__(self, folder: Path = Path(), configured: dict[str, str] | None = None, **given: str | None) -> None:
        self.rootpath = folder / "project"
        self.invocation_params = type("Invocation", (), {"dir": folder / "called from"})
        self._given = given
        self._configured = {"dataset": "mnist5k", "split": "draw", "data": ""} | (configured or {})

    def getoption(self, name: str) -> str | None:
        """Return what the command line says."""
        return self._given.get(name.removeprefix("--claims-"))

    def getini(self, name: str) -> str:
        """Return what the configuration file says."""
        return self._configured[name.removeprefix("claims-")]


def tutorial_registry(config: Options | None = None) -> Registry:
    """Return a registry with all that the tutorial's claims can name."""
    registry = Registry()
    builtin.pytest_claims_register(registry)
    conftest.pytest_claims_register(registry, config or Options())
    return registry
