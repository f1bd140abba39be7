"""What stands along the axis of a setting."""

import pytest

from harness.report.wording.setting_names import along, setting_name

NAMES = {
    "hidden 2": "2 units",
    "hidden 8": "8 units",
    "hidden 256-128": "A (256-128 units)",
    "optimizer sgd": "SGD",
    "epochs 5": "5 epochs",
    "weight decay 0": "none",
}


@pytest.mark.parametrize(
    ("field", "contents", "texts", "across"),
    [
        ("epochs", [1, 5], ["1", "5"], "epochs"),
        ("hidden", [[2], [8]], ["2", "8"], "units"),
        ("hidden", [[2], [256, 128]], ["2 units", "A (256-128 units)"], ""),
        ("optimizer", ["sgd", "adam"], ["SGD", "adam"], ""),
        ("activation", ["relu", "tanh"], ["relu", "tanh"], "activation"),
        ("weight_decay", ["0", "some"], ["none", "some"], ""),
    ],
    ids=["numbers", "names that end alike", "other names", "some names", "no names", "a field of two words"],
)
def test_numbers_and_names_stand_along_an_axis(field, contents, texts, across):
    assert along(field, contents, NAMES) == (texts, across)


def test_a_setting_that_was_named_by_itself_is_its_value():
    assert setting_name("hidden", [8], {"hidden 8": "hidden 8"}) == "8"
    assert setting_name("hidden", [8], {}) == "8"
