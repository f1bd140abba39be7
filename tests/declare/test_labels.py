"""An experiment's fields as people write them."""

import pytest

from harness.declare.labels import arm_names, differences, field_name, field_value
from tests.toys import TOY


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([256, 128], "256-128"),
        ([], "none"),
        (["updates", "ablation"], "updates, ablation"),
        (0.1, "0.1"),
        (1.0, "1"),
        (1 / 255, "1/255"),
        (1 / 3e10, "3.333e-11"),
        (32, "32"),
        ("sgd", "sgd"),
    ],
)
def test_fields_are_written_as_people_write_them(value, text):
    assert field_value(value) == text


def test_a_fields_name_is_words():
    assert field_name("learning_rate") == "learning rate"


def test_arms_are_called_by_what_tells_them_apart():
    arms = TOY, TOY.with_(hidden=(8, 8), learning_rate=0.01)
    assert differences(arms) == [["hidden 4", "learning rate 0.1"], ["hidden 8-8", "learning rate 0.01"]]
    assert arm_names(arms) == ["hidden 4, learning rate 0.1", "hidden 8-8, learning rate 0.01"]
    assert arm_names([TOY]) == ["the arm"]
