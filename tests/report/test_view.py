"""The view model: what the page says of claims, in which order and in which words."""

import pytest

from harness.report import page as report
from harness.report import view as report_view
from harness.report.wording.formatting import Addresses
from tests.report_content import aside, baseline, text_of


def test_sections_come_in_the_tutorials_order_and_claims_by_number(made):
    made.statistical("EP5", section="Iterative learning")
    made.statistical("NS10", section="Network structure settings")
    made.statistical("NS2", section="Network structure settings")
    made.statistical("ZZ1", section="Another section")
    page = report_view.page(made.content, Addresses())
    assert [section.title for section in page.sections][-1] == "Another section"
    assert [card.id for section in page.sections for card in section.cards] == ["NS2", "NS10", "EP5", "ZZ1"]


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
    ("params", "command"),
    [
        ("1", "pytest 'claims/test_lr5.py::test_lr5_holds[1]'"),
        ("", "pytest claims/test_lr5.py::test_lr5_holds"),
        ("a b", "pytest 'claims/test_lr5.py::test_lr5_holds[a b]'"),
        ("$(x)", "pytest 'claims/test_lr5.py::test_lr5_holds[$(x)]'"),
    ],
)
def test_a_card_says_how_to_ask_just_this_again(made, params, command):
    made.statistical("LR5", params)
    made.content["options"]["max_seeds"] = None
    (question,) = report_view.page(made.content, Addresses()).sections[0].cards[0].asked
    assert question.rerun == command


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"dataset": "mnist", "data": "/home/jane/x y.npz"},
            " --claims-dataset mnist --claims-data 'x y.npz'",
        ),
        ({"dataset": "mnist5k", "data": None, "trainer": "epoch", "max_seeds": None}, ""),
        ({"trainer": "fit", "max_seeds": 24}, " --claims-trainer fit --claims-max-seeds 24"),
    ],
)
def test_asking_again_is_on_the_same_data_by_the_same_trainer_and_with_as_many_seeds(options, said):
    assert report_view._rerun(["claims/test_a.py::test_x"], options) == f"pytest claims/test_a.py::test_x{said}"


def test_the_checks_of_a_claim_are_made_again_by_their_functions_and_no_others(made):
    made.content["options"] = {}
    for params in ("1", "10"):
        made.exact("LO2", params)
    made.exact("LO2", "a[b]", nodeid="claims/test_lo2.py::test_other[a[b]]")
    made.statistical("LO2", "cost")
    made.content["claims"][-1]["section"] = made.content["claims"][0]["section"]
    (card,) = report_view.page(made.content, Addresses()).sections[0].cards
    made_again = "pytest claims/test_lo2.py::test_lo2_holds claims/test_lo2.py::test_other"
    assert card.rerun == made_again
    assert made_again in text_of(report.render(made.content))


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
    assert "the smallest relative fall from one batch size to the next has a median of" in text
    assert "smallest relative fall from one batch size to the next, batch size 16 to batch size 256" in text
    assert "median of the smallest relative fall from one batch size to the next" in text
    assert "batch size 16" in text
    assert "Values of each round" in text


def test_the_controls_of_the_suite_stand_with_the_statistics(made):
    assert "alarms promised" not in text_of(report.render(made.content))
    found = {"controls": 40, "decidable": 9, "supported": 0, "alarms": 1, "measured": 0.025, "promised": 0.031}
    made.content["controls"] = found | {"supported_promised": 0.002}
    assert "0 of 40 supported, 1 alarm" in text_of(report.render(made.content))
