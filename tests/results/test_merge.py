"""Maps and curves of a session of their own are brought beside the claims that they belong to, and to no others."""

import pytest

from harness.__main__ import main
from harness.judge.cell_state import CellState
from harness.results import file
from tests.report_content import typed
from tests.report_inventory import inventory
from tests.response_content import ROWS, curve
from tests.scope_content import STATES, scope_map


@pytest.fixture
def files(tmp_path):
    """Return results with a map and a curve only, and results with claims only."""
    whole = typed(inventory(2))
    made, results = tmp_path / "made.json", tmp_path / "results.json"
    file.write(whole.model_copy(update={"claims": (), "scope": (scope_map(),), "responses": (curve(),)}), made)
    file.write(whole, results)
    return made, results


def merge(files):
    return main(["merge", *map(str, files)])


def test_they_stand_beside_the_claims(files):
    made, results = files
    before = file.read(results)
    assert merge(files) == 0
    after = file.read(results)
    assert after.scope == (scope_map(),)
    assert after.responses == (curve(),)
    assert after.model_copy(update={"scope": (), "responses": ()}) == before
    assert file.read(made).claims == ()


def test_later_ones_of_the_same_name_replace_them(files):
    made, results = files
    assert merge(files) == 0
    fewer = scope_map({"NS4[B]": STATES["NS4[B]"]})
    again, other = curve(ROWS[:8]), curve(nodeid="claims/test_curves.py::test_depth", id="DEPTH")
    file.write(file.read(made).model_copy(update={"scope": (fewer,), "responses": (again, other)}), made)
    assert merge(files) == 0
    assert file.read(results).scope == (fewer,)
    assert file.read(results).responses == (again, other)


def test_a_part_of_a_map_leaves_the_cells_that_it_has_not_run_if_it_asks_the_same(files):
    made, results = files
    assert merge(files) == 0
    unrun, found = CellState.NOT_RUN, CellState.OPPOSITE
    part = scope_map({"NS4[B]": (unrun, found, unrun, unrun), "NS4[C]": (unrun,) * 4})
    file.write(file.read(made).model_copy(update={"scope": (part,)}), made)
    assert merge(files) == 0
    [merged] = file.read(results).scope
    assert [cell.state for cell in merged.cells[:4]] == [STATES["NS4[B]"][0], found, *STATES["NS4[B]"][2:]]
    assert merged.cells[4:] == scope_map().cells[4:]
    assert merged.runs == part.runs + scope_map().runs
    other = part.model_copy(update={"alpha": part.alpha / 2})
    file.write(file.read(made).model_copy(update={"scope": (other,)}), made)
    assert merge(files) == 0
    assert file.read(results).scope == (other,)


def test_a_map_alone_leaves_the_curves(files):
    made, results = files
    assert merge(files) == 0
    file.write(file.read(made).model_copy(update={"responses": ()}), made)
    assert merge(files) == 0
    assert file.read(results).responses == (curve(),)


def test_without_either_there_is_nothing_to_merge(files, capsys):
    _, results = files
    assert merge((results, results)) == 2
    assert "has neither a scope map nor response curves" in capsys.readouterr().err


@pytest.mark.parametrize("change", [{"title": "Another"}, {"conditions": {"dataset": "other"}}])
def test_those_of_something_else_are_refused(files, change, capsys):
    made, _ = files
    content = file.read(made)
    file.write(content.model_copy(update={"suite": content.suite.model_copy(update=change)}), made)
    assert merge(files) == 2
    assert f"is of a suite with {next(iter(change))} " in capsys.readouterr().err
