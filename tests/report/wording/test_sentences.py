"""The sentences of the report: what happened, told from the numbers."""

import pytest

from harness.judge.finer import Finer
from harness.report.wording import finer as finer_words
from harness.report.wording import sentences
from harness.report.wording.effects import effect_term
from tests.report_content import aside, baseline

EFFECT = {"estimate": 0.125, "low": 0.1, "high": 0.15}
LIKELY = {"estimate": 1.0, "low": 0.7353, "high": 1.0}
INTERACTION = [f"batch size {size}, label noise {noise}" for noise in (0.4, 0) for size in (128, 16)]
SENTENCES = {
    "superiority": (
        "How far dropout 0.1 is above dropout 0.2: a median of +0.125 (0.100 to 0.150) in test accuracy, where more "
        "than 0.01 was claimed; 12 of 12 seeds say yes: yes with probability 1.00 (0.74 to 1.00)"
    ),
    "interaction": (
        "How much larger the lead of batch size 128 over batch size 16 is with label noise 0.4 than with label noise "
        "0: a median of +0.125 (0.100 to 0.150) in test accuracy, where more than 0.01 was claimed; 12 of 12 seeds "
        "say yes: yes with probability 1.00 (0.74 to 1.00)"
    ),
    "trend": (
        "Smallest rise from one arm to the next, dropout 0.3 to dropout 0.1: a median of +0.125 (0.100 to 0.150) in "
        "test accuracy, where more than 0 was claimed; 12 of 12 seeds say yes: yes with probability 1.00 (0.74 to 1.00)"
    ),
    "proportion": (
        "Median test accuracy 0.125 (0.100 to 0.150), where at least 0.85 was claimed; 12 of 12 seeds say yes: yes "
        "with probability 1.00 (0.74 to 1.00)"
    ),
    "interval": (
        "Median test accuracy 0.125 (0.100 to 0.150), where between 0.85 and 0.95 was claimed; 12 of 12 seeds say "
        "yes: yes with probability 1.00 (0.74 to 1.00)"
    ),
    "falling": (
        "Smallest relative fall from one batch size to the next, batch size 16 to batch size 256: a median of 0.125 "
        "(0.100 to 0.150) in seconds per epoch, where more than 0.01 was claimed; 12 of 12 rounds say yes: yes with "
        "probability 1.00 (0.74 to 1.00)"
    ),
    "": "Checked by values: all checks hold",
}
TERMS = {
    **dict.fromkeys(("superiority", "interaction", "trend", "falling"), "median effect"),
    **dict.fromkeys(("proportion", "interval"), "median test accuracy"),
}


def test_every_kind_of_question_has_its_sentence(made):
    """The one place that has the sentences in full."""
    made.statistical("A")
    for arm, name in zip(made.statistical("B", levels=(0.9, 0.8, 0.7, 0.6))["arms"], INTERACTION, strict=True):
        arm["name"] = name
    made.statistical("C", kind="trend", levels=(0.7, 0.8, 0.9))
    made.statistical("D", kind="proportion", levels=(0.9,), sign=1)
    made.statistical("E", kind="interval", levels=(0.9,))
    made.timed("F")
    for entry in made.content["claims"]:
        entry |= {"effect": EFFECT, "probability": LIKELY}
    made.exact()
    claims = {getattr(claim, "kind", ""): claim for claim in made.results.claims}
    assert {kind: sentences.evidence(claim) for kind, claim in claims.items()} == SENTENCES
    assert {kind: effect_term(claim) for kind, claim in claims.items() if kind} == TERMS


def test_sections_come_in_the_given_order_and_unknown_ones_last(made):
    for section in ("z", "b", "a"):
        made.exact(f"X{section}", section=section)
    assert list(sentences.by_section(made.results.claims, ["a", "b"])) == ["a", "b", "z"]


def test_a_share_of_seeds_that_is_not_a_half_is_named(made):
    made.statistical("AC3", verdict="inconclusive", kind="proportion", levels=(0.9,), seeds=96, p0=0.9)
    assert "48 of 96 seeds say yes, where more than 90 %" in sentences.evidence(made.claim)
    made.statistical()
    assert "%" not in sentences.evidence(made.claim)


@pytest.mark.parametrize("changes", [{"verdict": "invalid"}, {"seeds": 0, "answers": [], "effects": []}])
def test_without_usable_answers_the_reason_is_the_evidence(made, changes):
    made.statistical(kind="proportion", levels=(0.9,), **changes)["reason"] = "no run came to an end"
    made.content["claims"][-1]["arms"][0]["values"] = [0.5] * made.content["claims"][-1]["seeds"]
    assert sentences.evidence(made.claim) == "No run came to an end"


