"""What the tutorial's suite advises, and what it calls things: all of it is about tests that there are."""

import re

import pytest

from claims.names import LESSON, QUESTIONS
from harness.base.text import titled
from harness.declare.reason import PLACE
from harness.report.wording import reasons
from harness.results import file as results_file
from tests.claims.collected import ROOT, collected

REFERENCE = ROOT / "reports" / "reference" / "mnist5k" / "results.json.gz"

ADVICE = """[
    [mark["id"], spec.id if spec else "", mark["so"]]
    for mark, spec in ((one.get_closest_marker("claim").kwargs, getattr(one, "callspec", None)) for one in items)
]"""


@pytest.fixture(scope="module")
def declared():
    """Return id, parametrize id and advice of every test."""
    return collected(ADVICE)


@pytest.fixture(scope="module")
def titles(declared):
    """Return the titles of all tests."""
    return {titled(name, params) for name, params, _ in declared}


def test_advice_and_lesson_name_tests_that_there_are(declared, titles):
    advice = {so for _, _, so in declared if so} | {LESSON}
    assert len(advice) > 10
    named = {place.rpartition(".")[0] for text in advice for place in PLACE.findall(text)}
    assert named - titles == set()


@pytest.mark.parametrize("pronoun", ["it", "they", "there", "then", "this"])
def test_a_sentence_of_advice_stands_where_the_one_before_it_is_left_out(declared, pronoun):
    for text in {so for _, _, so in declared if so}:
        for sentence in re.split(r"(?<=[.!?])\s+", text)[1:]:
            assert not re.search(rf"\b{pronoun}\b", sentence), sentence


def test_questions_with_a_name_of_their_own_are_questions_that_there_are(titles):
    assert set(QUESTIONS) - titles == set()


def test_the_reference_bears_all_advice_out(declared):
    claims = {claim.title: claim for claim in results_file.read(REFERENCE).claims}
    for text in {so for _, _, so in declared if so} | {LESSON}:
        said = reasons.advice(text, claims)
        assert said.count(".") >= text.count(". ") + 1, f"a sentence is left out of: {text}"
        assert "{" not in said
