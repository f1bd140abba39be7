"""Figures are the same whatever matplotlib's settings are here, and what cannot be drawn does not cost the report."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace

import matplotlib as mpl
import pytest

from harness.report import page
from harness.report.figures import cache, render
from harness.report.figures.times import NetworkTimes
from harness.results import file as results_file
from tests.projects import ROOT
from tests.report.figures.helpers import figures_of
from tests.report_content import text_of

TIMES = NetworkTimes(["a", "b"], [2.0, 1.0], "2 networks.")
SETTINGS = {
    "text.usetex": True,
    "figure.autolayout": True,
    "figure.constrained_layout.use": True,
    "savefig.bbox": "tight",
    "path.sketch": (1, 100, 2),
    "axes.xmargin": 0.4,
    "axes.formatter.use_locale": True,
    "lines.dash_capstyle": "round",
    "font.family": ["no font of this name"],
    "svg.fonttype": "path",
    "text.parse_math": True,
    "xtick.bottom": False,
    "figure.dpi": 20,
    "axes.prop_cycle": mpl.cycler(color=["#ff0000"]),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_no_setting_of_matplotlibs_changes_a_figure(made, name):
    made.statistical()
    figures = figures_of(made)
    before = {one: figure.drawing(one) for one, figure in figures.items()}
    with mpl.rc_context({name: SETTINGS[name]}):
        assert {one: figure.drawing(one) for one, figure in figures.items()} == before
        assert mpl.rcParams[name] == SETTINGS[name], "they are left as they were"


def report_in(folder, results, **environment):
    """Make a report in a process of its own; return the page and what the process said of errors."""
    results_file.write(results, folder / "results.json")
    command = [sys.executable, "-m", "harness", "report", folder / "results.json", "-o", folder]
    made = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert b"Traceback" not in made.stderr
    return (folder / "index.html").read_text("utf-8")


@pytest.mark.parametrize("backend", ["module://matplotlib_inline.backend_inline", "TkAgg", "no such"])
def test_a_backend_of_a_notebook_or_a_display_is_not_needed(made, tmp_path, backend):
    made.statistical()
    assert report_in(tmp_path, made.results, MPLBACKEND=backend) == page.render(made.results, data_file="results.json")


def test_where_matplotlib_cannot_even_be_imported_the_report_is_there_and_says_so(made, tmp_path):
    made.statistical()
    (tmp_path / "matplotlibrc").write_bytes(b"font.family: \xff\xfe\n")
    source = report_in(tmp_path, made.results)
    assert "This figure could not be drawn: matplotlib cannot be used here: UnicodeDecodeError" in text_of(source)
    assert '<svg class="forest' in source, "what is not matplotlib's is there"


@dataclass(frozen=True)
class Failing(NetworkTimes):
    """A figure with a fault."""

    def drawing(self, name):  # noqa: D102 (the figure's)
        raise ZeroDivisionError(f"of {name}\nat length")


def test_in_the_place_of_a_figure_that_fails_is_what_says_so_and_the_others_are_drawn():
    failed, drawn = render._draw({"F": Failing(TIMES.networks, TIMES.seconds, TIMES.caption), "T": TIMES})
    assert failed.caption == "This figure could not be drawn: ZeroDivisionError: of F"
    assert failed.svg == ""
    assert drawn == TIMES.drawing("T")


def test_figures_whose_data_cannot_be_put_together_cost_only_themselves(made, monkeypatch):
    made.statistical("NS4", "B")

    def fail(*_):
        raise KeyError("no such arm")

    monkeypatch.setattr(render, "figures_of_question", fail)
    text = text_of(page.render(made.results))
    assert "This figure could not be drawn: KeyError: 'no such arm'" in text


def test_what_failed_is_not_kept_but_tried_again(made, tmp_path, monkeypatch):
    made.statistical()
    kept = tmp_path / "kept.json"
    whole = page.render(made.results)
    with monkeypatch.context() as patch:
        patch.setattr("harness.report.figures.style.Figure", None)
        assert "could not be drawn" in page.render(made.results, kept)
        assert cache.read(kept) == {}
    assert page.render(made.results, kept) == whole


def test_figures_that_no_key_can_tell_apart_are_drawn_and_not_kept(made, tmp_path, monkeypatch):
    made.statistical()
    whole = page.render(made.results)
    monkeypatch.setattr(cache, "_data", lambda _: replace(TIMES, seconds=object()) + 1)
    assert page.render(made.results, tmp_path / "kept.json") == whole


def test_without_room_for_other_processes_figures_are_drawn_in_this_one(made, monkeypatch):
    made.statistical()
    whole = page.render(made.results)

    def no_room(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(render.joblib, "Parallel", no_room)
    assert page.render(made.results) == whole
