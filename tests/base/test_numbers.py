"""Numbers as people write them."""

import pytest

from harness.base.numbers import plain


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
    assert plain(number) == text
