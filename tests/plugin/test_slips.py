"""Slips in the test of a claim: refused when it is collected, or failing; none of them passes in green."""

import html

import pytest

from tests.projects import Project

HEADER = """
import pytest
from harness import Refuted, at_least, beats, claim, contradicted, experiment, metric
from tests.toy_claims import SKLEARN, hardly, learns

"""
ASKED = '@claim("ONE", says="x")\n@pytest.mark.parametrize("question", [learns(SKLEARN)])\n'
REFUSED = {
    "two questions": (
        ASKED.replace('"question", [', '"first", [hardly(SKLEARN)])\n@pytest.mark.parametrize("question", [')
        + "def test_one(first, question, judge):\n    assert judge(question).supported",
        "test_one[question0-first0] has 2 questions (question, first): a test has one verdict",
    ),
    "no judge": (
        f"{ASKED}def test_one(question):\n    assert question",
        "does not ask for the verdict on its question: take the fixture judge, and let the test end with: assert "
        "judge(question).supported",
    ),
    "a question made inside": (
        '@claim("ONE", says="x")\ndef test_one(judge):\n    assert judge(learns(SKLEARN)).supported',
        "test_one asks for a verdict (judge) on no question: ask through @pytest.mark.parametrize",
    ),
    "a claim forgotten": (
        ASKED.partition("\n")[2] + "def test_one(question, judge):\n    assert judge(question).supported",
        "test_one[question0] asks for a verdict (judge) and is no claim: decorate it with @claim(...)",
    ),
    "an empty body": (
        f'{ASKED}def test_one(question, judge):\n    """Say so."""\n    ...\n    pass',
        "test_one[question0] has an empty body",
    ),
    "an empty check": ('@claim("ONE", says="x")\ndef test_one():\n    """Say so."""', "test_one has an empty body"),
}


@pytest.mark.parametrize(("text", "line"), REFUSED.values(), ids=REFUSED)
def test_a_slip_is_refused_in_one_line_before_anything_is_trained(tmp_path, text, line):
    project = Project(tmp_path, claims=f"{HEADER}{text}\n")
    outcome = project.pytest("claims")
    assert outcome.code == 4, outcome.text
    assert line in outcome.lines[-1]
    assert "Traceback" not in outcome.text
    assert project.rows == 0


def test_a_fixture_of_the_suites_own_may_be_called_judge(tmp_path):
    own = "\n@pytest.fixture\ndef judge():\n    return 7\n\ndef test_of_something_else(judge):\n    assert judge == 7\n"
    assert Project(tmp_path, claims=f"{HEADER}{own}").pytest("claims").code == 0


SEVERAL = f"""{HEADER}
def asked(name, question="learns(SKLEARN)"):
    return claim(name, says="x")

@claim("BARE", says="Is true by itself.")
@pytest.mark.parametrize("question", [learns(SKLEARN)])
def test_bare(question, judge):
    assert judge(question)

@claim("BAREREF", says="Is false by itself.")
@pytest.mark.parametrize("question", [hardly(SKLEARN)])
def test_bare_refuted(question, judge):
    assert judge(question)

@claim("UNREAD", says="Asks, and does not look.")
@pytest.mark.parametrize("question", [hardly(SKLEARN)])
def test_unread(question, judge):
    judge(question)

@claim("UNASKED", says="Does not even ask.")
@pytest.mark.parametrize("question", [learns(SKLEARN)])
def test_unasked(question, judge):
    assert question

@claim("LOOKED", says="Looks at it in another way.")
@pytest.mark.parametrize("question", [hardly(SKLEARN)])
def test_looked(question, judge):
    assert judge(question).verdict.word == "refuted"

@claim("NAME", says="Has a misspelt name.")
@pytest.mark.parametrize("question", [learns(SKLEARN)])
def test_name(question, judge):
    assert jugde(question).supported

@experiment(metrics={{"share": metric("share", higher_is_better=True)}})
def broken(seed):
    return {{"share": 1 / (seed - 3)}}

@claim("RAISES", says="Is about a function that raises.")
@pytest.mark.parametrize("question", [at_least(broken(), on="share", value=0)])
def test_raises(question, judge):
    assert judge(question).supported

@claim("RAISESREF", says="Is expected to be refuted, and about the same.")
@pytest.mark.parametrize(
    "question", [pytest.param(at_least(broken(), on="share", value=1), marks=contradicted("it is not"))]
)
def test_raises_and_contradicted(question, judge):
    assert judge(question).supported

@claim("FIXTURE", says="Takes a fixture that there is not.")
def test_fixture(unheard_of):
    assert unheard_of

@claim("WARNS", says="Warns.")
def test_warns():
    import warnings
    warnings.warn("no convergence", RuntimeWarning)
    assert 1 + 1 == 2

@claim("EXACTREF", says="Is contradicted by values.")
@contradicted("two and two are four")
def test_contradicted():
    assert 2 + 2 == 5

@claim("EXACTSUP", says="Should be contradicted by values, and is not.")
@contradicted("two and two are five")
def test_not_contradicted():
    assert 2 + 2 == 4

@claim("EXACTERR", says="Should be contradicted, and is in error.")
@contradicted("two and two are five")
def test_contradicted_by_an_error():
    assert two + 2 == 4

@claim("EXACT", says="Is refuted by values, which nobody expected.")
def test_exact():
    assert 2 + 2 == 5
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("slips"), claims=SEVERAL)
    project.outcome = project.pytest("claims")
    return project


@pytest.mark.parametrize(
    ("name", "verdict", "passes"),
    [
        ("BARE", "supported", True),
        ("BAREREF", "refuted", False),
        ("UNREAD", "refuted", False),
        ("UNASKED", "supported", False),
        ("LOOKED", "refuted", True),
        ("NAME", "not judged", False),
        ("RAISES", "not judged", False),
        ("RAISESREF", "not judged", False),
        ("FIXTURE", "not judged", False),
        ("WARNS", "not judged", False),
        ("EXACTREF", "refuted", True),
        ("EXACTSUP", "supported", False),
        ("EXACTERR", "not judged", False),
        ("EXACT", "refuted", False),
    ],
)
def test_no_slip_passes_and_no_error_is_a_verdict(session, name, verdict, passes):
    (claim,) = (claim for claim in session.results["claims"] if claim["id"] == name)
    assert claim["verdict"] == verdict, claim["reason"]
    ended_well = claim["outcome"] == "passed" or (name == "EXACTREF" and "1 xfailed" in session.outcome.text)
    assert ended_well is passes


def test_a_test_that_does_not_look_is_told_what_to_write(session):
    assert "UNREAD[question0]: the test passes whatever the verdict is" in session.outcome.text
    assert "UNASKED[question0]: the test passes whatever the verdict is" in session.outcome.text


def test_what_was_not_judged_is_counted_and_shown(session):
    assert "6 not judged" in session.outcome.text
    assert "seed 3 could not be trained: broken() raised ZeroDivisionError" in session.outcome.text
    assert "name 'jugde' is not defined" in html.unescape((session.report / "index.html").read_text())
