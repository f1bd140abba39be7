"""The reference of a comparison: refused in one line where it says nothing about this session, before any training."""

import gzip
import json

import pytest

from harness.base.errors import UserError
from harness.declare.suite import Suite
from harness.results import reference
from harness.results.comparison import compare
from harness.results.model import Reference, State
from tests.projects import ROOT
from tests.report_content import typed

MNIST5K = Suite(conditions={"dataset": "mnist5k"})


@pytest.fixture
def write(made, tmp_path):
    """Return a function that writes the results being made, with changes, and returns the file."""

    def written(name="results.json.gz", **changes):
        made.content["options"]["max_seeds"] = None
        text = json.dumps({**made.content, **changes}).encode()
        path = tmp_path / name
        path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
        return path

    return written


@pytest.mark.parametrize("name", ["results.json", "results.json.gz"])
def test_a_reference_is_what_is_compared_and_the_files_name(made, write, name):
    made.statistical()
    read = reference.read(write(name), max_seeds=None)
    assert read.file == name
    assert read.claims == typed(made.content).claims
    assert not hasattr(read, "runs")
    assert Reference.model_validate_json(read.model_dump_json()) == read, "it goes to the workers of pytest-xdist"


def test_a_reference_of_recorded_runs_may_have_negative_seeds(made, write):
    made.statistical()
    run = next(iter(made.content["runs"].values()))
    run["seed"] = -7
    assert -7 in reference.read(write(), max_seeds=None).seeds.values()


@pytest.mark.parametrize("name", ["mnist", "mnist5k"])
def test_the_committed_references_are_of_an_older_version_and_can_be_compared_with(name):
    path = ROOT / "reports" / "protocol-1" / f"{name}.json.gz"
    assert json.loads(gzip.decompress(path.read_bytes()))["schema_version"] == 1
    earlier = reference.read(path, max_seeds=None)
    reference.check_suite(earlier, Suite(conditions={"dataset": name}))
    assert len(earlier.claims) > 300
    rows = compare(earlier, earlier, ()).claims
    ran = {row.title for row in rows if row.state is State.IDENTICAL}
    assert {"NS4[B]", "MB3[epoch]", "MB6[labels]", "AC2[xor]", "MB2[slope]"} <= ran
    assert {row.state for row in rows} == {State.IDENTICAL}


@pytest.mark.parametrize(
    ("suite", "max_seeds", "line"),
    [
        ({"conditions": {"dataset": "mnist"}}, None, "made with dataset mnist5k, this session has mnist: "),
        ({}, 12, "made with --claims-max-seeds all, this session has 12: "),
        ({"conditions": {}}, None, "made with dataset mnist5k, this session has none: "),
        ({"conditions": {**MNIST5K.conditions, "split": "2"}}, None, "made without split, this session has 2: "),
        ({"family": 20}, None, "made with a family of 100, this session has 20: "),
    ],
)
def test_results_that_cannot_be_compared_are_refused(write, suite, max_seeds, line):
    with pytest.raises(UserError, match=line) as said:
        reference.check_suite(reference.read(write(), max_seeds=max_seeds), MNIST5K.with_(**suite))
    assert str(said.value).startswith("--claims-compare: ")


def test_results_without_conditions_are_a_reference_for_a_suite_without_conditions(write, tmp_path):
    content = json.loads(typed(json.loads(gzip.decompress(write().read_bytes()))).model_dump_json())
    content["suite"]["conditions"] = {}
    path = tmp_path / "own.json"
    path.write_text(json.dumps(content))
    read = reference.read(path, max_seeds=None)
    reference.check_suite(read, Suite())
    assert read.suite.conditions == {}
    with pytest.raises(UserError, match="made without dataset, this session has mnist5k: "):
        reference.check_suite(read, MNIST5K)


def test_partial_results_are_no_reference(write):
    with pytest.raises(UserError, match="interrupted or ended early"):
        reference.read(write(complete=False), max_seeds=None)


@pytest.mark.parametrize("changes", [{"schema_version": 99}, {"claims": None}])
def test_what_are_no_results_are_refused(write, changes):
    with pytest.raises(UserError, match=r"^--claims-compare: .*results\.json\.gz: "):
        reference.read(write(**changes), max_seeds=None)
