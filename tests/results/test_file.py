"""The file results.json: its schema takes what a session writes, and says where another file is wrong."""

import copy
import gzip
import json
import re

import pytest

from harness.base.errors import UserError
from harness.results import file as results_file
from harness.results.comparison import compare
from tests.report_content import inventory


def test_the_schema_takes_what_a_session_writes():
    content = json.loads(json.dumps(inventory(questions=12)))
    results_file.check(content, "inventory")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda content: content.pop("complete"), "$"),
        (lambda content: content["claims"][0].update(verdict="maybe"), "$.claims[0]"),
        (lambda content: content["claims"][0].update(answers=[1]), "$.claims[0]"),
        (lambda content: content["claims"][0]["effects"].append("much"), "$.claims[0]"),
        (lambda content: content["runs"].update(x={}), "$.runs.x"),
        (lambda content: content["dataset"].update(sizes={"digits": 5}), "$.dataset.sizes.digits"),
        (lambda content: content["machine_info"].update(cpu=["two"]), "$.machine_info.cpu"),
        (lambda content: content["benchmarks"].append({"name": "x"}), "$.benchmarks[0]"),
        (lambda content: content["claims"][0]["effects"].append(-1e101), "$.claims[0].effects[12]: -1e+101 is beyond"),
        (lambda content: content["campaign"].update(workers=10**101), "$.campaign.workers: 1"),
        (lambda content: content["machine_info"].update(cpu={"count": float("nan")}), "$.machine_info.cpu.count: nan"),
    ],
)
def test_the_schema_says_where_a_file_is_wrong(made, change, where):
    made.statistical()
    change(made.content)
    with pytest.raises(UserError, match=re.escape(f"results.json: {where}")):
        results_file.check(made.content, "results.json")


@pytest.mark.parametrize("name", ["results.json", "results.json.gz"])
def test_a_file_is_read_whether_it_is_compressed_or_not(made, tmp_path, name):
    made.statistical()
    path = tmp_path / name
    plain = json.dumps(made.content).encode()
    path.write_bytes(gzip.compress(plain) if name.endswith(".gz") else plain)
    assert results_file.read(path) == json.loads(plain)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{}",
        gzip.compress(b"{}" * 99)[:-9],
        gzip.compress(b"{}")[:5],
        gzip.compress(b"a" * 99)[:20] + b"\xff" * 20,
    ],
    ids=["empty", "plain", "cut", "head", "garbled"],
)
def test_a_compressed_file_that_is_damaged_is_named_in_one_line(tmp_path, broken):
    path = tmp_path / "results.json.gz"
    path.write_bytes(broken)
    with pytest.raises(UserError, match=r"results\.json\.gz is (damaged or not compressed|not JSON)") as said:
        results_file.read(path)
    assert "\n" not in str(said.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.pop(0), "$.comparison.claims: claims/test_ns4.py::test_ns4_holds[B] is missing"),
        (lambda rows: rows[0].update(old=None), "$.comparison.claims[0]: a shift needs an old and a new side"),
    ],
)
def test_a_comparison_with_gaps_is_refused(made, change, said):
    before = {**copy.deepcopy(made.content), "claims": [made.statistical()], "file": "x"}
    made.content["comparison"] = compare(made.content, before, ())
    results_file.check(made.content, "results.json")
    change(made.content["comparison"]["claims"])
    with pytest.raises(UserError, match=re.escape(f"results.json: {said}")):
        results_file.check(made.content, "results.json")


def test_a_grid_that_does_not_ascend_is_refused(made):
    made.statistical()
    next(iter(made.content["runs"].values()))["series"] = {
        "decision_region": "0" * 576,
        "decision_extent": [0, 1, 1, 1],
    }
    with pytest.raises(UserError, match="decision_extent does not ascend"):
        results_file.check(made.content, "results.json")
