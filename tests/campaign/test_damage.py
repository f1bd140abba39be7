"""Stores that are damaged, and disks that are full or read-only: it is said, no good run is lost, no wrong one used."""

import contextlib
import os
import re
import shutil
import sqlite3

import pytest

from tests.campaign.test_survival import LONG, RUNS, finished, values
from tests.projects import Project


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path, claims=LONG)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Return a project after a session that nothing happened to."""
    return finished(tmp_path_factory.mktemp("undisturbed"), LONG)


def store(project):
    (path,) = project.folder.glob(".pytest_cache/d/claims/runs.sqlite")
    return path


def run_sql(project, command):
    with contextlib.closing(sqlite3.connect(store(project))) as file, file:
        file.execute(command)


DAMAGES = {
    "a row": (
        lambda project: run_sql(project, "UPDATE runs SET result = replace(result, '0.', '1.') WHERE rowid = 7"),
        "1 of its runs failed their checksum and count as absent",
        1,
    ),
    "the end": (
        lambda project: os.truncate(store(project), store(project).stat().st_size // 2),
        "is damaged .* it was set aside as runs.sqlite.set-aside-1, and [0-9]+ whole runs of it were taken over",
        RUNS - 1,
    ),
    "everything": (
        lambda project: store(project).write_bytes(b"something else" * 1000),
        "is damaged .* it was set aside as runs.sqlite.set-aside-1, and 0 whole runs of it were taken over",
        RUNS,
    ),
    "the version": (
        lambda project: run_sql(project, "PRAGMA user_version=0"),
        "is of version 0, not 1: it was set aside as runs.sqlite.set-aside-1, and 0 whole runs",
        RUNS,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("damage", "notice", "lost"), DAMAGES.values(), ids=DAMAGES)
def test_damage_to_the_store_is_said_and_what_is_lost_is_trained_anew(undisturbed, tmp_path, damage, notice, lost):
    shutil.copytree(undisturbed.folder, tmp_path, dirs_exist_ok=True)
    project = Project(tmp_path, claims=LONG)
    damage(project)
    outcome = project.pytest("claims", "--claims-workers", "2")
    assert outcome.code == 0, outcome.text
    assert [line for line in outcome.lines if re.search(f"the run store .*{notice}", line)], outcome.text
    assert 0 < project.results["campaign"]["runs_trained"] <= lost
    assert values(project) == values(undisturbed)
    assert project.rows == RUNS


def one_line(outcome, message):
    """Hold a session to having ended in one line, before or during the training."""
    assert outcome.code == 4, outcome.text
    (line,) = (line for line in outcome.lines if "ERROR: " in line)
    assert re.search(f"ERROR: .*{message}", line), line
    assert "Traceback" not in outcome.text


@pytest.mark.slow
def test_a_full_disk_ends_the_session_in_one_line_and_what_was_trained_is_kept(project, undisturbed, small_disk):
    (small_disk / "ballast").write_bytes(bytes(180_000))
    outcome = project.pytest("claims", "--claims-workers", "2", "-o", f"cache_dir={small_disk}/cache")
    one_line(outcome, "the run store .* cannot be used: database or disk is full; what it holds is kept")
    assert not (project.report / "results.json").exists()
    shutil.copytree(small_disk / "cache", project.folder / ".pytest_cache")
    kept = project.rows
    assert 0 < kept < RUNS
    assert project.pytest("claims", "--claims-workers", "2").code == 0
    assert project.results["campaign"]["runs_cached"] == kept
    assert values(project) == values(undisturbed)


def test_a_store_in_a_read_only_folder_is_said_before_training(project, read_only):
    read_only.lock()
    one_line(project.pytest("claims", "-o", f"cache_dir={read_only.folder}/cache"), "no folder for the run store")
    read_only.unlock()


def test_a_warm_store_in_a_read_only_folder_is_said_and_kept(undisturbed, read_only):
    shutil.copytree(undisturbed.folder / ".pytest_cache", read_only.folder / "cache")
    read_only.lock()
    outcome = undisturbed.pytest("claims", "-o", f"cache_dir={read_only.folder}/cache", "--claims-report", "none")
    one_line(outcome, "the run store .* cannot be used: .*what it holds is kept")
    read_only.unlock()


def test_a_report_that_no_longer_fits_on_the_disk_is_said_in_one_line(undisturbed, small_disk):
    (small_disk / "ballast").write_bytes(bytes(250_000))
    outcome = undisturbed.pytest("claims", "--claims-report", str(small_disk / "report"))
    one_line(outcome, "cannot write .*results.json: No space left on device")
    assert list((small_disk / "report").iterdir()) == []
