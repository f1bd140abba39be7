"""Response curves in the page: cards of descriptions, apart from the verdicts."""

import re

from harness.report import page as report
from harness.report.addresses import Addresses
from harness.report.curves_view import curves
from tests.report_content import text_of
from tests.response_content import ROWS, curve

OTHER = {"nodeid": "claims/test_curves.py::test_rate[scaled]", "params": "scaled"}


def with_curves(made, *responses):
    return made.results.model_copy(update={"responses": responses})


def test_curves_of_one_id_share_a_card(made):
    view = curves(with_curves(made, curve(), curve(**OTHER), curve(id="DEPTH", fails=None)), Addresses())
    assert [(card.id, [sweep.title for sweep in card.sweeps]) for card in view.cards] == [
        ("RATE", ["plain", "scaled"]),
        ("DEPTH", ["plain"]),
    ]
    assert view.reading == ""
    assert len(view.cards[0].reading) == 1
    assert view.cards[0].rerun.startswith("pytest 'claims/test_curves.py::test_rate[plain]'")
    assert view.cards[0].rerun.endswith(" -m curve")


def test_how_to_read_them_is_said_once_where_it_is_the_same(made):
    view = curves(with_curves(made, curve(), curve(**OTHER)), Addresses())
    assert "3rd to the 10th" in view.reading
    assert view.cards[0].reading == []


def test_the_table_has_a_row_for_each_value(made):
    (sweep,) = curves(with_curves(made, curve()), Addresses()).sweeps
    assert sweep.rows[2] == ["0.1", "90 %", "50 % to 90 %", "0 of 12"]
    assert sweep.settings == "hidden 256-128, epochs 3"
    (few,) = curves(with_curves(made, curve(ROWS[:3])), Addresses()).sweeps
    assert few.rows[2] == ["0.1", "90 %", "–", "0 of 3"]


def test_the_page_has_the_curves_and_says_that_they_are_descriptions(made):
    made.statistical()
    assert 'id="curves"' not in report.render(made.results)
    source = report.render(with_curves(made, curve(), curve(**OTHER)))
    text = text_of(source)
    assert "none has a verdict" in text
    assert text.count("is best at learning rate 0.1 (0.1 to 1)") == 2
    assert '<a href="#curves">' in source
    assert len(re.findall(r'id="RATE-(plain|scaled)"', source)) == 2


def test_curves_without_any_claim_have_a_page(made):
    assert "Response curves" in text_of(report.render(with_curves(made, curve())))


def test_a_curve_without_seeds_says_why(made):
    broken = curve((), note="seed 5000 could not be trained: /home/somebody/x.py broke")
    text = text_of(report.render(with_curves(made, broken)))
    assert "Nothing to describe: seed 5000 could not be trained" in text
    assert "somebody" not in text
