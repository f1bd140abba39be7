"""Effects as multiples of what was claimed."""

import math

import pytest

from harness.report.multiples import is_opposite, multiple


def found(made, estimate, *bounds):
    """Return the multiple of a question whose effect is held against bounds, such as (0.5, "above")."""
    made.statistical()
    effect = {"estimate": estimate, "low": None, "high": None}
    claim = made.results.claims[-1]
    bound = claim.bounds[0]
    return multiple(
        claim.model_copy(
            update={
                "effect": claim.effect.model_copy(update=effect),
                "bounds": tuple(bound.model_copy(update={"value": value, "side": side}) for value, side in bounds),
            }
        )
    )


@pytest.mark.parametrize(
    ("estimate", "bound", "expected"),
    [
        (0.03, (0.01, "above"), 3),
        (0.005, (0.01, "above"), 0.5),
        (-0.03, (0.01, "above"), -3),
        (0.0, (0.01, "above"), 0),
        (60, (30, "below"), 0.5),
        (20, (30, "below"), 1.5),
        (-2, (30, "below"), math.inf),
        (math.inf, (30, "below"), 0),
        (math.inf, (0.01, "above"), math.inf),
        (0.2, (0, "above"), math.inf),
        (-0.2, (0, "above"), -math.inf),
        (0.2, (0, "below"), -math.inf),
        (-0.005, (-0.01, "above"), 1.5),
        (-0.02, (-0.01, "above"), 0.5),
        (-0.4, (-0.2, "below"), 2),
        (0.4, (-0.2, "below"), -2),
    ],
)
def test_one_is_what_was_claimed_and_below_zero_is_the_opposite(made, estimate, bound, expected):
    assert found(made, estimate, bound) == pytest.approx(expected)


@pytest.mark.parametrize(("estimate", "expected"), [(0.9, 1), (0.8, 1), (1.4, 0.5), (0.2, 0.25), (-math.inf, 0)])
def test_inside_of_an_interval_it_is_one_and_outside_it_falls(made, estimate, expected):
    assert found(made, estimate, (0.8, "above"), (1.2, "below")) == pytest.approx(expected)


def test_no_difference_is_nothing_and_a_threshold_of_nothing_is_reached_by_nothing(made):
    assert found(made, 0.0, (0.0, "above")) == 0
    made.statistical("Q2", "", kind="proportion", levels=(0.0,), margin=0.0)
    claim = made.results.claims[-1]
    assert not claim.signed
    nothing = {
        "effect": claim.effect.model_copy(update={"estimate": 0.0}),
        "bounds": (claim.bounds[0].model_copy(update={"value": 0.0}),),
    }
    assert multiple(claim.model_copy(update=nothing)) == 1


@pytest.mark.parametrize(
    ("low", "high", "opposite"),
    [(-0.03, -0.01, True), (-0.03, 0.001, False), (-0.03, 0.0, False), (0.01, 0.03, False), (None, None, False)],
)
def test_it_is_the_opposite_only_where_all_of_the_interval_is(made, low, high, opposite):
    made.statistical(effect={"estimate": -0.02, "low": low, "high": high})
    assert is_opposite(made.claim) is opposite


def test_what_was_not_measured_has_none(made):
    made.statistical(effect=None)
    assert multiple(made.claim) is None
    assert not is_opposite(made.claim)
    assert found(made, math.nan, (0.01, "above")) is None
