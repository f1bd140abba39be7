"""The evidence on one question: its numbers, its protocol, and what each seed answered."""

import csv
import io

import pytest

from harness.judge.decide import Verdict
from harness.report import page
from harness.report.evidence_view import evidence
from tests.report_content import aside, baseline


def view(made):
    return evidence(made.claim, made.results.experiments, made.results.runs)


def fact(made, term):
    (found,) = (fact for fact in view(made).facts if term in fact.term)
    return found


def test_every_number_has_its_fact(made):
    made.statistical(effect={"estimate": 0.1, "low": 0.09, "high": 0.11})
    assert [(fact.value, fact.interval) for fact in view(made).facts] == [
        ("1", "0.740 to 1"),
        ("+10 points", "+9 to +11"),
        ("12", ""),
        ("+0.400", ""),
    ]
    effect = fact(made, "effect").aside
    for part in (made.claim.effect_label, "test accuracy", "more than 1 point"):
        assert part in effect


def test_a_metric_that_is_the_effect_is_not_said_twice(made):
    made.statistical(kind="interval", levels=(0.9,))
    assert fact(made, "median").aside.count("test accuracy") == 1


def test_what_is_not_known_has_no_fact(made):
    made.statistical(probability=None, effect=None, correlation=None)
    assert [fact.term for fact in view(made).facts] == ["seeds"]


def test_an_infinite_effect_says_what_it_means(made):
    infinite = {"estimate": "Infinity", "low": None, "high": None}
    entry = made.statistical(effect=infinite, effects=["Infinity"] * 12)
    entry["arms"][1]["values"] = ["-Infinity"] * 12
    assert "dropout 0.2 has no finite value" in fact(made, "effect").aside
    assert fact(made, "effect").value == "no finite value"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.729, "Infinity", "+72.9 or more"),
        ("-Infinity", 0.3, "+30 or less"),
        ("-Infinity", "Infinity", "no finite limits"),
        (None, None, "too few seeds for an interval"),
    ],
)
def test_an_infinite_limit_is_said_in_words(made, low, high, said):
    made.statistical(effect={"estimate": 0.744, "low": low, "high": high})
    assert fact(made, "effect").interval == said


def test_scikit_learn_and_the_control_stand_beside_seeds_and_not_beside_rounds(made):
    made.statistical(control=aside(), baseline=baseline("refuted", 0))
    beside = view(made).beside
    verdict, words = beside.baseline
    assert verdict is Verdict.REFUTED
    assert words.endswith("MLPClassifier has no dropout, so the arms go without it.")
    held, _ = beside.control
    assert held
    assert beside.arms == ["dropout 0.1", "dropout 0.2"]
    assert [row.field for row in beside.differing] == ["dropout"]
    made.statistical("NS5")
    assert (view(made).beside.baseline, view(made).beside.control) == (None, None)
    made.timed()
    assert view(made).beside is None


def test_arms_that_have_nothing_in_common_have_no_sentence_on_it(made):
    entry = made.statistical()
    for arm, key in zip(entry["arms"], ("model", "library"), strict=True):
        made.content["experiments"][arm["experiment"]] = {key: "own"}
    assert view(made).beside.alike == ""
    source = page.render(made.results)
    assert "The same in all" not in source
    assert "<td>–</td>" in source


def test_every_seed_and_every_round_has_a_row(made):
    entry = made.statistical(verdict="inconclusive")
    entry["arms"][0]["values"][1] = "-Infinity"
    shown = view(made)
    head, *rows = csv.reader(io.StringIO(shown.csv))
    assert head == ["seed", "dropout 0.1", "dropout 0.2", "effect", "answer"]
    assert len(rows) == 12
    assert rows[1][:2] == ["1", "-inf"]
    assert [rows[seed][-1] for seed in (0, 11)] == ["yes", "no"]
    made.timed()
    head, *rows = csv.reader(io.StringIO(view(made).csv))
    assert head[:2] == ["round", "batch size 16"]
    assert len(rows) == 12


def test_a_row_names_its_seed(made):
    made.statistical(verdict="inconclusive")
    claim = made.claim.model_copy(update={"numbers": tuple(range(1000, 1012))})
    lines = evidence(claim, made.results.experiments, made.results.runs).csv.splitlines()
    assert [line.partition(",")[0] for line in lines[1:3]] == ["1000", "1001"]


def test_the_value_of_one_arm_is_the_effect_and_stands_once(made):
    made.statistical(kind="proportion", levels=(0.9,))
    assert view(made).csv.splitlines()[0] == "seed,dropout 0.1,answer"
