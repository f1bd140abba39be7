"""The rows of the table of verdicts."""

from harness.judge.decide import Verdict
from harness.report.addresses import Addresses
from harness.report.question_view import question
from harness.report.verdict_row import entry
from tests.report_content import baseline


def row(made, checks=1, **changes):
    claim = made.claim.model_copy(update=changes)
    return entry(question(claim, "", made.results, Addresses()), "an-address", "A title", checks)


def test_a_question_has_its_effect_against_the_margin_and_its_answers(made):
    made.statistical(effect={"estimate": 0.1, "low": 0.09, "high": 0.11}, baseline=baseline("refuted"))
    shown = row(made)
    assert (shown.address, shown.title, shown.verdict, shown.baseline) == (
        "an-address",
        "A title",
        Verdict.SUPPORTED,
        Verdict.REFUTED,
    )
    assert (shown.effect.median, shown.effect.interval) == ("+10 points", "9 to 11")
    assert shown.effect.margin == "claimed: more than 1 point"
    assert float(shown.effect_key) == shown.effect.row.dot
    assert (shown.yes, shown.seeds) == (12, 12)


def test_what_was_not_measured_says_why(made):
    made.exact()
    shown = row(made)
    assert (shown.effect, shown.effect_key, shown.seeds) == (None, "", 0)
    assert shown.without_effect == "checked by values"
    made.timed()
    unplayed = row(made, rounds=(), answers=(), effects=(), seeds=0, reason="was not played")
    assert (unplayed.effect, unplayed.without_effect, unplayed.seeds) == (None, "was not played", 0)


def test_checks_that_agree_are_counted(made):
    made.exact()
    assert row(made, checks=3).against == "3 checks"


def test_an_infinite_effect_is_in_words(made):
    entry = made.statistical(effect={"estimate": "Infinity", "low": 0.5, "high": "Infinity"}, effects=["Infinity"] * 12)
    entry["arms"][1]["values"] = ["-Infinity"] * 12
    assert row(made).effect.median == "with the median seed, dropout 0.2 has no finite value"
    assert row(made).effect.interval == ""
