"""The set-up: a lock with hashes and no addresses, and a Makefile whose targets the documentation can name."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import set_up

ROOT = Path(__file__).parents[2]
REQUIREMENTS = (ROOT / "requirements.txt").read_text()
DEVELOPERS = (ROOT / "requirements-dev.txt").read_text()
LOCKS = {
    "claims": REQUIREMENTS,
    "all": DEVELOPERS,
    "plugins": (ROOT / "tests" / "plugins" / "requirements.txt").read_text(),
}
# Put together here, so that this file does not name them either.
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("test", "pypi"), ("conda", "io"))]


def git(*command):
    return subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def tracked():
    listed = git("ls-files", "-z")
    if listed.returncode:
        pytest.skip("needs a git checkout to know the project's files")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def pins(lock=REQUIREMENTS):
    """Return a lock's entries: each a pinned requirement with the lines that belong to it."""
    return re.findall(r"^\S.*(?:\n +.*)*", re.sub(r"^ *#.*\n", "", lock, flags=re.MULTILINE), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_every_locked_requirement_has_one_version_and_hashes(lock):
    assert len(pins(lock)) > 30
    for pin in pins(lock):
        assert re.match(r"[\w.-]+==[\w.!+]+( ;.*)? \\\n", pin), pin
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", pin), pin


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_the_lock_names_no_address(lock):
    assert "http" not in lock
    assert "index" not in lock
    assert "--find-links" not in lock


def test_every_declared_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    # The extra of the developers, which `make` installs, takes in all others.
    declared = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    names = {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in declared} - {project["name"]}
    locked = {pin.partition("==")[0].lower() for pin in pins(DEVELOPERS)}
    assert names <= locked


def test_who_checks_claims_installs_no_more_than_that_in_the_developers_versions():
    few, all_of_them = ({pin.partition(" \\")[0] for pin in pins(lock)} for lock in (REQUIREMENTS, DEVELOPERS))
    assert few < all_of_them
    names = {pin.partition("==")[0] for pin in few}
    assert names.isdisjoint({"ictonyx", "mypy", "ruff", "selenium", "pytest-xdist", "hatchling"})


def test_no_tracked_file_names_a_registry(tracked):
    for path in tracked:
        content = path.read_bytes().lower()
        assert [host for host in HOSTS if host.encode() in content] == [], path


@pytest.mark.parametrize(
    "path",
    [
        ".venv/bin/python",
        ".pytest_cache/d/claims/runs.sqlite",
        "reports/latest/index.html",
        "reports/latest-partial/index.html",
        ".venv-plugins/bin/python",
        "harness/__pycache__/a.pyc",
    ],
)
def test_what_is_made_on_the_way_is_ignored_by_git(path):
    ignored = git("check-ignore", "--no-index", "-q", path)
    if ignored.returncode == 128:
        pytest.skip("needs a git checkout")
    assert ignored.returncode == 0


def test_reference_reports_are_not_ignored():
    assert git("check-ignore", "--no-index", "-q", "reports/reference/results.json").returncode != 0


def make(*arguments):
    return subprocess.run(["make", "--dry-run", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("try", "pytest claims/ -k NS4 -k NS4"),
        ("claims", "pytest claims/ -k NS4"),
        ("test", "pytest tests/ --numprocesses auto --maxprocesses 4 --dist loadfile"),
        ("guide", "pytest examples/mlp_guide -k NS4"),
        ("guide-reference", "harness front-page reports/reference"),
        ("kills", "CLAIMS_TEST_MOMENTS=20"),
        ("check", "ruff format --check"),
        ("plugins", "tools/set_up.py .venv-plugins tests/plugins/requirements.txt"),
        ("reference", "--claims-dataset mnist5k --claims-report reports/latest/reference/mnist5k"),
    ],
)
def test_each_target_sets_up_and_runs(target, command):
    planned = make(target, "ARGS=-k NS4", "VENV=/nonexistent/venv")
    assert planned.returncode == 0, planned.stderr
    assert "tools/set_up.py /nonexistent/venv requirements.txt" in planned.stdout
    assert command in planned.stdout


def test_a_second_call_sets_nothing_up(tmp_path):
    (tmp_path / "requirements.installed").touch()
    (tmp_path / "requirements-dev.installed").touch()
    planned = make("test", f"VENV={tmp_path}")
    assert planned.returncode == 0, planned.stderr
    assert "set_up" not in planned.stdout


@pytest.mark.parametrize(("target", "more"), [("claims", False), ("try", False), ("guide", False), ("test", True)])
def test_only_who_works_on_the_harness_installs_what_that_needs(target, more):
    planned = make(target, "VENV=/nonexistent/venv")
    assert ("requirements-dev.txt" in planned.stdout) is more


PIP = """Collecting numpy==2.4.6 (from -r requirements.txt (line 5))
  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl.metadata (6.6 kB)
  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (16.9 MB)
  Using cached keras-3.15.1-py3-none-any.whl (1.5 MB)
Installing collected packages: numpy, keras
"""


def test_the_set_up_says_what_it_gets_how_large_that_is_and_what_it_installs():
    assert [" ".join(line.split()) for line in set_up.steps(iter(PIP.splitlines()))] == [
        "downloading: numpy 2.4.6 (16.9 MB)",
        "using cached: keras 3.15.1 (1.5 MB)",
        "installing: 2 packages, the longest step",
    ]


@pytest.mark.parametrize(("flags", "left_to_the_first_import"), [([], True), (["-B"], False)])
def test_packages_are_compiled_at_once_where_nothing_that_python_compiles_is_kept(flags, left_to_the_first_import):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    asked = [sys.executable, *flags, "-c", "from tools import set_up; print(set_up.compiling())"]
    options = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert ("--no-compile" in options) is left_to_the_first_import


def test_a_set_up_that_fails_says_so_and_leaves_no_stamp(tmp_path, capfd):
    (tmp_path / "lock.txt").write_text("no-such-package==0 --hash=sha256:" + "0" * 64)
    assert set_up.main([str(tmp_path / "venv"), str(tmp_path / "lock.txt")]) != 0
    assert "could not install" in capfd.readouterr().out


def test_a_python_that_is_too_old_is_said_in_one_line(tmp_path):
    old = tmp_path / "old-python"
    old.write_text(f'#!/bin/sh\n[ "$1" = -c ] && exit 1\nexec {sys.executable} "$@"\n')
    old.chmod(0o755)
    said = subprocess.run(
        ["make", "test", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode != 0
    assert "Python 3.11 or newer is needed" in said.stdout + said.stderr
    assert not (tmp_path / "venv").exists()


def test_the_workflow_uses_githubs_own_actions_in_pinned_versions_and_targets_that_exist():
    workflow = (ROOT / ".github" / "workflows" / "claims.yml").read_text()
    used = re.findall(r"uses: *(.*)", workflow)
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[\w/-]+@v\d+", action)] == []
    for target in re.findall(r"\bmake (\w+)", workflow):
        assert make(target).returncode == 0, target


def test_the_license_is_there():
    assert "MIT" in (ROOT / "LICENSE").read_text()


def test_what_make_and_the_shell_read_is_checked_out_without_crlf():
    command = ["-c", "core.autocrlf=true", "check-attr", "eol", "Makefile", ".ci/run", "harness/train/versions.py"]
    said = git(*command)
    if said.returncode:
        pytest.skip("needs a git checkout")
    assert [line.rpartition(" ")[2] for line in said.stdout.splitlines()] == ["lf"] * 3
