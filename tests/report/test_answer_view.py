"""The first screen: what fails is named in words, and how sure it is explains its own terms."""

from harness.report import answer_view, view
from harness.report import page as report
from harness.report.addresses import Addresses
from harness.report.answer_view import MOST_FAILING


def answer(made):
    return answer_view.answer(made.results, view.page(made.results, Addresses()))


def test_claims_that_fail_are_named_and_those_that_fail_in_part_are_not(made):
    made.statistical("NS1", "B")
    made.statistical("NS2", "B", "refuted", says="Deeper is better.")
    made.statistical("NS3", "B", "refuted")
    made.statistical("NS3", "C")
    assert [says for _, says in answer(made).failing] == ["Deeper is better"]
    assert '<li><a href="#NS2">Deeper is better</a></li>' in report.render(made.results)


def test_of_many_that_fail_some_are_named_and_the_others_counted(made):
    for number in range(MOST_FAILING + 2):
        made.statistical(f"NS{number}", "B", "refuted")
    said = answer(made)
    assert (len(said.failing), said.more_failing) == (MOST_FAILING, 2)
    assert "and 2 more" in report.render(made.results)


def test_where_nothing_fails_nothing_is_said_of_it(made):
    made.statistical("NS1", "B")
    assert "What fails" not in report.render(made.results)


def test_how_sure_says_what_a_seed_is_and_each_lesson_how_many_of_them_say_so(made):
    made.statistical("NS1", "B", "refuted", so="Do without.")
    said = answer(made)
    assert "12 seeds, that is, repetitions" in said.sure
    assert [lesson.sure for lesson in said.lessons] == ["12 of 12 seeds contradict it"]
