"""A project with claims of its own in a temporary folder, on which pytest is run as a user would run it."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 300
"""Seconds after which a session is taken to hang; on a busy machine a sound one may take minutes."""
UNNEEDED = ("-p", "no:hypothesispytest")
"""What takes a third of a second of a session, and which no toy claim needs."""
SPREAD = (pytest.param([], id="alone"), pytest.param(["-n", "2"], id="xdist", marks=pytest.mark.slow))
"""Sessions of one process, and spread by pytest-xdist: three processes, which each import everything."""
TOY_CLAIMS = (ROOT / "tests" / "toy_claims.py").read_text()


@dataclass(frozen=True)
class Outcome:
    """How a pytest session ended."""

    code: int
    text: str
    """What it printed, errors included."""

    @property
    def lines(self) -> list[str]:
        """What it printed, without the lines that are empty."""
        return [line for line in self.text.splitlines() if line.strip()]


class Project:
    """This repository's conftest.py and pytest settings, with other claims."""

    def __init__(self, folder: Path, ini: str = "", claims: str = TOY_CLAIMS) -> None:
        self.folder = folder
        settings = (ROOT / "pyproject.toml").read_text()
        here = 'pythonpath = ["."]'
        assert here in settings
        (folder / "pyproject.toml").write_text(settings.replace(here, f'pythonpath = ["{ROOT}"]\n{ini}'))
        (folder / "conftest.py").write_text((ROOT / "conftest.py").read_text())
        (folder / "claims").mkdir(exist_ok=True)
        self.claim("toy", claims)

    def claim(self, name: str, text: str) -> Path:
        """Write a file of claims."""
        path = self.folder / "claims" / f"test_{name}.py"
        path.write_text(text)
        return path

    def start(self, *args: str, cwd: Path | None = None, **options: Any) -> subprocess.Popen[str]:
        """Start pytest."""
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", "--color=no", *UNNEEDED, *args],
            cwd=cwd or self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **options,
        )

    def pytest(self, *args: str, cwd: Path | None = None) -> Outcome:
        """Run pytest to its end."""
        session = self.start(*args, cwd=cwd)
        text, _ = session.communicate(timeout=PATIENCE)
        return Outcome(session.returncode, text)

    @property
    def report(self) -> Path:
        """Where the last session's report went by default: a partial one beside the one of everything."""
        latest = self.folder / "reports" / "latest"
        written = [one for one in (latest, latest.with_name("latest-partial")) if (one / "results.json").exists()]
        return max(written, key=lambda one: (one / "results.json").stat().st_mtime_ns, default=latest)

    @property
    def results(self) -> dict[str, Any]:
        """The results of the last session."""
        return json.loads((self.report / "results.json").read_text())

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdicts of the last session, by id and parameters."""
        return {f"{claim['id']} {claim['params']}".strip(): claim["verdict"] for claim in self.results["claims"]}

    @property
    def rows(self) -> int:
        """How many runs the store holds."""
        stores = list(self.folder.glob(".pytest_cache/d/claims/*.sqlite"))
        if not stores:
            return 0
        with contextlib.closing(sqlite3.connect(stores[0], timeout=60)) as store:
            try:
                return int(store.execute("SELECT count(*) FROM runs").fetchone()[0])
            except sqlite3.OperationalError:  # it is just being made
                return 0
