"""Where results came from, without saying whose they are."""

import getpass
import json
import platform
import subprocess
import tomllib
from pathlib import Path

import numpy as np

from harness.results import provenance

ROOT = Path(__file__).parents[2]


def test_the_versions_are_those_installed_of_all_that_is_declared():
    assert provenance.packages()["numpy"] == np.__version__
    assert {"keras", "filelock", "hypothesis", "jsonschema", "rich", "threadpoolctl"} <= provenance.packages().keys()
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert len(provenance.packages()) == len(declared) + len(["keras"])


def test_the_machine_has_its_processor_but_no_name():
    info = provenance.machine_info()
    assert info["python_version"] == platform.python_version()
    assert "node" not in info
    assert platform.node() not in json.dumps(info).split('"')
    assert f"/{getpass.getuser()}/" not in json.dumps(info)


def git(folder, *command):
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *command], cwd=folder, check=True, capture_output=True)


def test_a_commit_is_named_and_whether_the_checkout_differs_from_it(tmp_path):
    git(tmp_path, "init", "-b", "somewhere")
    (tmp_path / "file").write_text("a")
    git(tmp_path, "add", "file")
    git(tmp_path, "commit", "-m", "first")
    clean = provenance.commit_info(tmp_path)
    assert len(clean["id"]) == 40
    assert (clean["branch"], clean["dirty"]) == ("somewhere", False)
    (tmp_path / "file").write_text("b")
    assert provenance.commit_info(tmp_path) == {**clean, "dirty": True}


def test_outside_a_checkout_and_without_git_there_is_no_commit(tmp_path, monkeypatch):
    nothing = {"id": None, "time": None, "branch": None, "dirty": None}
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert provenance.commit_info(tmp_path) == nothing
    monkeypatch.setenv("PATH", "")
    assert provenance.commit_info(ROOT) == nothing