@pytest.mark.parametrize("levels", [(0.9,), (0.9, 0.8), (0.7, 0.8, 0.9)])
def test_a_questions_evidence_says_what_tells_it_from_the_others_and_never_its_parametrize_id(made, levels):
    kind = {1: "proportion", 2: "superiority", 3: "trend"}[len(levels)]
    made.statistical("LR5", "the-id", kind=kind, levels=levels)
    assert "learning rate 10" in sentences.evidence(made.claim, "learning rate 10")
    assert "the-id" not in sentences.evidence(made.claim)


@pytest.mark.parametrize("kind", ["superiority", "trend"])
def test_every_arm_of_two_is_named_once(made, kind):
    entry = made.statistical(kind=kind)
    text = sentences.evidence(made.claim)
    assert [text.lower().count(arm["name"]) for arm in entry["arms"]] == [1, 1]


def test_leads_are_compared_by_what_tells_them_apart(made):
    entry = made.statistical(levels=(0.9, 0.8, 0.7, 0.6))
    for arm, name in zip(entry["arms"], INTERACTION, strict=True):
        arm["name"] = name
    assert sentences.compared(made.claim).endswith("label noise 0.4 against label noise 0")
    entry["arms"][3]["name"] = "c 3"
    first, second = made.claim.leads.names
    assert f"{first} against {second}" in sentences.compared(made.claim)
    assert "c 3" in second


@pytest.mark.parametrize(("look", "said"), [(2, "decided at look 2 of 3"), (None, "undecided after 24 seeds")])
def test_a_question_says_when_it_was_decided(made, look, said):
    made.statistical(seeds=24)["look"] = look
    assert said in sentences.stopping(made.claim)
    assert "12, 24 and 48" in sentences.stopping(made.claim)


@pytest.mark.parametrize(
    ("verdict", "expected", "as_expected", "said"),
    [
        ("supported", "supported", True, ()),
        ("refuted", "refuted", True, ("Expected", "raw pixels saturate")),
        ("inconclusive", "refuted", True, ("refuted", "raw pixels saturate")),
        ("refuted", "supported", False, ("Not as expected", "supported", "raw pixels saturate")),
        ("supported", "refuted", False, ("Not as expected", "refuted", "raw pixels saturate")),
    ],
)
def test_an_expectation_is_spoken_of_unless_a_claim_holds_as_expected(made, verdict, expected, as_expected, said):
    made.statistical(verdict=verdict, expected=expected, expected_reason="raw pixels saturate")
    found, text = sentences.expectation(made.claim)
    assert found is as_expected
    assert all(part in text for part in said)
    assert bool(text) is bool(said)


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ("supported", "supported", "The same"),
        ("supported", "refuted", "A different"),
        ("supported", "inconclusive", "With Keras supported, here inconclusive"),
    ],
)
def test_scikit_learns_verdict_is_set_against_ours(made, ours, theirs, said):
    made.statistical(verdict=ours, baseline=baseline(theirs, 7))
    text = sentences.agreement(made.claim, made.claim.baseline)
    assert text.startswith(said)
    assert "7 of 12 seeds say yes, median +10 points (5 to 15)" in text


@pytest.mark.parametrize(
    ("control", "held", "said"),
    [
        (aside(17), True, "could have come, by chance in 4.4% of all cases, and in 60% if"),
        (aside(17, level=0.0), None, "too few for an alarm"),
        (aside(17, fault=True), False, "distrust"),
        (aside(17, alarm=True), False, "An alarm, which comes by chance in 4.4%"),
    ],
)
def test_a_control_says_whether_it_could_alarm_and_whether_it_did(made, control, held, said):
    made.statistical(control=control)
    found, text = sentences.control(made.claim.control)
    assert found is held
    assert "in 17 of 30 pairs" in text
    assert said in text


@pytest.mark.parametrize("finer", Finer, ids=lambda finer: finer.slug)
def test_every_finer_statement_is_a_sentence_of_its_own(made, finer):
    made.statistical("NS4", "B", "refuted")
    claim = made.claim.model_copy(update={"finer": finer})
    assert finer_words.statement(claim).endswith(".")
    assert finer_words.verdict_words(claim) == f"refuted: {finer.word}"
