"""The small bar of an effect: from 0 to the effect, with what the claim asks for."""

from harness.report.effect_bar import EffectBar, effect_bar


def test_the_bar_reaches_from_zero_to_the_effect(made):
    made.statistical(effect={"estimate": -0.03, "low": -0.04, "high": -0.02})
    bar = effect_bar(made.claim)
    assert bar.low < bar.effect < bar.high < bar.zero < bar.bounds[0] <= EffectBar.WIDTH
    assert (bar.start, round(bar.start + bar.length, 1)) == (bar.effect, bar.zero)
    assert bar.alt == "3 points the other way; the claim asks for more than 1 point"


def test_an_interval_to_lie_in_has_two_ends(made):
    made.statistical(kind="interval", levels=(0.9,))
    assert effect_bar(made.claim).bounds == sorted(effect_bar(made.claim).bounds)
    assert len(effect_bar(made.claim).bounds) == 2


def test_an_infinite_effect_is_at_the_edge_and_in_words(made):
    made.statistical(effect={"estimate": "Infinity", "low": 0.5, "high": "Infinity"})
    bar = effect_bar(made.claim)
    assert bar.beyond
    assert 0 < bar.zero < bar.effect <= EffectBar.WIDTH
    assert "no finite value" in bar.alt


def test_what_was_not_measured_has_no_bar(made):
    made.statistical(effect=None)
    assert effect_bar(made.claim) is None
    assert effect_bar(None) is None
