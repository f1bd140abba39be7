"""Effects in the units that people use."""

import pytest

from harness.report.wording import quantities

LOSS = {"name": "test_loss", "label": "test loss", "unit": "nats"}


@pytest.mark.parametrize(
    ("value", "signed", "expected"),
    [
        (0.051, False, "5.1 points"),
        (-0.02, True, "−2 points"),
        (0.01, False, "1 point"),
        (0.0003, True, "+0.03 points"),
    ],
)
def test_differences_of_shares_are_in_points(made, value, signed, expected):
    made.statistical()
    assert quantities.amount(made.claim, value, signed=signed) == expected


def test_shares_are_in_percent(made):
    made.statistical(kind="proportion", levels=(0.9,))
    assert quantities.amount(made.claim, 0.9) == "90 %"
    assert quantities.claimed(made.claim) == "at least 85 %"


def test_what_is_itself_a_difference_of_shares_is_in_points_also_where_no_arms_are_compared(made):
    gap = {"name": "gap", "label": "gap", "unit": "share of examples", "is_difference": True}
    made.statistical(kind="proportion", levels=(0.02,), metric=gap)
    assert quantities.amount(made.claim, 0.02) == quantities.level(made.claim, [0.02]) == "2 points"


def test_other_values_keep_their_unit(made):
    made.statistical(metric=LOSS)
    assert quantities.amount(made.claim, 0.45) == "0.450 nats"
    assert quantities.amount(made.claim, 23.5) == "23.5 nats"
    assert quantities.figure(made.claim, 0.45) == "0.450", "the sentence names the unit"
    assert quantities.claimed(made.claim) == "more than 0.01 nats"


def test_limits_that_are_not_finite_are_not_given(made):
    made.statistical(effect={"estimate": 0.5, "low": 0.4, "high": "Infinity"})
    assert quantities.limits(made.claim, made.claim.effect) == ""
