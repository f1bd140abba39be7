"""The figures of a question: what they draw, and what they say of it."""

import re

import numpy as np

from harness.report import page as report
from harness.report.figures import plots
from harness.report.figures.data_for_seeds import question_figures
from tests.report_content import text_of


def drawn(made, entry):
    """Return the figures of a question: of its values, and of its curves."""
    return question_figures(entry, made.content["runs"], "F")


def alt(drawing):
    return drawing.svg.partition('aria-label="')[2].partition('"')[0]


def test_diverged_runs_are_shown_as_values_and_counted(made):
    made.statistical(diverged=3)
    text = text_of(report.render(made.content))
    assert "Crosses: 3 runs with no finite value." in text
    assert "3 of 24 runs diverged" in text
    assert "-inf" in text


def test_a_figure_says_in_its_own_words_what_its_crosses_are(made):
    entry = made.statistical(diverged=3, metric={"name": "x", "label": "cost", "unit": "share", "infinite": "no stop"})
    values, _ = drawn(made, entry)
    assert "Crosses: 3 runs with no stop." in values.caption
    assert "Crosses: 3 runs with no stop." in alt(values)


def test_where_runs_have_diverged_the_curves_say_of_how_many_runs_they_are(made):
    entry = made.statistical(diverged=8)
    _, curves = drawn(made, entry)
    first, second = (arm["name"] for arm in entry["arms"])
    for said in (curves.caption, alt(curves)):
        assert "medians of the runs that still train" in said
        assert re.search(rf"{first}: 0\.\d+; {second}: 0\.\d+ \(of the 4 of 12 runs that still train\)", said)
        assert said.count("(of the ") == 1, "the first arm's runs all train"


def test_where_all_runs_train_the_curves_are_those_of_the_seeds(made):
    _, curves = drawn(made, made.statistical())
    assert "medians of the seeds" in curves.caption
    assert "still train" not in curves.caption


def test_where_no_run_is_left_there_is_no_median(made):
    _, curves = drawn(made, made.statistical(diverged=12, levels=(0.9, 0.8)))
    assert ": – (of the 0 of 12 runs that still train)" in curves.caption


def test_every_figure_of_a_question_states_the_verdict(made):
    for drawing in drawn(made, made.statistical(verdict="refuted")):
        assert alt(drawing).endswith("Verdict: refuted.")


def test_a_threshold_is_drawn_with_its_direction(made):
    entry = made.statistical(kind="proportion", levels=(0.9,), margin=0.85, sign=-1)
    assert "at most 0.85" in drawn(made, entry)[0].svg


def test_an_interaction_is_drawn_as_its_two_leads_and_not_as_a_line_of_four_arms(made, monkeypatch):
    entry = made.statistical(levels=(0.9, 0.8, 0.7, 0.65))
    names = [f"batch size {size}, label noise {noise}" for noise in (0.4, 0) for size in (128, 16)]
    for arm, name in zip(entry["arms"], names, strict=True):
        arm["name"] = name
    entry["arms"][1]["values"][0] = entry["arms"][0]["values"][0] = "-Infinity"
    pairs = []

    def seed_pairs(axes, series, answers, label):
        pairs.append((label, [(arm.name, arm.values) for arm in series]))
        return original(axes, series, answers, label)

    original = plots.seed_pairs
    monkeypatch.setattr(plots, "seed_pairs", seed_pairs)
    values, _ = drawn(made, entry)
    ((label, ((first, noisy), (second, clean))),) = pairs
    assert label == "lead of batch size 128 over batch size 16 in test accuracy (share of examples)"
    assert (first, second) == ("label noise 0.4", "label noise 0")
    np.testing.assert_allclose([np.nanmedian(noisy), np.median(clean)], [0.1, 0.05], atol=0.03)
    assert np.isnan(noisy[0])
    assert values.caption.startswith("Lead of batch size 128 over batch size 16 in test accuracy, median of 12 seeds")
