"""Where results came from, without saying whose they are."""

import getpass
import platform
import re
import subprocess
import tomllib
from pathlib import Path

import numpy as np

from harness.results import provenance
from harness.results.model import Commit

ROOT = Path(__file__).parents[2]


def test_the_versions_are_those_installed_of_all_that_is_declared():
    assert provenance.packages()["numpy"] == np.__version__
    assert {"keras", "filelock", "hypothesis", "pydantic", "rich", "threadpoolctl"} <= provenance.packages().keys()
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.split(r"[^\w.-]", one)[0] for one in declared} <= provenance.packages().keys()
    assert {"tensorflow", "mlxtend", "distributed"} <= provenance.packages().keys()


def test_what_is_not_installed_has_no_version(monkeypatch):
    monkeypatch.setattr(provenance, "_declared", lambda: {"numpy", "nobody-has-this"})
    assert provenance.packages().keys() == {"numpy", "keras"}


def test_the_machine_has_its_processor_but_no_name():
    info = provenance.machine_info()
    assert info.python_version == platform.python_version()
    assert info.cpu.count
    assert platform.node() not in info.model_dump_json().split('"')
    assert f"/{getpass.getuser()}/" not in info.model_dump_json()


def test_what_cannot_be_a_fact_of_the_machine_is_left_out(monkeypatch):
    odd = {"node": "mine", "machine": "x86_64", "release": 5, "cpu": {"count": 2, "family": "many", "flags": ["avx"]}}
    monkeypatch.setattr(provenance, "pytest_benchmark_generate_machine_info", lambda: odd)
    info = provenance.machine_info()
    assert (info.machine, info.release, info.system) == ("x86_64", None, None)
    assert (info.cpu.count, info.cpu.family, info.cpu.flags) == (2, None, ("avx",))


def git(folder, *command):
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *command], cwd=folder, check=True, capture_output=True)


def test_a_commit_is_named_and_whether_the_checkout_differs_from_it(tmp_path):
    git(tmp_path, "init", "-b", "somewhere")
    (tmp_path / "file").write_text("a")
    git(tmp_path, "add", "file")
    git(tmp_path, "commit", "-m", "first")
    clean = provenance.commit_info(tmp_path)
    assert len(clean.id) == 40
    assert (clean.branch, clean.dirty) == ("somewhere", False)
    (tmp_path / "file").write_text("b")
    assert provenance.commit_info(tmp_path) == clean.model_copy(update={"dirty": True})


def test_outside_a_checkout_and_without_git_there_is_no_commit(tmp_path, monkeypatch):
    nothing = Commit(id=None, time=None, branch=None, dirty=None)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert provenance.commit_info(tmp_path) == nothing
    monkeypatch.setenv("PATH", "")
    assert provenance.commit_info(ROOT) == nothing
