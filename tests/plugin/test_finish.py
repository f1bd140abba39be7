"""What a session leaves behind: results.json first, and no report beside it that is on others."""

import os
from dataclasses import replace
from functools import cache

import pytest

from harness.base.errors import UserError
from harness.plugin import finish
from harness.report import page
from harness.results import file
from tests.killed_writer import killed_at
from tests.projects import Project
from tests.report_content import Results
from tests.toys import settings_for


def results_on(claim):
    """Return results on one claim."""
    made = Results()
    made.statistical(claim)
    return made.results


OLD, NEW = results_on("OLD"), results_on("NEW")


@pytest.fixture
def settings(tmp_path):
    """Return the settings of a session that leaves everything there is, where an earlier one has left the same."""
    settings = settings_for(tmp_path, summary=None)
    assert finish.write(OLD, settings, None) == []
    return settings


def left(settings):
    """Return the claims of results.json and of the report, None if there is none; both are whole or not there."""
    read = file.read(settings.report / "results.json")
    assert read in (OLD, NEW)
    index = settings.report / "index.html"
    if not index.exists():
        return read.claims[0].id, None
    return read.claims[0].id, pages()[index.read_text("utf-8")]


@cache
def pages():
    """Return the two reports and which claim each is on."""
    return {page.render(results, data_file="results.json"): results.claims[0].id for results in (OLD, NEW)}


def test_results_report_and_summary_are_left(settings, tmp_path):
    assert finish.write(NEW, replace(settings, summary=tmp_path / "summary.md"), None) == []
    assert left(settings) == ("NEW", "NEW")
    assert "NEW" in (tmp_path / "summary.md").read_text("utf-8")


def test_a_report_that_cannot_be_made_is_said_and_costs_nothing_else(settings, tmp_path, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("of the harness")

    monkeypatch.setattr(page, "render", broken)
    (fault,) = finish.write(NEW, replace(settings, summary=tmp_path / "summary.md"), None)
    assert fault.line == f"{settings.report / 'index.html'} could not be made: ZeroDivisionError: of the harness"
    assert fault.code is pytest.ExitCode.INTERNAL_ERROR
    assert "in broken" in fault.details
    monkeypatch.undo()
    assert left(settings) == ("NEW", None)
    assert (tmp_path / "summary.md").exists()


def test_results_that_cannot_be_written_leave_the_earlier_ones_with_their_report(settings, monkeypatch):
    def full(*_, **__):
        raise UserError("cannot write results.json: No space left on device")

    monkeypatch.setattr(file, "write", full)
    (fault,) = finish.write(NEW, settings, None)
    assert (fault.code, fault.details) == (pytest.ExitCode.USAGE_ERROR, "")
    monkeypatch.undo()
    assert left(settings) == ("OLD", "OLD")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs to fork")
def test_killed_before_any_change_of_a_file_results_are_whole_and_no_report_is_on_others(settings):
    moments, seen = 0, set()
    while killed_at(moments + 1, finish.write, NEW, settings, settings.report / "figures.json"):
        moments += 1
        seen.add(left(settings))
        assert finish.write(OLD, settings, None) == []
        (settings.report / "figures.json").unlink(missing_ok=True)
    assert left(settings) == ("NEW", "NEW")
    assert moments >= 6
    assert seen >= {("OLD", "OLD"), ("OLD", None), ("NEW", None), ("NEW", "NEW")}, seen


def test_a_session_says_what_it_could_not_write_and_still_lists_the_verdicts(tmp_path):
    project = Project(tmp_path)
    breaks = "\nimport harness.report.page as page\ndef broken(*_, **__): raise ZeroDivisionError('of it')\n"
    (tmp_path / "claims" / "conftest.py").write_text(f"{breaks}page.render = broken\n")
    project.report.mkdir(parents=True)
    (project.report / "index.html").write_text("of last week")
    outcome = project.pytest("claims", "-k", "EXA")
    assert outcome.code == pytest.ExitCode.INTERNAL_ERROR
    assert project.verdicts == {"EXA": "supported"}
    assert not (project.report / "index.html").exists()
    assert "1 supported; 0 runs trained" in outcome.text
    assert f"ERROR: {project.report / 'index.html'} could not be made: ZeroDivisionError: of it" in outcome.lines
    assert "INTERNALERROR" not in outcome.text
