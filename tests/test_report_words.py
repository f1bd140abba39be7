"""Numbers, names and addresses as the report prints them."""

import pytest

from harness import report_words
from harness.report_words import Addresses


def test_hostile_ids_make_plain_addresses_and_never_the_same_one():
    addresses = Addresses()
    made = [addresses.new(part) for part in ("a b", "a-b", 'a"b', "", "4", "🙂")]
    assert made == ["a-b", "a-b-2", "a-b-3", "unnamed", "n4", "unnamed-2"]


@pytest.mark.parametrize(
    ("number", "signed", "shown"),
    [
        (0.705, True, "+0.705"),
        (-0.0781, True, "−0.078"),
        (0.0, True, "0"),
        (1.0, False, "1"),
        (12.345, False, "12.35"),
        (0.00076, False, "0.00076"),
        (1234.5, False, "1234"),
        (3e-8, False, "3.00 × 10⁻⁸"),
        ("Infinity", True, "+∞"),
        ("-Infinity", False, "−∞"),
        ("NaN", False, "–"),
        (None, False, "–"),
    ],
)
def test_numbers_have_the_digits_a_reader_can_use(number, signed, shown):
    assert report_words.figure(number, signed=signed) == shown
