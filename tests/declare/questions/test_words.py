"""Each kind of question says of itself all that results.json and the report need: one snapshot a kind."""

import pytest

from harness.declare.claim import at_least, at_most, beats, exceeds, falls, gains_more, holds, rises, same, within
from harness.declare.effect import Leads
from harness.declare.metrics import metric
from harness.judge.decide import judge
from harness.train.function import experiment
from tests.toys import TOY

B, C, D = (TOY.with_(hidden=(units,)) for units in (8, 16, 32))
NOISY, NOISY_B = TOY.with_(label_noise=0.4), B.with_(label_noise=0.4)
NAMES = ["A", "B", "C", "D"]


@experiment(metrics={"settled": metric("settled", higher_is_better=True)})
def settling(seed):
    """Return a yes or a no."""
    return {"settled": seed >= 0}


SAID = {
    "equivalence": {
        "asked": same(TOY, B, on="test_accuracy", within=0.05),
        "question": "With the same seed, is the test accuracy of A the same as that of B, within 0.05?",
        "effect_label": "how far A is above B",
        "claimed": "at most 0.05 either way",
        "bounds": [("at least −0.05", -0.05, "above"), ("at most 0.05", 0.05, "below")],
        "signed": True,
        "compares": True,
        "figure": "pairs",
        "leads": None,
        "reason": "0 of 12 seeds say yes: 0 or fewer rule out a yes more often than not",
    },
    "holding": {
        "asked": holds(settling(), on="settled"),
        "question": "With this seed, is this true: settled?",
        "effect_label": "settled",
        "claimed": "true (1)",
        "bounds": [("true (1)", 1.0, "above")],
        "signed": False,
        "compares": False,
        "figure": "values",
        "leads": None,
        "reason": "0 of 12 seeds say yes: 0 or fewer rule out a yes more often than not",
    },
    "superiority": {
        "asked": exceeds(TOY, B, on="test_accuracy", by=0.01),
        "question": "With the same seed, is the test accuracy of A above that of B by more than 0.01?",
        "effect_label": "how far A is above B",
        "claimed": "more than 0.01",
        "bounds": [("more than 0.01", 0.01, "above")],
        "signed": True,
        "compares": True,
        "figure": "pairs",
        "leads": None,
        "reason": "12 of 12 seeds say yes: 12 or more are enough for a yes more often than not",
    },
    "interaction": {
        "asked": gains_more((NOISY, NOISY_B), (TOY, B), on="test_accuracy", by=0.5),
        "question": "With the same seed, is the lead of hidden 4 over hidden 8 in test accuracy larger with label "
        "noise 0.4 than with label noise 0, by more than 0.5?",
        "effect_label": "how much larger the lead of hidden 4 over hidden 8 is with label noise 0.4 than with label "
        "noise 0",
        "claimed": "more than 0.5",
        "bounds": [("more than 0.5", 0.5, "above")],
        "signed": True,
        "compares": True,
        "figure": "pairs",
        "leads": Leads("hidden 4 over hidden 8", ("label noise 0.4", "label noise 0")),
        "reason": "0 of 12 seeds say yes: 0 or fewer rule out a yes more often than not",
    },
    "proportion": {
        "asked": at_least(TOY, on="test_accuracy", value=0.75, p0=0.6),
        "question": "With this seed, is the test accuracy at least 0.75?",
        "effect_label": "test accuracy",
        "claimed": "at least 0.75",
        "bounds": [("at least 0.75", 0.75, "above")],
        "signed": False,
        "compares": False,
        "figure": "values",
        "leads": None,
        "reason": "0 of 12 seeds say yes: 0 or fewer rule out a yes with probability above 0.6",
    },
    "trend": {
        "asked": falls(TOY, B, C, on="test_loss"),
        "question": "With the same seed, does the test loss fall at every step over A; B; C; D?",
        "effect_label": "smallest fall from one arm to the next",
        "claimed": "more than 0",
        "bounds": [("more than 0", 0.0, "above")],
        "signed": True,
        "compares": True,
        "figure": "arms",
        "leads": None,
        "reason": "12 of 12 seeds say yes: 12 or more are enough for a yes more often than not",
    },
    "interval": {
        "asked": within(TOY, on="test_loss", low=-0.25, high=0.25),
        "question": "With this seed, does the test loss lie between -0.25 and 0.25?",
        "effect_label": "test loss",
        "claimed": "between −0.25 and 0.25",
        "bounds": [("at least −0.25", -0.25, "above"), ("at most 0.25", 0.25, "below")],
        "signed": False,
        "compares": False,
        "figure": "values",
        "leads": None,
        "reason": "12 of 12 seeds say yes: 12 or more are enough for a yes more often than not",
    },
}


@pytest.mark.parametrize("kind", SAID)
def test_a_kind_owns_its_words_and_its_figure(kind):
    said = dict(SAID[kind])
    asked = said.pop("asked")
    assert asked.kind == kind
    effects = [0.1] * 12
    answers = [asked.answer(effect) for effect in effects]
    assert said == {
        "question": asked.text(NAMES),
        "effect_label": asked.effect_label(NAMES),
        "claimed": asked.claimed,
        "bounds": list(asked.bounds),
        "signed": asked.signed,
        "compares": asked.compares,
        "figure": asked.figure,
        "leads": asked.leads,
        "reason": judge(answers, effects, p0=asked.p0, looks=asked.looks).reason,
    }


def test_the_other_direction_has_other_words():
    downwards = beats(TOY, B, on="test_loss", by=0.01)
    assert downwards.effect_label(NAMES) == "how far A is below B"
    assert " of A below that of B by more than 0.01?" in downwards.text(NAMES)
    assert at_most(TOY, on="test_loss", value=0.5).bounds == (("at most 0.5", 0.5, "below"),)
    assert rises(TOY, B, on="test_loss").effect_label(NAMES) == "smallest rise from one arm to the next"


def test_two_arms_of_a_trend_are_drawn_as_pairs():
    assert rises(TOY, B, on="test_loss").figure == "pairs"


def test_a_threshold_of_next_to_nothing_asks_for_any_amount_at_all():
    assert at_least(TOY, on="test_loss", value=1e-6).claimed == "more than 0 (10⁻⁶ or more)"
    assert at_most(TOY, on="test_loss", value=1e-6).claimed == "at most 10⁻⁶"
    assert at_least(TOY, on="test_loss", value=0.0).claimed == "at least 0"


def test_leads_of_different_pairs_are_called_by_their_arms():
    assert gains_more((TOY, B), (C, D), on="test_accuracy", by=0.0).leads == Leads(
        "", ("hidden 4 over hidden 8", "hidden 16 over hidden 32")
    )
    label = gains_more((TOY, B), (C, D), on="test_accuracy", by=0.0).effect_label(NAMES)
    assert label == "how much larger the lead of hidden 4 over hidden 8 is than that of hidden 16 over hidden 32"


def test_settings_with_commas_in_them_are_not_taken_apart():
    measured = TOY.with_(measure=("training_curve", "updates"))
    asked = gains_more((measured, measured.with_(hidden=(8,))), (C, D), on="test_accuracy", by=0.0)
    first, _ = asked.leads.names
    assert first == "hidden 4, measure training_curve, updates over hidden 8, measure training_curve, updates"
