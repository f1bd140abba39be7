"""Which figure a claim gets."""

from dataclasses import dataclass

import pytest

from harness.report.figures import registry
from harness.report.figures.arms import Arms
from harness.report.figures.pairs import Pairs
from harness.report.figures.values import Values
from harness.results.model import Leads
from tests.report.figures.helpers import figures_of
from tests.report_content import REGION, VARIANCE


@pytest.mark.parametrize(("name", "figure"), [("values", Values), ("pairs", Pairs), ("arms", Arms)])
def test_the_figure_of_the_answers_is_the_one_that_the_claim_names(made, name, figure):
    made.statistical()
    found = figures_of(made, figure=name)["seeds"]
    assert type(found) is figure
    assert found.note == ""


def test_a_new_figure_is_found_by_its_name(made, monkeypatch):
    @dataclass(frozen=True, kw_only=True)
    class Mine(Values):
        pass

    monkeypatch.setitem(registry.FIGURES, "mine", Mine)
    made.statistical()
    assert type(figures_of(made, figure="mine")["seeds"]) is Mine


def test_an_unknown_figure_is_named_and_the_effects_are_drawn_instead(made):
    for add in (made.statistical, made.timed):
        add()
        found = figures_of(made, figure="vio\u202elin")["seeds"]
        assert type(found) is Values
        assert "vio⟨U+202E⟩lin" in found.drawing("F").caption


@pytest.mark.parametrize(("levels", "figure"), [((0.9,), "pairs"), ((0.9,), "arms"), ((0.9, 0.8, 0.7), "pairs")])
def test_a_figure_that_does_not_fit_the_arms_is_like_an_unknown_one(made, levels, figure):
    made.statistical(kind="trend", levels=levels)
    found = figures_of(made, figure=figure)["seeds"]
    assert type(found) is Values
    assert f"“{figure}”" in found.drawing("F").caption


def test_leads_of_other_than_four_arms_are_not_drawn(made):
    made.statistical(levels=(0.9, 0.8, 0.7))
    leads = Leads(of="one over another", names=("before", "after"))
    assert type(figures_of(made, figure="pairs", leads=leads)["seeds"]) is Values


def test_what_runs_have_kept_has_its_figures_after_the_answers(made):
    made.statistical()
    for run in made.content["runs"].values():
        run["series"] = VARIANCE | REGION
    assert list(figures_of(made)) == ["seeds", "curves", "region-1", "region-2", "variance"]


def test_runs_that_the_file_lacks_have_no_figures(made):
    made.statistical()
    made.content["runs"] = {}
    assert list(figures_of(made)) == ["seeds"]


def test_a_claim_by_values_has_no_figure_of_answers(made):
    made.exact()
    assert figures_of(made) == {}
