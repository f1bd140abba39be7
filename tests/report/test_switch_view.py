"""Several results: a page each, a switch between them, and what differs."""

import pytest

from harness.__main__ import main
from harness.judge.decide import Verdict
from harness.report.switch_view import switch
from harness.results import file
from harness.results.model import Level
from tests.report_content import Results, text_of


def results(dataset, *, refuted=(), more=()):
    made = Results()
    for name in ("NS4", "NS5", *more):
        made.statistical(name, "B", "refuted" if name in refuted else "supported")
    found = made.results
    return found.model_copy(update={"suite": found.suite.model_copy(update={"conditions": {"dataset": dataset}})})


def test_claims_that_come_out_otherwise_are_listed_with_their_questions():
    made = switch([results("small"), results("large", refuted=["NS5"])], ["a.json", "b.json"])
    assert made.names == ["dataset small", "dataset large"]
    assert made.files == ["index.html", "report-2.html"]
    (one,) = made.differences
    assert one.id == "NS5"
    assert one.outcomes == [
        (Level.HOLDS, [("B", Verdict.SUPPORTED)]),
        (Level.FAILS, [("B", Verdict.REFUTED)]),
    ]


def test_a_claim_that_only_one_has_differs():
    (one,) = switch([results("a"), results("b", more=["NS6"])], ["a", "b"]).differences
    assert (one.id, [level for level, _ in one.outcomes]) == ("NS6", [None, Level.HOLDS])


def test_results_of_the_same_name_are_told_apart():
    assert switch([results("a"), results("a")], ["a", "b"]).names == ["dataset a (1)", "dataset a (2)"]


@pytest.mark.parametrize("number", [2, 3])
def test_the_command_writes_a_page_for_each_and_each_leads_to_the_others(tmp_path, number):
    paths = []
    for place in range(number):
        paths.append(tmp_path / f"{place}.json")
        file.write(results(f"data{place}", refuted=["NS5"] if place else ()), paths[-1])
    assert main(["report", *map(str, paths), "-o", str(tmp_path / "out")]) == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["index.html", "report-2.html", "report-3.html"][:number]
    for name in names:
        source = (tmp_path / "out" / name).read_text("utf-8")
        assert all(f'href="{other}"' in source for other in names if other != name)
        assert f'href="{name}"' not in source
        assert "1 of 2 claims do not come out the same everywhere" in text_of(source)
