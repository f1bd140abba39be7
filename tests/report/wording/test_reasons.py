"""The reason of a contradicted claim: its figures are those of the results, and so are its directions."""

import pytest

from harness.declare.reason import FIGURES
from harness.report.wording import reasons, sentences

BELOW = {"estimate": -0.026, "low": -0.037, "high": -0.019}
ACROSS = {"estimate": -0.0165, "low": -0.033, "high": 0.001}


def filled(made, reason, **changes):
    made.statistical(verdict="refuted", **changes)
    return reasons.filled(reason, made.claim)


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("less accurate, by {below}", "less accurate, by 2.6 points"),
        ("the median is {effect} ({interval})", "the median is −2.6 points (−3.7 to −1.9)"),
        ("{yes} of {seeds} say yes, {no} no", "0 of 12 say yes, 12 no"),
        ("not {claimed}", "not more than 1 point"),
        ("no figure, and {something} else", "no figure, and {something} else"),
    ],
)
def test_figures_are_those_of_the_results(made, reason, text):
    assert filled(made, reason, effect=BELOW) == text


@pytest.mark.parametrize(
    ("reason", "effect"),
    [
        ("better by {above}", BELOW),
        ("worse by {below}", ACROSS),
        ("better by {above}", ACROSS),
        ("worse by {below}", {"estimate": -0.1, "low": None, "high": None}),
        ("worse by {below}", None),
    ],
    ids=["the other side", "includes 0", "includes 0, too", "too few seeds", "no effect"],
)
def test_a_direction_that_the_results_do_not_bear_out_is_not_stated(made, reason, effect):
    assert "by an amount that these results do not show (median " in filled(made, reason, effect=effect)


def test_every_figure_that_can_be_named_can_be_filled(made):
    text = filled(made, " ".join(f"{{{name}}}" for name in FIGURES), effect=BELOW)
    assert "{" not in text
    made.exact(verdict="refuted")
    assert reasons.filled("by {effect}", made.claim) == f"by {reasons.MISSING}"


def test_the_expectation_of_a_claim_has_the_figures(made):
    made.statistical(verdict="refuted", expected="refuted", expected_reason="worse by {below}", effect=BELOW)
    assert sentences.expectation(made.claim)[1].endswith("Reason: worse by 2.6 points")


def advice(made, text):
    return reasons.advice(text, {claim.title: claim for claim in made.results.claims})


def test_advice_has_the_figures_of_the_tests_that_it_names(made):
    made.statistical("NS4", "B", "refuted", effect=BELOW)
    made.statistical("NS4", "C", effect={"estimate": 0.5, "low": 0.4, "high": 0.6})
    text = "Leave it out: it costs {NS4[B].below}. The other brings {NS4[C].above}."
    assert advice(made, text) == "Leave it out: it costs 2.6 points. The other brings 50 points."


@pytest.mark.parametrize("place", ["{NS4[B].below}", "{NS9.effect}", "{NS4[B].nothing}"])
def test_a_sentence_of_advice_that_the_results_do_not_bear_out_is_left_out(made, place):
    made.statistical("NS4", "B", "refuted", effect=ACROSS)
    assert advice(made, f"Keep it. It costs {place}. So it is.") == "Keep it. So it is."
