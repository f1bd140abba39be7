"""From pytest's items to cases: what is selected, and what is expected of it."""

from types import SimpleNamespace

import pytest

from harness.base.errors import DeclarationError
from harness.declare.case import questions_of
from harness.declare.questions import Question
from harness.declare.suite import Suite
from harness.plugin import collect, hooks
from harness.plugin.collect import check_family, collect_cases

pytest_plugins = ["pytester"]

HEADER = """
import pytest
from harness.declare.claim import Inconclusive, Refuted, beats, claim
from tests.toys import TOY

def ask(units, **options):
    return beats(TOY, TOY.with_(hidden=(units,)), on="test_accuracy", by=0.01, **options)
"""


@pytest.fixture
def cases(pytester):
    """Return a function that collects the cases of a file of claims."""
    pytester.plugins.append(hooks)
    return lambda claims: collect_cases(pytester.getitems(HEADER + claims))


TWO = """
@claim("ONE", section="Drop out", says="Something.")
@pytest.mark.parametrize("question", [ask(8), ask(9)], ids=["eight", "nine"])
def test_one(question, judge):
    assert judge(question).supported

@claim("TWO", section="Loss function", says="Something exact.")
def test_two():
    assert 1 + 1 == 2

def test_that_is_no_claim():
    pass
"""


def test_a_case_has_the_claims_words_and_the_tests_parameters(cases):
    eight, nine, exact = cases(TWO)
    assert (eight.id, eight.section, eight.says) == ("ONE", "Drop out", "Something.")
    assert [case.params for case in (eight, nine, exact)] == ["eight", "nine", ""]
    assert isinstance(eight.question, Question)
    assert eight.question.arms[1].hidden == (8,)
    assert exact.question is None
    assert eight.nodeid.endswith("::test_one[eight]")


def test_a_python_that_asserts_nothing_judges_no_claim(cases, monkeypatch):
    monkeypatch.setattr(collect, "sys", SimpleNamespace(flags=SimpleNamespace(optimize=1)))
    with pytest.raises(DeclarationError, match=r"leaves out assert statements, .*: run it without -O and PYTHONOPTI"):
        cases(TWO)
    assert collect_cases([]) == [], "a suite without claims is none of its business"


EXPECTED = """
@claim("ONE", section="Drop out", says="Something.")
@pytest.mark.parametrize("question", [
    ask(8),
    pytest.param(ask(9), marks=pytest.mark.xfail(raises=Refuted, strict=True, reason="it is not so")),
    pytest.param(ask(10), marks=pytest.mark.xfail(raises=ZeroDivisionError, reason="for another reason")),
])
def test_one(question, judge):
    assert judge(question).supported

@claim("TWO", section="Drop out", says="Something.")
@pytest.mark.xfail(raises=Refuted, strict=True, reason="no")
def test_two():
    assert 1 + 1 == 2
"""


def test_only_an_xfail_for_refuted_expects_a_claim_to_be_refuted(cases):
    expectations = [(case.expected.word, case.expected_reason) for case in cases(EXPECTED)]
    assert expectations == [("supported", ""), ("refuted", "it is not so"), ("supported", ""), ("refuted", "no")]


TWICE = """
@claim("ONE", section="Drop out", says="Something.")
def test_one():
    assert 1 + 1 == 2

@claim("ONE", section="Drop out", says="Something else.")
def test_two():
    assert 1 + 1 == 2
"""


def test_an_id_for_two_different_claims_is_refused(cases):
    with pytest.raises(DeclarationError, match=r"ONE is declared twice: by .*py::test_one and .*py::test_two$"):
        cases(TWICE)


def test_one_claim_may_have_several_tests(cases):
    assert [case.id for case in cases(TWICE.replace("Something else.", "Something."))] == ["ONE", "ONE"]


MANY = """
@claim("ONE", section="Drop out", says="Something.")
@pytest.mark.parametrize("question", [ask(units) for units in range(5, {})])
def test_one(question, judge):
    assert judge(question).supported
"""


def test_a_family_holds_a_hundred_verdicts(cases):
    check_family(cases(MANY.format(105)), Suite())


def test_a_family_holds_no_more_than_that(cases):
    with pytest.raises(DeclarationError, match="101 statistical verdicts are more than the 100"):
        check_family(cases(MANY.format(106)), Suite())


BASELINE = """
@claim("ONE", section="Drop out", says="Something.")
@pytest.mark.parametrize("question", [ask(8, baseline=True), ask(8, baseline=True), ask(9)])
def test_one(question, judge):
    assert judge(question).supported
"""


def test_each_question_is_asked_once_and_after_them_those_to_the_baseline(cases):
    asked = questions_of(cases(BASELINE))
    assert [(q.arms[1].hidden, q.arms[0].library) for q in asked] == [
        ((8,), "keras"),
        ((9,), "keras"),
        ((8,), "sklearn"),
    ]


def test_a_question_from_before_the_suite_was_declared_is_refused(cases):
    with pytest.raises(DeclarationError, match="was declared before the suite of 20 verdicts"):
        check_family(cases(TWO), Suite(family=20))
