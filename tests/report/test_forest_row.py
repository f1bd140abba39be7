"""The rows of the forest plot: what is where, seen from the margin."""

import pytest

from harness.report.forest_row import WIDTH, alt, forest


def test_a_forest_row_puts_margin_and_zero_at_the_same_places_in_every_comparison(made):
    rows = [
        forest(made.statistical(margin=margin, effect={"estimate": 3 * margin, "low": margin, "high": 9 * margin}))
        for margin in (0.01, 5.0)
    ]
    assert rows[0] == rows[1]
    assert rows[0].zero < WIDTH / 2 == rows[0].low < rows[0].dot < rows[0].high


def test_what_speaks_for_the_claim_is_right_of_the_margin_also_if_that_is_an_upper_limit(made):
    entry = made.statistical(kind="proportion", levels=(0.9,), margin=1.0)
    entry["effects"] = [0.5] * 12
    entry["effect"] = {"estimate": 0.5, "low": 0.4, "high": 0.6}
    assert forest(entry).dot > WIDTH / 2
    entry["answers"] = [False] * 12
    assert forest(entry).dot < WIDTH / 2


def test_infinite_effects_leave_the_strip_and_missing_limits_leave_the_dot(made):
    row = forest(made.statistical(effect={"estimate": "Infinity", "low": 0.5, "high": "Infinity"}))
    assert row.beyond == (False, True)
    assert 0 < row.dot < WIDTH
    assert not forest(made.statistical(effect={"estimate": 0.5, "low": None, "high": None})).estimated
    assert forest(made.statistical(effect=None)) is None


def test_an_interval_claim_has_a_band(made):
    row = forest(made.statistical(kind="interval", levels=(0.9,)))
    assert row.band[0] < row.dot < row.band[1]


@pytest.mark.parametrize(
    ("margin", "way", "estimate", "said"),
    [
        (0.85, 1, 0.9, "claimed: at least 0.85; for the claim"),
        (0.85, -1, 0.9, "claimed: at most 0.85; against the claim"),
        (0.85, -1, 0.8, "claimed: at most 0.85; for the claim"),
        (0.85, 1, 0.85, "claimed: at least 0.85; on the margin"),
        ([0.8, 0.9], None, 0.85, "interval 0.8 to 0.9; in the interval"),
        ([0.8, 0.9], None, 0.95, "interval 0.8 to 0.9; outside the interval"),
    ],
)
def test_a_row_says_its_direction_to_those_who_cannot_see_it(made, margin, way, estimate, said):
    kind = "proportion" if way else "interval"
    entry = made.statistical(kind=kind, levels=(0.9,), margin=margin, **({"sign": way} if way else {}))
    entry["effect"] = {"estimate": estimate, "low": estimate, "high": estimate}
    text = alt(entry, forest(entry))
    assert text.startswith(f"median test accuracy {estimate:.3f}, ")
    assert text.endswith(said)


def test_a_row_says_what_an_infinite_effect_means(made):
    entry = made.statistical(effect={"estimate": "Infinity", "low": 0.5, "high": "Infinity"}, effects=["Infinity"] * 12)
    entry["arms"][1]["values"] = ["-Infinity"] * 12
    assert "∞, with the median seed, dropout 0.2 has no finite value; margin 0.01" in alt(entry, forest(entry))
