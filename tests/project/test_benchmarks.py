"""The benchmarks can be run: `make bench` takes half an hour, and nobody runs it every day."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_all_benchmarks_are_collected():
    asked = [sys.executable, "-m", "pytest", "benchmarks", "--collect-only", "-q"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert listed.returncode == 0, listed.stdout
    for file in (ROOT / "benchmarks").glob("test_*.py"):
        assert f"benchmarks/{file.name}::" in listed.stdout
