"""Where the system gives a session no room, no home or no name: it trains all the same, or says why in one line."""

import contextlib
import os
import shutil
import subprocess
import sys

import pytest

from tests.disks import mounted
from tests.projects import PATIENCE, Outcome, Project

pytestmark = pytest.mark.slow
SELECTED = ("claims", "-k", "SUP and nine", "--claims-workers", "2")
NAMELESS = """
import os, pwd
def unknown(*_):
    raise KeyError("getpwuid(): uid not found")
pwd.getpwuid = pwd.getpwnam = unknown
for name in ("HOME", "USER", "LOGNAME", "LNAME", "USERNAME"):
    os.environ.pop(name, None)
"""
ENVIRONMENTS = {
    "no home": {"HOME": "/dev/null/nowhere"},
    "C locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ASCII": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    "no TMPDIR": {"TMPDIR": "/dev/null/nowhere"},
    "notebook": {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Return a project whose claims have been checked where nothing is unusual."""
    project = Project(tmp_path_factory.mktemp("project"))
    outcome = project.pytest(*SELECTED)
    assert outcome.code == 0, outcome.text
    project.first = project.results
    return project


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_the_environment_neither_ends_a_session_nor_has_it_train_again(trained, environment, monkeypatch):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    outcome = trained.pytest(*SELECTED)
    assert outcome.code == 0, outcome.text
    assert trained.results["campaign"]["runs_trained"] == 0
    assert trained.results["claims"] == trained.first["claims"]
    assert (trained.report / "index.html").stat().st_size > 10_000


def test_a_check_out_with_crlf_has_all_that_was_trained_before(trained):
    files = [*trained.folder.glob("*.*"), *trained.folder.glob("claims/*.py")]
    texts = {file: file.read_bytes() for file in files if file.is_file()}
    assert {file.name for file in texts} >= {"pyproject.toml", "conftest.py", "test_toy.py"}
    for file, text in texts.items():
        file.write_bytes(text.replace(b"\n", b"\r\n"))
    outcome = trained.pytest(*SELECTED)
    for file, text in texts.items():
        file.write_bytes(text)
    assert outcome.code == 0, outcome.text
    assert trained.results["campaign"]["runs_trained"] == 0
    assert trained.results["claims"] == trained.first["claims"]


@pytest.mark.parametrize("environment", ["ASCII", "no home"])
def test_what_is_trained_there_has_the_same_numbers(trained, environment, tmp_path, monkeypatch):
    for name, value in ENVIRONMENTS[environment].items():
        monkeypatch.setenv(name, value)
    project = Project(tmp_path)
    assert project.pytest(*SELECTED).code == 0
    assert project.results["runs"].keys() == trained.first["runs"].keys()
    assert [claim["effects"] for claim in project.results["claims"]] == [
        claim["effects"] for claim in trained.first["claims"]
    ]


def test_neither_another_package_of_this_name_nor_a_folders_own_pytest_ini_is_in_the_way(
    trained, tmp_path, monkeypatch
):
    (tmp_path / "other" / "harness").mkdir(parents=True)
    (tmp_path / "other" / "harness" / "__init__.py").write_text("raise RuntimeError('another harness')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "other"))
    project = Project(tmp_path)
    suite = (tmp_path / "claims").rename(tmp_path / "my_claims")
    (suite / "pytest.ini").write_text("[pytest]\n")
    outcome = project.pytest("-c", "pyproject.toml", suite.name, *SELECTED[1:])
    assert outcome.code == 0, outcome.text
    assert project.results["runs"].keys() == trained.first["runs"].keys()


def test_a_user_without_a_name_and_a_home_can_train(trained, tmp_path):
    (tmp_path / "nameless.py").write_text(NAMELESS)
    project = Project(tmp_path)
    outcome = project.pytest("-p", "nameless", "--basetemp", str(tmp_path / "temp"), *SELECTED)
    assert outcome.code == 0, outcome.text
    assert project.results["runs"].keys() == trained.first["runs"].keys()


def without_shared_memory(project, options):
    """Run a session in a mount namespace of its own whose /dev/shm is another."""
    script = (
        f'mount -t tmpfs -o {options} tmpfs /dev/shm || exit 99; head -c 100000 /dev/zero > /dev/shm/full; exec "$@"'
    )
    if not shutil.which("unshare"):
        pytest.skip("needs unshare")
    command = ["unshare", "--mount", "sh", "-c", script, "sh", sys.executable, "-m", "pytest", *SELECTED]
    ended = subprocess.run(
        command, cwd=project.folder, capture_output=True, text=True, timeout=PATIENCE, check=False, env={**os.environ}
    )
    if ended.returncode == 99 or "unshare failed" in ended.stderr:
        pytest.skip("needs the right to mount a file system")
    return Outcome(ended.returncode, ended.stdout + ended.stderr)


@pytest.mark.parametrize("options", ["size=4k", "ro"])
def test_without_room_for_the_workers_locks_a_session_ends_in_one_line(project, options):
    outcome = without_shared_memory(project, options)
    assert outcome.code == pytest.ExitCode.USAGE_ERROR, outcome.text
    (line,) = (line for line in outcome.lines if line.startswith("ERROR: "))
    assert "worker processes cannot be started" in line
    assert "/dev/shm" in line
    assert "INTERNALERROR" not in outcome.text
    assert "Traceback" not in outcome.text


@pytest.mark.parametrize("options", ["size=4k", "ro"])
def test_what_is_trained_already_needs_no_such_room(trained, options):
    outcome = without_shared_memory(trained, options)
    assert outcome.code == 0, outcome.text
    assert "<svg" in (trained.report / "index.html").read_text("utf-8")


@pytest.mark.parametrize("options", ["size=4k", "size=10m,ro"], ids=["full", "read-only"])
def test_a_place_for_temporary_files_that_is_none_is_replaced_or_said(project, tmp_path, options, monkeypatch):
    with mounted(tmp_path / "temporary", options) as folder:
        if "ro" not in options:
            fill(folder / "full")
        monkeypatch.setenv("TMPDIR", str(folder))
        outcome = project.pytest(*SELECTED)
    assert outcome.code == 0, outcome.text
    assert project.verdicts == {"SUP nine": "supported"}


def fill(path):
    """Write a file until there is no more room."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
