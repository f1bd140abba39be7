"""Plant every fault in a copy of the project, run its tests there, and say which test has caught it."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.detection.faults import FAULTS, Fault

ROOT = Path(__file__).parents[2]
COPIED = ("harness", "claims", "tests", "templates", "examples", "conftest.py", "pyproject.toml", "docs", "README.md")
AT_ONCE = 2
PATIENCE = 900
"""Seconds after which tests are taken to hang, which is a way of noticing."""
NOT_CAUGHT = "**nothing**"
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)


def planted(fault: Fault, root: Path) -> str:
    """Return a fault's file as it is with the fault.

    Raises:
        ValueError: the file does not have the text that is replaced, or has it several times.

    """
    text = (root / fault.file).read_text(encoding="utf-8")
    if (found := text.count(fault.old)) != 1:
        raise ValueError(f"{fault.name}: {fault.file} has {fault.old!r} {found} times, and once is due")
    return text.replace(fault.old, fault.new)


def copy(folder: Path) -> None:
    """Copy what the tests need of the project."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)


def caught_by(tests: Sequence[str], fault: Fault | None) -> str | None:
    """Return the first test that fails in a copy of the project, with a fault or without; None if all pass."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy(folder)
        if fault is not None:
            (folder / fault.file).write_text(planted(fault, folder), encoding="utf-8")
        try:
            run = subprocess.run(
                [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *tests],
                cwd=folder,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(folder)},
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return "the tests do not end"
    if run.returncode == 0:
        return None
    first = FAILED.search(run.stdout)
    return first[1].partition("[")[0] if first else (run.stdout + run.stderr).strip().splitlines()[-1]


def main() -> int:
    """Print a table of the faults; return 1 if a fault is not caught, or if a test fails without any."""
    parser = argparse.ArgumentParser(prog="python -m tests.detection", description=__doc__)
    parser.add_argument("words", nargs="*", help="plant the faults only whose names have one of these words in them")
    words = parser.parse_args().words
    chosen = [fault for fault in FAULTS if not words or any(word in fault.name for word in words)]
    for fault in FAULTS:
        planted(fault, ROOT)  # before any time is spent
    tests = tuple(dict.fromkeys(test for fault in chosen for test in fault.tests))
    if broken := caught_by(tests, None):
        print(f"without any fault, {broken} fails: nothing can be said", file=sys.stderr)
        return 1
    print("| fault | where | caught by |", "| --- | --- | --- |", sep="\n", flush=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        missed = 0
        for fault, by in zip(chosen, pool.map(lambda fault: caught_by(fault.tests, fault), chosen), strict=True):
            missed += by is None
            print(f"| {fault.name} | {fault.file} | {f'`{by}`' if by else NOT_CAUGHT} |", flush=True)
    print(f"\n{len(chosen) - missed} of {len(chosen)} faults are caught.")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
