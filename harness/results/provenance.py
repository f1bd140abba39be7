"""What a set of results came from: machine, commit and versions, as pytest-benchmark names them."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

from pytest_benchmark.plugin import pytest_benchmark_generate_machine_info

_PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def machine_info() -> dict[str, Any]:
    """Return what pytest-benchmark says of the machine, less its name, which is nobody's business."""
    info = dict(pytest_benchmark_generate_machine_info())  # type: ignore[no-untyped-call]
    info.pop("node")
    return info


def packages() -> dict[str, str]:
    """Return the installed versions of the packages that results depend on: this project's, and TensorFlow's Keras."""
    declared = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[^\w.-]", requirement)[0] for requirement in declared} | {"keras"}
    return {name: importlib.metadata.version(name) for name in sorted(names)}


def commit_info(root: Path) -> dict[str, Any]:
    """Return the commit that a checkout is at and whether it was changed since; None where git cannot say."""
    return {
        "id": _git(root, "rev-parse", "HEAD"),
        "time": _git(root, "show", "-s", "--format=%cI", "HEAD"),
        "branch": _git(root, "rev-parse", "--abbrev-ref", "HEAD"),
        "dirty": None if (status := _git(root, "status", "--porcelain")) is None else bool(status),
    }


def _git(root: Path, *command: str) -> str | None:
    try:
        answer = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=False)
    except OSError:  # no git on this machine
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None
