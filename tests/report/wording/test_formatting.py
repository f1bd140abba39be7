"""Numbers and names as the report prints them."""

import math

import pytest

from harness.report.wording import formatting
from harness.results.model import Interval


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
        (math.inf, True, "+∞"),
        (-math.inf, False, "−∞"),
        (math.nan, False, "–"),
        (None, False, "–"),
    ],
)
def test_numbers_have_the_digits_a_reader_can_use(number, signed, shown):
    assert formatting.rounded(number, signed=signed) == shown


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (2e-8, "20 ns"), (0.598, "598 ms"), (119.6, "120 s"), (1375, "22 min 55 s"), (7260, "2 h 1 min")],
)
def test_a_time_has_the_unit_that_suits_it(seconds, said):
    assert formatting.duration(seconds) == said


def test_an_interval_is_its_limits_and_without_them_it_says_so():
    limits = Interval(estimate=0.02, low=-0.01, high=0.05)
    assert formatting.span(limits) == "−0.010 to 0.050"
    assert formatting.span(limits, signed=True) == "−0.010 to +0.050"
    without = formatting.span(None)
    assert not any(c.isdigit() for c in without)
    for missing in ("low", "high"):
        assert formatting.span(limits.model_copy(update={missing: None})) == without


def test_counts_and_enumerations_read_as_people_write_them():
    assert [formatting.count(number, "seed") for number in (0, 1, 2)] == ["0 seeds", "1 seed", "2 seeds"]
    assert [formatting.listing("abc"[:parts]) for parts in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert formatting.capital("nS4") == "NS4"


def test_numbers_in_names_are_sorted_as_numbers():
    assert sorted(["NS10", "NS2b", "NS2", "AC3"], key=formatting.natural) == ["AC3", "NS2", "NS2b", "NS10"]
