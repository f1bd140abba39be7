"""An answer where card_sentences.txt, which has one of each kind of question, does not say all."""

from harness.report.wording.plain_answers import plain_answer, sureness, what_was_seen

ABOVE = {"estimate": 0.051, "low": 0.018, "high": 0.076}
BELOW = {"estimate": -0.026, "low": -0.037, "high": -0.019}


def test_an_infinite_effect_says_who_has_no_value_and_how_often(made):
    infinite = {"estimate": "Infinity", "low": None, "high": None}
    entry = made.statistical(effect=infinite, effects=["Infinity"] * 12)
    entry["arms"][1]["values"] = ["-Infinity"] * 8 + [0.5] * 4
    assert "no finite value with dropout 0.2 in 8 of 12 seeds" in plain_answer(made.claim)
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
