"""What a set of results came from: machine, commit and versions, as pytest-benchmark names them."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pytest_benchmark.plugin import pytest_benchmark_generate_machine_info

from harness.base.extras import DISTRIBUTION
from harness.base.text import without_folders
from harness.results.model import Commit, Machine, Options, Processor, Record
from harness.train.environment import switches

DEVELOPERS = ("dev", "bench")
"""The extras on which no results depend."""
_PROJECT = Path(__file__).parents[2] / "pyproject.toml"
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Provenance:
    """What a session's results come from, besides its data and its training."""

    version: str
    """Of the harness."""
    commit_info: Commit
    machine_info: Machine
    packages: dict[str, str]
    environment: dict[str, str]
    """The variables that may change numbers, as far as they are set."""
    options: Options


def collect(root: Path, version: str, options: Options) -> Provenance:
    """Return what the results of a session come from.

    Args:
        root: of the checkout.
        version: of the harness.
        options: of the session.
    """
    return Provenance(version, commit_info(root), machine_info(), packages(), environment(), options)


def machine_info() -> Machine:
    """Return what pytest-benchmark says of the machine, less its name, which is nobody's business."""
    info: dict[str, object] = dict(pytest_benchmark_generate_machine_info())  # type: ignore[no-untyped-call]
    cpu = info.pop("cpu", None)
    machine = _described(Machine, info)
    return machine.model_copy(update={"cpu": _described(Processor, cpu)}) if isinstance(cpu, dict) else machine


def _described(record: type[R], found: Mapping[str, object]) -> R:
    """Return a record of what was found out; what is unknown to it, or of another type, is left out."""
    known = {name: found[name] for name in record.model_fields if name in found}
    try:
        return record.model_validate_json(json.dumps(known))
    except ValidationError as error:
        odd = {fault["loc"][0] for fault in error.errors()}
        return record.model_validate_json(json.dumps({name: known[name] for name in known if name not in odd}))


def packages() -> dict[str, str]:
    """Return the installed versions of the packages that results may depend on, as far as they are here."""
    versions = {name: _version(name) for name in sorted({*_declared(), "keras"})}
    return {name: version for name, version in versions.items() if version is not None}


def _declared() -> set[str]:
    """Return the names of what this distribution declares, those of its developers apart."""
    try:
        requirements = importlib.metadata.requires(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:  # a checkout that is not installed
        project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
        extras = project["optional-dependencies"]
        requirements = [
            *project["dependencies"],
            *(one for name in extras if name not in DEVELOPERS for one in extras[name]),
        ]
    else:
        apart = re.compile("|".join(f"extra == .{name}" for name in DEVELOPERS))
        requirements = [one for one in requirements if not apart.search(one)]
    return {re.split(r"[^\w.-]", requirement)[0] for requirement in requirements} - {DISTRIBUTION}


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def environment() -> dict[str, str]:
    """Return the variables that may change numbers, as far as they are set, without anybody's folders."""
    return {name: without_folders(value) for name, value in switches().items()}


def commit_info(root: Path) -> Commit:
    """Return the commit that a checkout is at and whether it was changed since; None where git cannot say."""
    return Commit(
        id=_git(root, "rev-parse", "HEAD"),
        time=_git(root, "show", "-s", "--format=%cI", "HEAD"),
        branch=_git(root, "rev-parse", "--abbrev-ref", "HEAD"),
        dirty=None if (status := _git(root, "status", "--porcelain")) is None else bool(status),
    )


def _git(root: Path, *command: str) -> str | None:
    try:
        answer = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=False)
    except OSError:  # no git on this machine
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None
