"""The view model: what the page says of claims, in which order."""

import pytest

from harness.report import view
from harness.report.addresses import Addresses


def page(made):
    return view.page(made.results, Addresses())


def only_card(made):
    (section,) = page(made).sections
    (card,) = section.cards
    return card


def test_sections_come_in_the_tutorials_order_and_claims_by_number(made):
    made.statistical("EP5", section="Iterative learning")
    made.statistical("NS10", section="Network structure settings")
    made.statistical("NS2", section="Network structure settings")
    made.statistical("ZZ1", section="Another section")
    sections = page(made).sections
    assert [section.title for section in sections][-1] == "Another section"
    assert [card.id for section in sections for card in section.cards] == ["NS2", "NS10", "EP5", "ZZ1"]


@pytest.mark.parametrize(
    ("verdict", "expected", "unexpected"),
    [
        ("supported", "refuted", 1),
        ("refuted", "supported", 1),
        ("refuted", "refuted", 0),
        ("inconclusive", "refuted", 0),
    ],
)
def test_verdicts_that_were_not_expected_are_counted(made, verdict, expected, unexpected):
    made.statistical(verdict=verdict, expected=expected)
    assert page(made).unexpected == unexpected
    assert [entry.as_expected for entry in only_card(made).entries] == [not unexpected]


def test_a_claim_has_its_own_address_and_so_has_each_of_its_questions(made):
    made.statistical("NS4", "B")
    made.statistical("NS4", "C")
    card = only_card(made)
    assert card.address == "NS4"
    assert [question.address for question in card.asked] == ["NS4-B", "NS4-C"]
    assert [entry.address for entry in card.entries] == ["NS4-B", "NS4-C"]


def test_the_checks_of_a_claim_are_one_entry_as_long_as_they_agree(made):
    for params in ("0", "1", "2"):
        made.exact("AC4", params)
    assert [(entry.title, entry.address, entry.checks) for entry in only_card(made).entries] == [("AC4", "AC4", 3)]
    assert [number for _, number in page(made).tally] == [1, 0, 0, 0]
    assert page(made).tests == "3 checks by values"
    made.exact("AC4", "3", "refuted")
    card = only_card(made)
    assert [(entry.title, entry.checks) for entry in card.entries] == [("AC4", 3), ("AC4 · 3", 1)]
    assert [check.address for check in card.checks] == ["AC4-0", "AC4-1", "AC4-2", "AC4-3"]


def test_the_checks_of_a_claim_are_made_again_by_their_functions_and_no_others(made):
    made.content["options"] = {}
    for params in ("1", "10"):
        made.exact("LO2", params)
    made.exact("LO2", "a[b]", nodeid="claims/test_lo2.py::test_other[a[b]]")
    made.statistical("LO2", "cost", section=made.content["claims"][0]["section"])
    assert only_card(made).rerun == (
        "pytest claims/test_lo2.py::test_lo2_holds claims/test_lo2.py::test_other --claims-dataset mnist5k"
    )


def test_messages_name_nobodys_folders(made):
    message = "OSError: /home/jane/work/claims/data.npz"
    made.exact("AC4", "a", verdict="refuted", reason=message, expected_reason=message)
    (check,) = only_card(made).checks
    for text in (check.reason, check.expectation, check.claim.reason):
        assert "data.npz" in text
        assert "jane" not in text


def test_an_empty_session_has_a_page(made):
    assert page(made).sections == []
    assert page(made).questions == "0 questions"
