"""An answer in a sentence: which way, by how much, in people's units, and in words where there is no number."""

import pytest

from harness.report.wording.plain_answers import plain_answer, sureness, what_was_seen

ABOVE = {"estimate": 0.051, "low": 0.018, "high": 0.076}
BELOW = {"estimate": -0.026, "low": -0.037, "high": -0.019}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"effect": ABOVE},
            "Test accuracy is 5.1 points higher with dropout 0.1 than with dropout 0.2 (1.8 to 7.6); claimed: more "
            "than 1 point.",
        ),
        (
            {"effect": BELOW},
            "Test accuracy is 2.6 points lower with dropout 0.1 than with dropout 0.2 (1.9 to 3.7); claimed: more than "
            "1 point.",
        ),
        (
            {"kind": "proportion", "levels": (0.9,), "effect": {"estimate": 0.9, "low": 0.88, "high": 0.91}},
            "Test accuracy: 90 % in the median seed (88 to 91); claimed: at least 85 %.",
        ),
        (
            {"kind": "interval", "levels": (0.9,), "effect": {"estimate": 0.9, "low": None, "high": None}},
            "Test accuracy: 90 % in the median seed; claimed: between 85 and 95 %.",
        ),
        (
            {"kind": "trend", "levels": (0.6, 0.7, 0.8), "effect": ABOVE},
            "Test accuracy rises at every step from dropout 0.4 to dropout 0.2, by at least 5.1 points (1.8 to 7.6).",
        ),
        (
            {"kind": "trend", "levels": (0.6, 0.7, 0.8), "effect": BELOW},
            "Test accuracy does not rise at every step from dropout 0.4 to dropout 0.2: one step goes the other way, "
            "by 2.6 points (−3.7 to −1.9).",
        ),
    ],
    ids=["above", "below", "share", "interval", "rising", "not rising"],
)
def test_an_answer_is_a_sentence(made, changes, expected):
    made.statistical(**changes)
    assert plain_answer(made.claim) == expected


def test_an_infinite_effect_says_who_has_no_value_and_how_often(made):
    infinite = {"estimate": "Infinity", "low": None, "high": None}
    entry = made.statistical(effect=infinite, effects=["Infinity"] * 12)
    entry["arms"][1]["values"] = ["-Infinity"] * 8 + [0.5] * 4
    assert "dropout 0.2 has no finite value in 8 of 12 seeds" in plain_answer(made.claim)
    assert "∞" not in plain_answer(made.claim)


def test_a_reason_that_was_foreseen_is_what_was_seen_if_the_results_bear_it_out(made):
    foreseen = {"expected": "refuted", "expected_reason": "It is worse, by {below}."}
    made.statistical(verdict="refuted", effect=BELOW, **foreseen)
    assert what_was_seen(made.claim) == "It is worse, by 2.6 points."
    made.statistical("NS5", verdict="refuted", effect=ABOVE, **foreseen)
    assert what_was_seen(made.claim) == plain_answer(made.claim)


def test_an_open_answer_says_which_way_it_leans(made):
    made.statistical(verdict="inconclusive", probability={"estimate": 0.3, "low": 0.1, "high": 0.45})
    assert "leans towards no" in sureness(made.claim)
    made.statistical("NS5", verdict="inconclusive")
    assert "too near to an even split" in sureness(made.claim)
    made.statistical("NS6")
    assert sureness(made.claim) == "12 of 12 seeds agree"
