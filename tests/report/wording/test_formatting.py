"""Numbers, names and addresses as the report prints them."""

import pytest

from harness.report.wording import formatting
from harness.report.wording.formatting import Addresses


def test_hostile_ids_make_plain_addresses_and_never_the_same_one():
    addresses = Addresses()
    made = [addresses.new(part) for part in ("a b", "a-b", 'a"b', "", "4", "🙂")]
    assert made == ["a-b", "a-b-2", "a-b-3", "unnamed", "n4", "unnamed-2"]


def test_no_address_has_two_hyphens_in_a_row_so_that_an_addresss_own_parts_are_no_others():
    addresses = Addresses()
    made = [
        addresses.new(*parts) for parts in (("a--b",), ("a-", "-b"), ("a", "--title"), ("a\u2014b", ""), ("a",), ("a",))
    ]
    assert not any("--" in address for address in made)
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.02, "0.02"),
        (500.0, "500"),
        (1e5, "10⁵"),
        (1e-7, "10⁻⁷"),
        (2e-6, "2 × 10⁻⁶"),
        (-1.1, "−1.1"),
        (-1e-6, "−1 × 10⁻⁶"),
    ],
)
def test_chosen_numbers_are_written_as_people_write_them(number, text):
    assert formatting.plain(number) == text


@pytest.mark.parametrize(
    ("nodeid", "params", "said"),
    [
        ("claims/test_a.py::test_sigmoid_is_flat[a::b]", "a::b", "sigmoid is flat"),
        ("claims/test_a.py::test_sigmoid_is_flat", "", "sigmoid is flat"),
    ],
)
def test_a_tests_name_is_a_sentence(nodeid, params, said):
    assert formatting.words_of_test(nodeid, params) == said


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
    assert formatting.figure(number, signed=signed) == shown


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (2e-8, "20 ns"), (0.598, "598 ms"), (119.6, "120 s"), (1375, "22 min 55 s"), (7260, "2 h 1 min")],
)
def test_a_time_has_the_unit_that_suits_it(seconds, said):
    assert formatting.duration(seconds) == said
