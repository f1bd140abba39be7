"""The map in the page: what changes most is first, cells lead to their evidence, and colour alone says nothing."""

import re

import pytest

from harness.judge.cell_state import CellState
from harness.report import page as report
from harness.report import view
from harness.report.addresses import Addresses
from harness.report.scope_view import maps
from tests.scope_content import CONDITIONS, STATES, scope_map


def shown(made, states=STATES):
    """Return the view of the map with these states, and the page."""
    made.statistical("NS4", "B")
    made.statistical("NS4", "C", "refuted")
    results = made.results.model_copy(update={"scope": (scope_map(states),)})
    addresses = Addresses()
    [one] = maps(results, view.page(results, addresses), addresses) or [None]
    return one, report.render(results)


def test_what_changes_most_is_first_and_counted(made):
    one, _ = shown(made)
    assert [row.title for row in one.rows] == ["NS4[C]", "NS4[B]"]
    assert [row.holds for row in one.rows] == ["holds in 1 of 3", "holds in 3 of 4"]
    # Mixed shows neither the same nor another thing: of two rows, one is said under "adam" and none when longer.
    assert [(column.name, column.changes) for column in one.columns] == [
        (CONDITIONS[0], ""),
        (CONDITIONS[1], "changes 1 of 2"),
        (CONDITIONS[2], "changes 0 of 1"),
        (CONDITIONS[3], ""),
    ]
    assert "changes 1 of 2" in one.summary
    assert "0 of 2 comparisons are shown to hold under every condition" in one.summary


def test_the_claim_s_own_verdict_stands_beside_its_own_setting(made):
    one, page = shown(made)
    assert {row.title: row.verdict.word for row in one.rows} == {"NS4[B]": "supported", "NS4[C]": "refuted"}
    assert [cell.state for cell in one.rows[0].cells] == [*STATES["NS4[C]"]]
    assert "claim: ✗ refuted" in page


def test_every_cell_leads_to_evidence_that_is_there_and_says_its_state(made):
    one, page = shown(made)
    links = re.findall(r'<a class="scope-cell[^"]*" href="#([^"]+)">(.*?)</a>', page)
    cells = [cell for row in one.rows for cell in row.cells]
    assert [address for address, _ in links] == [cell.address for cell in cells]
    for (address, content), cell in zip(links, cells, strict=True):
        assert page.count(f'id="{address}"') == 1
        assert cell.state.symbol in content
        assert f"{cell.state.word}.</strong>" in content
    assert len({state.symbol for state in CellState}) == len(CellState)


def test_a_frame_is_what_differs_from_the_own_setting(made):
    one, _ = shown(made)
    assert [(row.title, cell.condition) for row in one.rows for cell in row.cells if cell.changed] == [
        ("NS4[C]", CONDITIONS[1])
    ]


def test_names_are_shown_as_text(made):
    _, page = shown(made)
    assert "<b>scaled</b>" not in page
    assert "&lt;b&gt;scaled&lt;/b&gt;" in page


def test_what_was_not_run_is_left_out_and_said(made):
    nothing = (CellState.NOT_RUN,) * len(CONDITIONS)
    one, _ = shown(made, {**STATES, "NS4[D]": nothing})
    assert len(one.rows) == 2
    assert one.left_out.startswith("1 row of the map")
    assert shown(made, {"NS4[D]": nothing})[0] is None


@pytest.mark.parametrize("word", ["3000", "18, 24, 32 and 48", "0.05"])
def test_how_cells_are_judged_has_the_map_s_own_figures(made, word):
    one, _ = shown(made)
    assert word in one.method
