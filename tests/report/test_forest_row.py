"""The rows of the forest plot: what is where, seen from the margin."""

import pytest

from harness.report.forest_row import Forest, alt, forest
from harness.report.wording import quantities
from harness.report.wording.effects import infinite

MIDDLE = Forest.WIDTH / 2


def row(made, **changes):
    made.statistical(**changes)
    return forest(made.claim)


def estimated(estimate, low=None, high=None):
    return {"estimate": estimate, "low": low, "high": high}


def test_a_forest_row_puts_margin_and_zero_at_the_same_places_in_every_comparison(made):
    first, second = (
        row(made, margin=margin, effect=estimated(3 * margin, margin, 9 * margin)) for margin in (0.01, 5.0)
    )
    assert first == second
    assert first.zero < MIDDLE == first.low < first.dot < first.high


def test_what_speaks_for_the_claim_is_right_of_the_margin_also_if_that_is_an_upper_limit(made):
    alone = {"kind": "proportion", "levels": (0.9,), "margin": 1.0, "effect": estimated(0.5, 0.4, 0.6)}
    assert row(made, sign=-1, **alone).dot > MIDDLE
    assert row(made, sign=1, **alone).dot < MIDDLE
    assert row(made, sign=1, **alone).zero is None


def test_infinite_effects_leave_the_strip_and_missing_limits_leave_the_dot(made):
    infinite = row(made, effect=estimated("Infinity", 0.5, "Infinity"))
    assert infinite.beyond == (False, True)
    assert 0 < infinite.dot < Forest.WIDTH
    assert not row(made, effect=estimated(0.5)).estimated
    assert row(made, effect=None) is None


@pytest.mark.parametrize("limit", ["NaN", None])
def test_what_is_no_number_has_no_place(made, limit):
    assert row(made, effect=estimated("NaN", 0.1, 0.2)) is None
    half = row(made, effect=estimated(0.5, limit, 0.6))
    assert not half.estimated
    assert half.low == half.dot == half.high


def test_an_interval_has_a_band(made):
    inside = row(made, kind="interval", levels=(0.9,))
    assert inside.band[0] < inside.dot < inside.band[1]
    assert row(made, kind="interval", levels=(0.9,), margin=[0.9, 0.9]).band == (MIDDLE, MIDDLE)


@pytest.mark.parametrize(
    ("margin", "sign", "estimate", "said"),
    [
        (0.85, 1, 0.9, "for the claim"),
        (0.85, -1, 0.9, "against the claim"),
        (0.85, -1, 0.8, "for the claim"),
        (0.85, 1, 0.85, "on the margin"),
        ([0.8, 0.9], None, 0.85, "in the interval"),
        ([0.8, 0.9], None, 0.95, "outside the interval"),
    ],
)
def test_a_row_says_its_direction_to_those_who_cannot_see_it(made, margin, sign, estimate, said):
    kind = "proportion" if sign else "interval"
    made.statistical(kind=kind, levels=(0.9,), margin=margin, **({"sign": sign} if sign else {}))["effect"] = estimated(
        estimate, estimate, estimate
    )
    text = alt(made.claim, forest(made.claim))
    assert f" {100 * estimate:g} %, " in text
    assert quantities.claimed(made.claim) in text
    assert text.endswith(said)


def test_a_row_says_what_an_infinite_effect_means(made):
    entry = made.statistical(effect=estimated("Infinity", 0.5, "Infinity"), effects=["Infinity"] * 12)
    entry["arms"][1]["values"] = ["-Infinity"] * 12
    said = alt(made.claim, forest(made.claim))
    assert f" {infinite(made.claim)}; " in said
    assert "∞" not in said
