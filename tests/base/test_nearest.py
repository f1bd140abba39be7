"""What is offered to somebody who gave a name that there is not."""

import pytest

from harness.base.nearest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("value", "names", "meant"),
    [
        ("hiden", ["hidden", "held_out"], "hidden"),
        ("MNIST", ["mnist", "mnist5k"], "mnist"),
        ("val_loss", ["Loss of val", "VAL_LOSS"], "VAL_LOSS"),
    ],
)
def test_the_likeliest_is_offered_whatever_is_in_capitals(value, names, meant):
    assert did_you_mean(value, names) == f"; did you mean {meant!r}?"


@pytest.mark.parametrize(("value", "name"), [("batch_norm", "batch_size"), ("torch", "keras"), ("", "xor")])
def test_what_only_begins_alike_is_not_offered(value, name):
    assert did_you_mean(value, [name]) == ""


def test_a_list_of_the_nearest_has_as_many_as_it_is_to_have():
    assert nearest("l2", ["loss", "library", "held_out"], most=2, cutoff=0.0) == ["loss", "library"]
