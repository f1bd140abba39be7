"""Response curves in results.json: added to those of the claims, and checked like all of it."""

import json

import pytest

from harness.__main__ import main
from harness.results import file, responses
from tests.report_content import typed
from tests.report_inventory import inventory
from tests.response_content import ROWS, curve


@pytest.fixture
def files(tmp_path):
    """Return results with curves only, and results with claims only."""
    whole = typed(inventory(2))
    made, results = tmp_path / "curves.json", tmp_path / "results.json"
    file.write(whole.model_copy(update={"claims": (), "responses": (curve(),)}), made)
    file.write(whole, results)
    return made, results


def test_the_command_adds_curves_to_the_results_of_claims(files):
    made, results = files
    before = file.read(results)
    assert main(["merge-curves", *map(str, files)]) == 0
    after = file.read(results)
    assert after.responses == (curve(),)
    assert after.claims == before.claims
    assert after.runs == before.runs
    assert file.read(made).claims == ()


def test_curves_that_were_described_again_take_the_place_of_the_old_ones(files):
    made, results = files
    responses.merge(*files)
    again, other = curve(ROWS[:8]), curve(nodeid="claims/test_curves.py::test_depth", id="DEPTH")
    file.write(file.read(made).model_copy(update={"responses": (again, other)}), made)
    responses.merge(*files)
    assert file.read(results).responses == (again, other)


def test_results_without_curves_or_of_another_suite_are_refused(files, capsys):
    made, results = files
    assert main(["merge-curves", str(results), str(results)]) == 2
    assert "has no response curves" in capsys.readouterr().err
    content = json.loads(made.read_text())
    content["suite"]["conditions"] = {"dataset": "another"}
    made.write_text(json.dumps(content))
    assert main(["merge-curves", *map(str, files)]) == 2
    assert "is of a suite with conditions {'dataset': 'another'}" in capsys.readouterr().err
