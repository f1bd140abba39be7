"""What a map says of a claim, of a condition and of the whole, as lessons, cards and first screen take it up."""

import pytest

from harness.judge.cell_state import CellState
from harness.report import answer_view, view
from harness.report import page as report
from harness.report.addresses import Addresses
from harness.report.scope_reach import Reach
from tests.scope_content import HOLDS, MIXED, NOT_APPLICABLE, OPPOSITE, STATES, scope_map

NOT_RUN = CellState.NOT_RUN
FAILS = CellState.NO_DIFFERENCE


def with_map(made, states=STATES):
    """Return the collected results with the map of these states."""
    return made.results.model_copy(update={"scope": (scope_map(states),)})


def answer(results):
    return answer_view.answer(results, view.page(results, Addresses()))


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ((HOLDS, HOLDS, HOLDS, NOT_APPLICABLE), "holds in every one of the 2 other settings too"),
        ((HOLDS, NOT_RUN, HOLDS, NOT_APPLICABLE), "holds in the 1 other setting too"),
        ((HOLDS, HOLDS, MIXED, FAILS), "holds in 1 of 3 other settings"),
        ((HOLDS, HOLDS, OPPOSITE, MIXED), "holds in 1 of 3 other settings and turns round under “adam”"),
        (
            (HOLDS, OPPOSITE, OPPOSITE, MIXED),
            "in its own setting only and turns round under “<b>scaled</b>” and “adam”",
        ),
        ((FAILS, OPPOSITE, MIXED, NOT_APPLICABLE), "is not shown to hold in any of the 2 other settings either"),
        ((FAILS, HOLDS, MIXED, HOLDS), "holds in 2 of 3 other settings: under “<b>scaled</b>” and “longer”"),
        ((NOT_RUN, HOLDS, HOLDS, MIXED), "holds in 2 of 3 other settings: under “<b>scaled</b>” and “adam”"),
        ((NOT_RUN, MIXED, NOT_RUN, NOT_APPLICABLE), "is not shown to hold in the 1 other setting"),
        (
            (NOT_RUN, HOLDS, HOLDS, NOT_RUN),
            "holds in every one of the 2 other settings: under “<b>scaled</b>” and “adam”",
        ),
        ((HOLDS, NOT_RUN, NOT_RUN, NOT_APPLICABLE), ""),
    ],
)
def test_where_else_a_row_holds_is_a_clause(states, words):
    reach = Reach(scope_map({"NS4[B]": states}))
    said = reach.words(reach.rows[0])
    assert said.endswith(words)
    assert bool(said) == bool(words)


def test_the_condition_that_matters_most_changes_most_rows():
    changing = Reach(scope_map({"NS4[B]": (HOLDS, FAILS, OPPOSITE, MIXED), "NS4[C]": (HOLDS, HOLDS, OPPOSITE, MIXED)}))
    assert changing.matters == (
        "The condition that matters most is “adam” (adam in words): it changes 2 of 2 comparisons."
    )
    assert Reach(scope_map({"NS4[B]": (HOLDS,) * 4})).matters == ""


def test_a_lesson_and_a_card_say_where_else_their_question_holds(made):
    made.statistical("NS4", "B")
    made.statistical("NS4", "C", "refuted")
    results = with_map(made)
    [card] = view.page(results, Addresses()).sections[0].cards
    assert card.elsewhere == [
        "The claim (B) holds in 2 of 3 other settings.",
        "The claim (C) is shown to hold in its own setting only and turns round under “<b>scaled</b>”.",
    ]
    assert card.lesson.elsewhere == card.elsewhere[1]
    assert report.render(results).count("Elsewhere:") == 2  # the lesson and the card


def test_the_first_screen_takes_up_what_matters_most_and_without_a_map_says_nothing_of_it(made):
    made.statistical("NS4", "B", "refuted")
    assert "“&lt;b&gt;scaled&lt;/b&gt;”" in report.render(with_map(made)).partition('id="scope"')[0]
    assert answer(made.results).matters == ""
    page = report.render(made.results)
    assert "Elsewhere" not in page
    assert "Behind most of it" not in page


@pytest.mark.parametrize(
    ("states", "headline"),
    [
        (STATES, "None of 2 comparisons of the tutorial holds in every setting that was tried"),
        (
            {**STATES, "NS4[B]": (HOLDS,) * 4},
            "1 of 2 comparisons of the tutorial holds in every setting that was tried",
        ),
        (
            dict.fromkeys(STATES, (HOLDS,) * 4),
            "All of 2 comparisons of the tutorial hold in every setting that was tried",
        ),
        ({"NS4[B]": STATES["NS4[C]"]}, "The comparison of the tutorial does not hold in every setting that was tried"),
    ],
)
def test_results_of_a_map_alone_have_a_headline_of_their_own(made, states, headline):
    said = answer(with_map(made, states))
    assert said.headline == headline
    assert said.summary == said.matters
    assert said.sure.startswith("Every cell rests on 18 seeds")
    assert f"{headline}." in report.render(with_map(made, states))
