"""The comparison with a reference, as the page shows it."""

import pytest

from harness.report import view
from harness.report.addresses import Addresses
from harness.report.compared_view import compared
from harness.results.model import ArmState, State
from tests import report_inventory


@pytest.fixture
def shown(made):
    """Return the view of results whose first claims flipped, moved and are new."""
    for params in "abcd":
        made.statistical("NS4", params)
    made.exact()
    made.content["comparison"] = report_inventory.compared(made.content)
    return compared(made.results, view.page(made.results, Addresses()))


def test_without_a_comparison_there_is_no_view(made):
    assert compared(made.results, view.page(made.results, Addresses())) is None


def test_what_changed_is_listed_with_its_address_if_it_is_in_the_page(shown):
    listed = {line.title: (line.state, line.address) for line in shown.lines}
    assert listed == {
        "NS4[a]": (State.FLIPPED, "NS4-a"),
        "NS4[b]": (State.MOVED, "NS4-b"),
        "NS4[c]": (State.NEW, "NS4-c"),
        "OLD[a]": (State.GONE, None),
    }


def test_every_test_of_the_page_has_its_mark(shown):
    assert {address: line.changed for address, line in shown.marks.items()} == {
        "NS4-a": True,
        "NS4-b": True,
        "NS4-c": True,
        "NS4-d": False,
        "AC4-question": False,
    }


def test_flips_are_counted_and_the_environments_changes_named(shown, made):
    assert shown.flipped == "1 verdict"
    assert ("tensorflow", "2.20.0 → 2.21.0") in shown.changes["versions"]
    made.content["comparison"]["claims"] = made.content["comparison"]["claims"][1:5]
    made.content["claims"] = made.content["claims"][1:]
    assert compared(made.results, view.page(made.results, Addresses())).flipped == ""


def test_arms_that_got_worse_are_counted_and_named_with_their_loss(shown):
    assert shown.arms.worse == "1 arm"
    ((state, name, loss),) = shown.arms.rows
    assert (state, name) == (ArmState.WORSE, "dropout 0.1 of NS4[a]")
    assert loss.startswith("test accuracy lower by more than 0.01 in 12 of 12 seeds, median change −0.09")
    assert dict(shown.arms.left_out) == {"the reference does not have this arm with this metric": "2 of 8"}
