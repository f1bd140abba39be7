"""Benchmarks of several ways: ratios are taken within a round, and what is no benchmark is refused."""

import json

import pytest

from harness.__main__ import main
from harness.base.errors import UserError
from harness.report import page as report
from harness.results import benchmark_merge
from harness.results import file as results_file
from tests.report_content import typed
from tests.report_inventory import inventory

RECORD = {
    "unit": "s",
    "sides": {"ours": [1.0, 2.0, 4.0], "<b>theirs</b>": [3.0, 8.0, 8.0]},
    "facts": {"weights": 5.0},
}
BENCHMARKS = {
    "datetime": "2026-01-02T03:04:05",
    "machine_info": {"machine": "x86", "cpu": {"brand_raw": "A processor", "count": 2}},
    "benchmarks": [
        {"name": "test_training", "group": None, "extra_info": RECORD},
        {"name": "test_of_something_else", "group": None, "extra_info": {}},
    ],
}


@pytest.fixture
def files(tmp_path):
    benchmarks, results = tmp_path / "benchmarks.json", tmp_path / "results.json"
    benchmarks.write_text(json.dumps(BENCHMARKS))
    results_file.write(typed(inventory(2)), results)
    return benchmarks, results


def test_ratios_are_those_within_a_round():
    ours, theirs = benchmark_merge.compared(RECORD["sides"])
    assert (ours.median, ours.ratio) == (2.0, 1.0)
    # The ratio of the medians would be 4: a round in which everything was slow says nothing of either side.
    assert (theirs.median, theirs.ratio, theirs.least, theirs.most) == (8.0, 3.0, 2.0, 4.0)


def test_the_table_has_a_line_for_each_side_and_each_fact():
    assert [line.split() for line in benchmark_merge.lines(**RECORD)] == [
        ["ours", "2", "s"],
        ["<b>theirs</b>", "8", "s", "x", "3.00", "(2.00", "to", "4.00)"],
        ["weights:", "5"],
    ]


def test_the_command_puts_the_benchmarks_into_the_results_and_so_into_the_report(files):
    benchmarks, results = files
    assert main(["merge-benchmarks", str(benchmarks), str(results)]) == 0
    content = results_file.read(results)
    assert [bench.name for bench in content.speed.benchmarks] == ["test_training"]
    page = report.render(content)
    assert "A processor, 2 cores" in page
    assert "&lt;b&gt;theirs&lt;/b&gt;" in page
    assert "<b>theirs</b>" not in page


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", json.dumps(BENCHMARKS | {"benchmarks": [{"name": "x", "group": None}]})],
    ids=["empty", "list", "nothing", "without-sides"],
)
def test_what_is_no_benchmark_file_is_refused_in_one_line(files, content, capsys):
    benchmarks, results = files
    before = results.read_text()
    benchmarks.write_text(content)
    assert main(["merge-benchmarks", str(benchmarks), str(results)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert results.read_text() == before


def test_sides_that_are_no_times_are_refused(files, capsys):
    benchmarks, results = files
    wrong = RECORD | {"sides": {"ours": [0.0]}}
    benchmarks.write_text(json.dumps(BENCHMARKS | {"benchmarks": [{"name": "x", "group": "", "extra_info": wrong}]}))
    assert main(["merge-benchmarks", str(benchmarks), str(results)]) == 2
    assert "$.benchmarks[0].sides.ours[0]: Input should be greater than 0" in capsys.readouterr().err


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UserError, match=r"none\.json: No such file"):
        benchmark_merge.read(tmp_path / "none.json")
