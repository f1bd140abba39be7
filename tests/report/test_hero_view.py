"""The figure of the first screen: where claims stand in it, which have names, and when there is none."""

import re
from itertools import pairwise

from harness.report import hero_view
from harness.report import page as report
from harness.report.addresses import Addresses
from harness.report.answer_view import answer
from harness.report.hero_view import LINE, REACH, Hero
from harness.report.view import page


def hero(made):
    results = made.results
    shown = page(results, Addresses())
    return hero_view.hero(shown, answer(results, shown).lessons)


def effect(estimate):
    return {"estimate": estimate, "low": None, "high": None}


def marks(made):
    return {mark.id: mark for row in hero(made).rows for mark in row.marks}


def test_claims_stand_by_their_effect_against_what_was_claimed(made):
    for claim, estimate in (("A", -0.5), ("B", -0.02), ("C", 0.0), ("D", 0.005), ("E", 0.01), ("F", 0.02), ("G", 9)):
        made.statistical(claim, "", effect=effect(estimate))
    shown, found = hero(made), marks(made)
    assert all(one.x < other.x for one, other in pairwise(found[claim] for claim in "ABCDEFG"))
    assert (found["C"].x, found["E"].x) == (shown.none, shown.claimed)
    assert (found["A"].x, round(found["G"].x + REACH, 1)) == (REACH, shown.end)


def test_rows_are_sections_and_what_is_checked_exactly_stands_apart(made):
    made.statistical("A", "", section="One")
    made.statistical("B", "", section="Two")
    assert hero(made).exact is None
    made.exact("C", section="Two")
    shown = hero(made)
    assert [(row.title, [mark.id for mark in row.marks]) for row in shown.rows] == [("One", ["A"]), ("Two", ["B", "C"])]
    assert marks(made)["C"].x == shown.exact > shown.end


def test_a_claim_stands_where_the_question_is_that_decides_it(made):
    made.statistical("A", "one", effect=effect(0.05))
    made.statistical("A", "two", "refuted", effect=effect(-0.05))
    made.statistical("B", "")
    mark = marks(made)["A"]
    assert mark.x < hero(made).none
    assert (mark.level.word, mark.named is not None) == ("depends", True)
    assert "5 points the other way; claimed: more than 1 point" in mark.about


def test_marks_in_one_place_stand_in_lines_below_one_another(made):
    for number in range(3):
        made.statistical(f"A{number}", "", effect=effect(0.02))
    (row,) = hero(made).rows
    assert [mark.y for mark in row.marks] == [row.marks[0].y + LINE * line for line in range(3)]
    assert len({mark.x for mark in row.marks}) == 1
    assert row.height > row.marks[-1].y + REACH


def test_lessons_have_names_that_stay_in_the_figure(made):
    for claim, estimate in (("FAR-LEFT", -0.5), ("RIGHT", 5.0), ("A" * 60, 0.02), ("HOLDS", 0.02)):
        made.statistical(claim, "", "supported" if claim == "HOLDS" else "refuted", effect=effect(estimate))
    found = marks(made)
    assert found["FAR-LEFT"].named > found["FAR-LEFT"].x
    assert 0 <= found["RIGHT"].named < found["RIGHT"].x <= Hero.WIDTH
    assert found["HOLDS"].named is None
    assert found["A" * 60].named is None


def test_so_few_effects_that_they_say_nothing_are_no_figure(made):
    made.statistical("A", "")
    made.statistical("B", "", effect=None)
    made.exact("C")
    assert hero(made) is None
    assert 'id="hero"' not in report.render(made.results)


def test_marks_are_links_to_the_cards_and_say_what_they_are(made):
    made.statistical("A", "", "refuted", says="Cats < dogs.")
    made.statistical("B", "")
    source = report.render(made.results)
    figure = source.partition('id="hero"')[2].partition("</figure>")[0]
    assert re.findall(r'<a class="(\w+)" href="#(\w+)"><title>(\w+ \w+: [^.]*)', figure) == [
        ("fails", "A", "A fails: Cats &lt; dogs"),
        ("holds", "B", "B holds: " + made.results.claims[1].says.rstrip(".")),
    ]
    assert "The one claim that fails turns out the other way round" in figure
