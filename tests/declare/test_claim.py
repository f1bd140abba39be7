"""Claims: what can be declared, what each seed answers, and in which words it is asked."""

import math

import pytest

from harness.base.errors import DeclarationError
from harness.declare.claim import Inconclusive, Invalid, Refuted, beats, claim
from harness.declare.registry import Registry, used
from harness.declare.suite import Suite
from tests.toys import TOY

OTHER = TOY.with_(hidden=(8,))


def accuracy(by=0.01, **options):
    return beats(TOY, OTHER, on="test_accuracy", by=by, **options)


def test_a_claim_is_a_marker_that_carries_id_section_and_wording():
    marker = claim("NS4", section="Drop out", says="It helps.")
    assert marker.mark.name == "claim"
    assert marker.mark.kwargs == {"id": "NS4", "section": "Drop out", "says": "It helps.", "so": ""}


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"claim_id": "NS 4"}, "letters and digits, such as NS4, not 'NS 4'"),
        ({"claim_id": ""}, "letters and digits"),
        ({"claim_id": "NS4<b>"}, "letters and digits"),
        ({"claim_id": "Ä1"}, "letters and digits"),
        ({"section": 5}, "the section of claim NS4 must be a text, not 5"),
        ({"says": "  "}, "claim NS4 says nothing"),
    ],
    ids=str,
)
def test_a_claim_that_cannot_be_meant_is_refused(declared, message):
    valid = {"claim_id": "NS4", "section": "Drop out", "says": "It helps."}
    with pytest.raises(DeclarationError, match=message):
        claim(**{**valid, **declared})


def test_where_the_suite_has_sections_a_claim_is_in_one_of_them():
    registry = Registry()
    registry.suite(sections=["Drop out", "Loss"])
    with (
        used(registry),
        pytest.raises(DeclarationError, match="unknown section of claim A 'Dropout'; did you"),
    ):
        claim("A", section="Dropout", says="It helps.")
    with used(registry):
        assert claim("A", section="Loss", says="It falls.").kwargs["section"] == "Loss"
    assert claim("A", says="It helps.").kwargs["section"] == ""


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: beats(TOY, TOY, on="test_accuracy", by=0.01), "two arms are the same experiment"),
        (lambda: beats(TOY, OTHER, on="test_acuracy", by=0.01), "did you mean 'test_accuracy'"),
        (lambda: beats(TOY, OTHER, on="val_accuracy", by=0.01), "unknown metric 'val_accuracy'; did you mean test_acc"),
        (lambda: beats(TOY, OTHER, on="f1", by=0.01), "did you mean scorer"),
        (lambda: beats(TOY, OTHER, on=["test_accuracy"], by=0.01), "unknown metric"),
        (lambda: beats(TOY, OTHER, on="test_accuracy", by=-0.01), "margin .* at least 0, not -0.01"),
        (lambda: beats(TOY, OTHER, on="test_accuracy", by=math.nan), "margin .* must be a finite number, not nan"),
        (lambda: beats(TOY, OTHER, on="test_accuracy", by=math.inf), "margin .* must be a finite number, not inf"),
        (lambda: beats(TOY, beats, on="test_accuracy", by=0.01), r"not beats: call it, beats\(...\)"),
        (lambda: beats(TOY, OTHER, on="f1_weighted", by=0.01), r"did you mean on=scorer\('f1_weighted'\)"),
        (lambda: beats(TOY, "OTHER", on="test_accuracy", by=0.01), "an arm must be an Experiment, not 'OTHER'"),
        (lambda: accuracy(p0=0.9), "p0 = 0.9 cannot be decided within 48 seeds; both verdicts need at least"),
        (lambda: accuracy(p0=1.0), "p0 must lie between 0 and 1"),
        (lambda: accuracy(looks=(24, 12)), "looks must be increasing"),
        (lambda: accuracy(looks=(5,)), "cannot be decided within 5 seeds"),
    ],
)
def test_a_question_that_no_seed_could_answer_is_refused_when_it_is_declared(ask, message):
    with pytest.raises(DeclarationError, match=message):
        ask()


def test_beats_knows_which_way_is_better():
    assert beats(TOY, OTHER, on="test_accuracy", by=0.01).effect((0.9, 0.8)) == pytest.approx(0.1)
    assert beats(TOY, OTHER, on="test_loss", by=0.01).effect((0.9, 0.8)) == pytest.approx(-0.1)


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ((0.86, 0.84), True),
        ((0.84, 0.86), False),
        ((0.85, 0.84), False),  # 0.85 - 0.84 is 0.010000000000000009 in floating point: still a tie
        ((0.5, -math.inf), True),
        ((-math.inf, 0.5), False),
        ((-math.inf, -math.inf), False),
    ],
    ids=str,
)
def test_a_tie_and_an_effect_that_does_not_exist_are_a_no(values, answer):
    question = accuracy(by=0.01)
    assert question.answer(question.effect(values)) is answer


def test_without_a_margin_equal_arms_are_a_no():
    assert accuracy(by=0).answer(0.0) is False


def test_the_question_in_words_has_the_arms_the_figure_and_the_margin():
    text = accuracy(by=0.01).text(["A", "B"])
    assert text == "With the same seed, is the test accuracy of A above that of B by more than 0.01?"
    assert " below " in beats(TOY, OTHER, on="test_loss", by=0.5).text(["A", "B"])


def test_equal_questions_are_one_so_that_their_training_is_shared():
    assert len({accuracy(), accuracy(), accuracy(by=0.02)}) == 2


def test_an_xfail_for_one_outcome_hides_no_other():
    outcomes = (Refuted, Inconclusive, Invalid)
    assert not any(issubclass(a, b) for a in outcomes for b in outcomes if a is not b)
    assert all(issubclass(outcome, AssertionError) for outcome in outcomes)


@pytest.mark.parametrize(
    ("so", "message"),
    [
        ("Leave it: {below}.", r"says of no test what it is of; write \{NS4\[B\]\.below\}"),
        ("Leave it: {NS4[B].loss}.", "figure of advice"),
        (7, "must be a text"),
    ],
)
def test_advice_names_figures_of_tests(so, message):
    with pytest.raises(DeclarationError, match=message):
        claim("NS4", says="It helps.", so=so)
    if isinstance(so, str):
        with pytest.raises(DeclarationError, match=message):
            Suite(lesson=so)


def test_names_are_texts_by_text():
    with pytest.raises(DeclarationError, match="names must be texts"):
        Suite(names={"dropout 0": 0})
    assert Suite(names={"dropout 0": "none"}).names == {"dropout 0": "none"}
