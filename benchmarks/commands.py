"""Complete commands, each a process of its own, as a user would start them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from harness.results import file as results_file
from harness.results.model import Results

ROOT = Path(__file__).parent.parent
QUESTION = "benchmarks/one_question.py"


def run(*arguments: str) -> None:
    """Run Python with these arguments, in the project; its output is shown only if it fails.

    Raises:
        RuntimeError: it failed.

    """
    command = [sys.executable, *arguments]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{ended.stdout}\n{ended.stderr}")


def claims(*arguments: str, cold: bool) -> Callable[[], Results]:
    """Return what checks claims with a complete command, and returns the results; cold: with an empty run store."""

    def check() -> Results:
        with TemporaryDirectory() as folder:
            store = ("-o", f"cache_dir={folder}/cache") if cold else ()
            run("-m", "pytest", "-q", *arguments, "--claims-report", f"{folder}/report", *store)
            return results_file.read(Path(folder, "report", "results.json"))

    return check


def script(name: str) -> Callable[[], None]:
    """Return what runs one of the scripts beside this file."""
    return lambda: run("-m", f"benchmarks.{name}")
