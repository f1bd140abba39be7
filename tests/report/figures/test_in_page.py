"""The figures as the page shows them."""

import pytest

from harness.report import page as report
from tests.report_content import CURVES, text_of, typed


def test_a_report_from_kept_figures_is_the_same(made, tmp_path):
    made.statistical()
    made.exact("LR2", curves=CURVES)
    made.benchmark()
    results = typed(made.content)
    for folder in ("first", "second"):
        report.write(results, tmp_path / folder, drawn=tmp_path / "kept.json")
    first, second = ((tmp_path / folder / "index.html").read_bytes() for folder in ("first", "second"))
    assert first == second == report.render(results).encode()


@pytest.mark.parametrize("place", ["folder", "file/kept.json"])
def test_a_report_does_without_a_place_for_its_figures(made, tmp_path, place):
    made.statistical()
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    results = typed(made.content)
    assert report.render(results, tmp_path / place) == report.render(results)


def test_diverged_runs_are_shown_and_counted(made):
    made.statistical(diverged=3)
    text = text_of(report.render(typed(made.content)))
    assert "3 of 24 runs diverged" in text
    assert "-inf" in text


def test_recorded_text_is_text_in_the_page(made):
    hostile = "<script>alert(1)</script>\u202e$x_1$"
    made.exact("LR2", curves={"title": hostile, "x": hostile, "y": hostile, "lines": {hostile: [1.0, 2.0]}})
    source = report.render(typed(made.content))
    assert source.count("<script>") == 1
    assert "\u202e" not in source
    assert "alert(1)" in text_of(source)


def test_a_benchmark_is_called_by_what_its_test_says(made):
    made.benchmark("test_backpropagation_is_cheap[cost]")
    source = report.render(typed(made.content))
    assert "backpropagation is cheap (cost)" in text_of(source)
    assert "test_backpropagation" not in source
