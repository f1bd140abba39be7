"""Lessons: which claims have one, what they say, and which matter most."""

from harness.report.addresses import Addresses
from harness.report.answer_view import answer
from harness.report.view import page


def lessons(made):
    results = made.results
    return answer(results, page(results, Addresses())).lessons


def test_claims_that_fail_somewhere_have_a_lesson_and_others_have_none(made):
    made.statistical("NS1")
    made.statistical("NS2", "", "inconclusive")
    made.statistical("NS3", "", "refuted")
    made.statistical("NS4", "B")
    made.statistical("NS4", "C", "refuted")
    assert [(lesson.id, lesson.level.word) for lesson in lessons(made)] == [("NS3", "fails"), ("NS4", "depends")]


def test_what_to_do_instead_comes_first_and_there_are_at_most_five(made):
    for number in range(1, 8):
        made.statistical(f"NS{number}", "", "refuted")
    results = made.results
    claims = [
        claim.model_copy(update={"so": "Do it by {NS7.no} seeds."}) if claim.id == "NS7" else claim
        for claim in results.claims
    ]
    results = results.model_copy(update={"claims": tuple(claims)})
    found = answer(results, page(results, Addresses())).lessons
    assert len(found) == 5
    assert (found[0].id, found[0].so) == ("NS7", "Do it by 12 seeds.")


def test_a_claim_that_holds_has_a_lesson_if_there_is_something_to_do(made):
    made.statistical("NS1")
    results = made.results
    results = results.model_copy(update={"claims": (results.claims[0].model_copy(update={"so": "Do so."}),)})
    (found,) = answer(results, page(results, Addresses())).lessons
    assert (found.contradicted, found.so) == (False, "Do so.")


def test_the_stronger_finding_matters_more(made):
    made.statistical("NS1", "", "refuted", effect={"estimate": -0.02, "low": -0.03, "high": -0.01})
    made.statistical("NS2", "", "refuted", effect={"estimate": -0.2, "low": -0.3, "high": -0.1})
    assert [lesson.id for lesson in lessons(made)] == ["NS2", "NS1"]


def test_no_section_takes_all_the_room(made):
    for name in ("NS1", "NS2", "NS3"):
        made.statistical(name, "", "refuted", section="a", effect={"estimate": -0.2, "low": -0.3, "high": -0.1})
    made.statistical("OP1", "", "refuted", section="b", effect={"estimate": -0.02, "low": -0.03, "high": -0.01})
    assert [lesson.section for lesson in lessons(made)] == ["a", "a", "b", "a"]
