"""What an effect is, and what it is held against, in words."""

import pytest

from harness.report.wording.effects import answered, effect_sentence, effect_term, infinite, measured

INFINITE = {"estimate": "Infinity", "low": "Infinity", "high": "Infinity"}


@pytest.fixture
def asked(made):
    """Return a question to seeds, in the version 1 that it is collected in."""
    return made.statistical(effect={"estimate": 0.1, "low": 0.09, "high": 0.11})


def lost(entry, *arms, value="Infinity", effect="Infinity"):
    """Make the values of some arms infinite, and the effect, with every seed but the first."""
    for arm in arms:
        entry["arms"][arm]["values"] = [0.5, *[value] * 11]
    entry["effect"] = {**INFINITE, "estimate": effect}
    entry["effects"] = [0.1, *[effect] * 11]
    return [arm["name"] for arm in entry["arms"]]


@pytest.mark.parametrize("effect", ["Infinity", "-Infinity"])
@pytest.mark.parametrize("arm", [0, 1])
@pytest.mark.parametrize("value", ["Infinity", "-Infinity"])
def test_an_infinite_effect_names_the_network_without_a_value_whichever_way_was_asked(made, effect, arm, value):
    names = lost(made.statistical(), arm, value=value, effect=effect)
    meaning = infinite(made.claim)
    assert names[arm] in meaning
    assert names[1 - arm] not in meaning


def test_all_networks_without_a_value_are_named(made):
    first, second, third = lost(made.statistical(kind="trend", levels=(0.6, 0.7, 0.8)), 0, 2)
    assert f"{first} and {third} have no" in infinite(made.claim)
    assert second not in infinite(made.claim)


def test_a_side_of_a_timing_without_a_value_is_named(made):
    entry = made.timed()
    entry |= {"effect": INFINITE, "effects": ["Infinity"] * 12}
    entry["rounds"] = [["Infinity", 1.0, 1.0]] * 12
    assert "median round, batch size 16 has" in infinite(made.claim)


def test_if_no_arm_says_why_an_effect_is_infinite_it_is_some_run(made):
    lost(made.statistical())
    assert "a run has" in infinite(made.claim)


def test_a_metric_owns_the_words_for_its_infinity(made):
    entry = made.statistical(kind="proportion", levels=(0.9,), margin=0.01, sign=-1)
    lost(entry, 0)
    entry["metric"] = entry["metric"] | {"infinite": "no stop in the first half of the epochs"}
    assert "has no stop in the first half of the epochs" in effect_sentence(made.claim)
    assert "finite" not in effect_sentence(made.claim)


def test_a_finite_effect_and_none_at_all_have_no_words_for_infinity(made, asked):
    assert infinite(made.claim) == ""
    asked["effect"] = None
    assert infinite(made.claim) == ""
    assert "no effect" in effect_sentence(made.claim)


def test_an_effect_without_limits_is_said_without_them(made, asked):
    assert "(0.090 to 0.110)" in effect_sentence(made.claim)
    asked["effect"] |= {"low": None, "high": None}
    assert "(" not in effect_sentence(made.claim)


def test_the_words_are_the_claims_own_whatever_its_kind(made):
    made.statistical(effect={"estimate": 0.1, "low": 0.09, "high": 0.11})
    own = {"kind": "mine", "effect_label": "my effect", "claimed": "a lot", "signed": False}
    comparing = made.claim.model_copy(update={**own, "compares": True})
    alone = made.claim.model_copy(update={**own, "compares": False})
    for claim in (comparing, alone):
        assert "where a lot was claimed" in effect_sentence(claim)
        assert "+" not in effect_sentence(claim)
    assert "test accuracy" in effect_sentence(comparing)
    assert effect_term(alone) == "median my effect"


def test_sides_of_a_timing_have_a_value_for_each_round_as_arms_have_for_each_seed(made):
    entry = made.timed()
    columns = measured(made.claim).columns
    assert [column.name for column in columns] == ["batch size 16", "batch size 64", "batch size 256"]
    assert [list(values) for values in zip(*(column.values for column in columns), strict=True)] == entry["rounds"]
    asked = made.statistical()
    assert [list(column.values) for column in measured(made.claim).columns] == [arm["values"] for arm in asked["arms"]]


def test_what_was_checked_by_values_or_not_played_has_no_answers(made):
    made.exact()
    assert answered(made.claim) is None
    made.timed()
    assert answered(made.claim) is not None
    nothing = {"rounds": (), "answers": (), "effects": (), "seeds": 0}
    assert answered(made.claim.model_copy(update=nothing)) is None
