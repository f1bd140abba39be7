"""What an effect is, and what it is held against, in words."""

import pytest

from harness.report.wording import effects as report_effect
from harness.report.wording.effects import Leads, bound, effect_sentence, infinite, margin_words, sign

INFINITE = {"estimate": "Infinity", "low": "Infinity", "high": "Infinity"}


@pytest.mark.parametrize(
    ("kind", "margin", "way", "sentence", "beside"),
    [
        ("superiority", 0.01, None, "more than 0.01", "margin 0.01"),
        ("trend", 0.0, None, "more than 0", "every step above 0"),
        ("benchmark", 0.0, None, "more than 0", "margin 0"),
        ("interval", [-1.1, -0.9], None, "−1.1 to −0.9", "interval −1.1 to −0.9"),
        ("benchmark", (0.8, 1.2), None, "0.8 to 1.2", "interval 0.8 to 1.2"),
        ("proportion", 0.75, 1, "at least 0.75", "claimed: at least 0.75"),
        ("proportion", 0.75, -1, "at most 0.75", "claimed: at most 0.75"),
        ("proportion", 0.75, None, "a threshold of 0.75", "threshold 0.75"),
        ("proportion", 1e-6, 1, "more than 0 (10⁻⁶ or more)", "claimed: more than 0 (10⁻⁶ or more)"),
        ("proportion", 1e-6, -1, "at most 10⁻⁶", "claimed: at most 10⁻⁶"),
    ],
)
def test_what_is_claimed_is_said_with_its_direction(kind, margin, way, sentence, beside):
    assert bound(kind, margin, way) == sentence
    assert margin_words(kind, margin, way) == beside


def test_the_direction_is_what_the_results_say_or_in_older_ones_what_the_answers_show(made):
    entry = made.statistical(kind="proportion", levels=(0.9,), margin=0.85)
    assert sign(entry) == 1
    assert sign(entry | {"answers": [False] * 12}) == -1
    assert sign(entry | {"margin": 1.0, "effects": [1.0] * 12}) is None
    assert sign(entry | {"margin": 1.0, "effects": [1.0] * 12, "sign": -1}) == -1
    assert sign(made.statistical()) is None


def lost(entry, *arms, value="Infinity"):
    """Make the values of some arms infinite, with every seed but the first."""
    for arm in arms:
        entry["arms"][arm]["values"] = [0.5, *[value] * 11]
    return entry


@pytest.mark.parametrize("effect", ["Infinity", "-Infinity"])
@pytest.mark.parametrize("arm", [0, 1])
@pytest.mark.parametrize("value", ["Infinity", "-Infinity"])
def test_an_infinite_effect_names_the_network_without_a_value_whichever_way_was_asked(made, effect, arm, value):
    entry = lost(made.statistical(), arm, value=value)
    entry |= {"effect": {**INFINITE, "estimate": effect}, "effects": [0.1, *[effect] * 11]}
    assert infinite(entry) == f"with the median seed, {entry['arms'][arm]['name']} has no finite value"


def test_all_networks_without_a_value_are_named_and_a_lone_one_is_the_network(made):
    entry = lost(made.statistical(kind="trend", levels=(0.6, 0.7, 0.8)), 0, 2)
    entry |= {"effect": INFINITE, "effects": [0.1, *["Infinity"] * 11]}
    names = [arm["name"] for arm in entry["arms"]]
    assert infinite(entry) == f"with the median seed, {names[0]} and {names[2]} have no finite value"
    alone = lost(made.statistical(kind="proportion", levels=(0.9,), effect=INFINITE), 0)
    alone["arms"][0]["name"] = "the network"
    alone["effects"] = [0.1, *["Infinity"] * 11]
    assert infinite(alone) == "with the median seed, the network has no finite value"


def test_a_figure_owns_the_words_for_its_infinity(made):
    entry = lost(made.statistical(kind="proportion", levels=(0.9,), margin=0.01, sign=-1), 0)
    entry |= {"effect": INFINITE, "effects": [0.1, *["Infinity"] * 11]}
    entry["metric"] = entry["metric"] | {"infinite": "no stop in the first half of the epochs"}
    told = effect_sentence(entry)
    assert "has no stop in the first half of the epochs (test accuracy, where at most 0.01 was claimed)" in told
    assert "finite" not in told


def test_a_finite_effect_has_no_words_for_infinity(made):
    assert infinite(made.statistical()) == ""


def test_an_interactions_effect_is_a_difference_of_leads(made):
    entry = made.statistical(levels=(0.9, 0.8, 0.7, 0.6))
    for arm, name in zip(entry["arms"], ["a 1, b 1", "a 2, b 1", "a 1, b 2", "a 2, b 2"], strict=True):
        arm["name"] = name
    assert report_effect.leads(entry) == Leads("a 1 over a 2", ("b 1", "b 2"))
    assert report_effect.effect_term(entry) == "median difference between the two leads"
    entry["arms"][3]["name"] = "c 3"
    assert report_effect.leads(entry) == Leads("", ("a 1, b 1 over a 2, b 1", "a 1, b 2 over c 3"))


@pytest.mark.parametrize("kind", ["superiority", "trend", "proportion", "interval"])
def test_other_questions_compare_no_leads(made, kind):
    assert report_effect.leads(made.statistical(kind=kind, levels=(0.7, 0.8))) is None


def test_every_kind_of_effect_has_a_sentence_with_what_was_claimed(made):
    assert "median lead of +" in effect_sentence(made.statistical())
    assert effect_sentence(made.statistical(effect=None)) == "no effect could be measured"
    told = effect_sentence(made.statistical(kind="interval", levels=(0.9,)))
    assert told.startswith("median test accuracy 0.9")
    assert told.endswith("where 0.85 to 0.95 was claimed")
    timed = made.timed()
    assert effect_sentence(timed).startswith("the smallest relative fall from one batch size to the next has a median")
    del timed["effect_label"]
    assert effect_sentence(timed).startswith("the effect has a median")
