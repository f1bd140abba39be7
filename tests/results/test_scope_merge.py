"""A map from a session of its own is brought beside the claims that it belongs to, and to no others."""

import pytest

from harness.__main__ import main
from harness.base.errors import UserError
from harness.results import file as results_file
from harness.results import scope_merge
from tests.report_content import typed
from tests.report_inventory import inventory
from tests.scope_content import STATES, scope_map


@pytest.fixture
def files(tmp_path):
    """Return the files of a session with a map, and of one with the claims."""
    scope, results = tmp_path / "scope.json", tmp_path / "results.json"
    claims = typed(inventory(2))
    results_file.write(claims.model_copy(update={"scope": (scope_map(),), "claims": (), "comparison": None}), scope)
    results_file.write(claims, results)
    return scope, results


def test_the_map_stands_beside_the_claims(files):
    scope, results = files
    before = results_file.read(results)
    assert main(["merge-scope", str(scope), str(results)]) == 0
    after = results_file.read(results)
    assert after.scope == (scope_map(),)
    assert after.model_copy(update={"scope": ()}) == before


def test_a_later_map_of_the_same_name_replaces_it(files):
    scope, results = files
    scope_merge.merge(scope, results)
    fewer = scope_map({"NS4[B]": STATES["NS4[B]"]})
    results_file.write(results_file.read(scope).model_copy(update={"scope": (fewer,)}), scope)
    scope_merge.merge(scope, results)
    assert results_file.read(results).scope == (fewer,)


def test_without_a_map_there_is_nothing_to_merge(files):
    scope, results = files
    with pytest.raises(UserError, match="has no scope map: pytest -m scope makes one"):
        scope_merge.merge(results, scope)


@pytest.mark.parametrize("change", [{"title": "Another"}, {"conditions": {"dataset": "other"}}])
def test_a_map_of_something_else_is_refused(files, change):
    scope, results = files
    made = results_file.read(scope)
    results_file.write(made.model_copy(update={"suite": made.suite.model_copy(update=change)}), scope)
    with pytest.raises(UserError, match="a map stands beside its own claims"):
        scope_merge.merge(scope, results)
