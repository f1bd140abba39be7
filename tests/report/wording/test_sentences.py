"""The sentences of the report: what happened, told from the numbers."""

import pytest

from harness.report import page as report
from harness.report import view as report_view
from harness.report.wording import sentences
from harness.report.wording.formatting import Addresses
from tests.report_content import aside, text_of


def test_a_sections_paragraphs_tell_what_held_and_what_did_not(made):
    made.statistical("NS4", "B", says="A wins.")
    made.statistical("NS4", "C", "refuted", says="A wins.")
    told = sentences.story(made.content["claims"])
    assert [lead for _, lead, _ in told] == ["What held", "What did not hold"]
    ((name, says, evidence),) = told[1][2]
    assert (name, says) == ("NS4", "A wins.")
    assert "where more than 0.01 was claimed; 0 of 12 seeds say yes" in evidence


def test_an_expected_refutation_is_explained_and_not_alarming(made):
    entry = made.statistical("NS4", "B", "refuted", expected="refuted", expected_reason="raw pixels saturate")
    assert sentences.expectation(entry) == (
        True,
        "Expected: the suite already knows that the evidence refutes this claim. Reason: raw pixels saturate",
    )
    assert report_view.page(made.content, Addresses()).unexpected == 0


def test_the_checks_of_a_claim_are_one_sentence_before_its_questions(made):
    made.statistical("LO2", "cost")
    for params in "abcdef":
        made.exact("LO2", params)
    ((_, _, ((_, _, evidence),)),) = sentences.story(made.content["claims"])
    assert evidence.startswith("6 checks by values, without seeds. Dropout 0.1 against")
    assert "all checks hold" not in evidence


def test_a_question_says_with_which_probability_a_seed_says_yes(made):
    told = sentences.evidence(made.statistical(probability={"estimate": 1.0, "low": 0.7353, "high": 1.0}))
    assert told.endswith("12 of 12 seeds say yes: yes with probability 1.00 (0.74 to 1.00)")


def test_a_share_of_seeds_that_is_not_a_half_is_named(made):
    entry = made.statistical("AC3", verdict="inconclusive", kind="proportion", levels=(0.9,), seeds=96, p0=0.9)
    assert "48 of 96 seeds say yes, where more than 90 % were claimed: yes with" in sentences.evidence(entry)
    assert "were claimed" not in sentences.evidence(made.statistical())


def test_a_questions_subject_are_its_networks_and_never_its_parametrize_id(made):
    alone = made.statistical("LR5", "10", kind="proportion", levels=(0.9,))
    assert sentences.evidence(alone).startswith("Median test accuracy 0.8")
    assert sentences.evidence(alone | {"setting": "learning rate 10"}).startswith("With learning rate 10: median")
    pair = made.statistical("DO4", "long", setting="epochs 60")
    assert sentences.evidence(pair).startswith("Dropout 0.1 against dropout 0.2 (epochs 60): median lead of")
    trend = made.statistical("NS2", "depths", kind="trend", levels=(0.7, 0.8, 0.9))
    assert sentences.evidence(trend).startswith("Dropout 0.3 to dropout 0.1: the smallest step")


def test_an_interaction_compares_two_leads(made):
    entry = made.statistical("MB6", "labels", levels=(0.9, 0.8, 0.7, 0.6))
    names = [f"batch size {size}, label noise {noise}" for noise in (0.4, 0) for size in (128, 16)]
    for arm, name in zip(entry["arms"], names, strict=True):
        arm["name"] = name
    told = sentences.evidence(entry)
    assert told.startswith("Lead of batch size 128 over batch size 16, label noise 0.4 against label noise 0: ")
    assert "the leads in test accuracy differ by a median of +" in told
    assert "median lead" not in told


@pytest.mark.parametrize(
    ("verdict", "held", "said"), [("refuted", True, "as it must be"), ("supported", False, "distrust")]
)
def test_a_control_that_is_supported_is_an_alarm(made, verdict, held, said):
    entry = made.statistical(control=aside(verdict, 3))
    assert sentences.control(entry)[0] is held
    assert "3 of 6 groups of seeds say yes" in sentences.control(entry)[1]
    assert said in text_of(report.render(made.content))
