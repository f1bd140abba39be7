"""The view model: what the page says of claims, in which order and in which words."""

import pytest

from harness import report, report_story, report_view
from harness.report_words import Addresses
from tests.report_content import aside, baseline, text_of


def test_sections_come_in_the_tutorials_order_and_claims_by_number(made):
    made.statistical("EP5", section="Iterative learning")
    made.statistical("NS10", section="Network structure settings")
    made.statistical("NS2", section="Network structure settings")
    made.statistical("ZZ1", section="Another section")
    page = report_view.page(made.content, Addresses())
    assert [section.title for section in page.sections][-1] == "Another section"
    assert [card.id for section in page.sections for card in section.cards] == ["NS2", "NS10", "EP5", "ZZ1"]


def test_a_sections_paragraphs_tell_what_held_and_what_did_not(made):
    made.statistical("NS4", "B", says="A wins.")
    made.statistical("NS4", "C", "refuted", says="A wins.")
    told = report_story.story(made.content["claims"])
    assert [lead for _, lead, _ in told] == ["What held", "What did not hold"]
    ((name, says, evidence),) = told[1][2]
    assert (name, says) == ("NS4", "A wins.")
    assert "where more than 0.01 was claimed; 0 of 12 seeds say yes" in evidence


def test_an_expected_refutation_is_explained_and_not_alarming(made):
    entry = made.statistical("NS4", "B", "refuted", expected="refuted", expected_reason="raw pixels saturate")
    assert report_story.expectation(entry) == (
        True,
        "Expected: the suite already knows that the evidence refutes this claim. Reason: raw pixels saturate",
    )
    assert report_view.page(made.content, Addresses()).unexpected == 0


@pytest.mark.parametrize(("verdict", "expected"), [("supported", "refuted"), ("refuted", "supported")])
def test_a_verdict_that_was_not_expected_is_marked(made, verdict, expected):
    made.statistical(verdict=verdict, expected=expected)
    assert report_view.page(made.content, Addresses()).unexpected == 1
    assert f"Not as expected: {expected} was expected" in text_of(report.render(made.content))


def test_scikit_learn_is_shown_side_by_side(made):
    made.statistical(baseline=baseline("refuted", 0))
    text = text_of(report.render(made.content))
    assert "A different verdict: with Keras supported, here refuted; 0 of 12 seeds say yes" in text
    assert "MLPClassifier has no dropout" in text


@pytest.mark.parametrize(
    ("verdict", "held", "said"), [("refuted", True, "as it must be"), ("supported", False, "distrust")]
)
def test_a_control_that_is_supported_is_an_alarm(made, verdict, held, said):
    entry = made.statistical(control=aside(verdict, 3))
    assert report_story.control(entry)[0] is held
    assert "3 of 6 groups of seeds say yes" in report_story.control(entry)[1]
    assert said in text_of(report.render(made.content))


def test_the_protocol_highlights_what_differs(made):
    entry = made.statistical()
    rows = report_view._protocol(entry, made.content["experiments"])
    assert [row.field for row in rows if row.differs] == ["dropout"]


def test_diverged_runs_are_shown_as_values_and_counted(made):
    made.statistical(diverged=3)
    text = text_of(report.render(made.content))
    assert "3 runs without a finite value (crosses)" in text
    assert "3 of 24 runs diverged" in text
    assert "-inf" in text


@pytest.mark.parametrize(
    ("params", "command"),
    [
        ("B", 'pytest claims/ -k "NS4 and B"'),
        ("", "pytest claims/ -k NS4"),
        ("a b", "pytest 'claims/test_ns4.py::test_ns4_holds[a b]'"),
        ("$(x)", "pytest 'claims/test_ns4.py::test_ns4_holds[$(x)]'"),
    ],
)
def test_a_card_says_how_to_ask_again(made, params, command):
    assert report_view._rerun(made.statistical("NS4", params), {}) == command


def test_asking_again_names_the_data(made):
    options = {"dataset": "mnist", "data": "/home/jane/x y.npz"}
    assert report_view._rerun(made.exact("X1"), options) == (
        "pytest claims/ -k X1 --claims-dataset mnist --claims-data 'x y.npz'"
    )


def test_the_checks_of_an_exact_claim_are_one_entry_as_long_as_they_agree(made):
    for params in ("0", "1", "2"):
        made.exact("AC4", params)
    page = report_view.page(made.content, Addresses())
    (card,) = page.sections[0].cards
    assert [(entry.title, entry.address, entry.checks) for entry in card.entries] == [("AC4", "AC4", 3)]
    assert [number for _, number in page.tally] == [1, 0, 0, 0]
    assert page.tests == "3 checks by values"
    made.exact("AC4", "3", "refuted")
    (card,) = report_view.page(made.content, Addresses()).sections[0].cards
    assert [(entry.title, entry.checks) for entry in card.entries] == [("AC4", 3), ("AC4 · 3", 1)]
    assert [check.address for check in card.checks] == ["AC4-0", "AC4-1", "AC4-2", "AC4-3"]


def test_more_yeses_of_a_control_than_expected_are_an_alarm(made):
    made.statistical(control=aside("inconclusive", 4, alarm=True))
    assert "4 of 6 groups of seeds say yes, where 0.500 were to be expected" in text_of(report.render(made.content))


def test_a_benchmarks_rounds_are_shown_like_seeds(made):
    made.timed()
    text = text_of(report.render(made.content))
    assert "12 of 12 rounds say yes" in text
    assert "batch size 16" in text
    assert "Values of each round" in text


def test_the_controls_of_the_suite_stand_with_the_statistics(made):
    assert "alarms promised" not in text_of(report.render(made.content))
    found = {"controls": 40, "decidable": 9, "supported": 0, "alarms": 1, "measured": 0.025, "promised": 0.031}
    made.content["controls"] = found | {"supported_promised": 0.002}
    assert "0 of 40 supported, 1 alarm" in text_of(report.render(made.content))
