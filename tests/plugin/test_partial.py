"""A session that asks a part of the claims leaves the report of all of them; one that is skipped trains nothing."""

import json
import xml.etree.ElementTree as ET
from types import SimpleNamespace

import pytest

from harness.plugin import partial
from tests.projects import Project

TWO_FILES = """
from harness import claim

@claim("{name}A", says="One.")
def test_{lower}_a():
    assert 1 + 1 == 2

@claim("{name}B", says="Two.")
def test_{lower}_b():
    assert 2 + 2 == 4
"""


@pytest.fixture
def project(tmp_path):
    """Return a project with two files of two claims each, after a session of everything."""
    project = Project(tmp_path, claims=TWO_FILES.format(name="TOY", lower="toy"))
    project.claim("more", TWO_FILES.format(name="MORE", lower="more"))
    assert project.pytest("claims").code == 0
    return project


def claims(folder):
    """Return the ids of the claims that the report in a folder is on."""
    return {claim["id"] for claim in json.loads((folder / "results.json").read_text())["claims"]}


ALL = {"TOYA", "TOYB", "MOREA", "MOREB"}


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["claims", "-k", "TOYA"], {"TOYA"}),
        (["claims/test_toy.py"], {"TOYA", "TOYB"}),
        (["claims/test_toy.py::test_toy_b"], {"TOYB"}),
        (["claims", "-n", "1", "-k", "TOYA or MOREB"], {"TOYA", "MOREB"}),
    ],
    ids=["-k", "a file", "a test", "xdist"],
)
def test_the_report_of_everything_stays_and_that_of_a_part_is_beside_it(project, arguments, asked):
    before = (project.folder / "reports" / "latest" / "index.html").read_bytes()
    outcome = project.pytest(*arguments)
    assert outcome.code == 0, outcome.text
    latest, part = (project.folder / "reports" / name for name in ("latest", "latest-partial"))
    assert (latest / "index.html").read_bytes() == before
    assert (claims(latest), claims(part)) == (ALL, asked)
    assert f"report: {part / 'index.html'}" in outcome.lines


def test_everything_replaces_everything_also_when_a_test_has_gone(project):
    project.claim("more", TWO_FILES.format(name="NEW", lower="new"))
    (project.folder / "claims" / "test_toy.py").unlink()
    assert project.pytest("claims").code == 0
    assert claims(project.folder / "reports" / "latest") == {"NEWA", "NEWB"}
    assert not (project.folder / "reports" / "latest-partial").exists()


def test_another_suites_report_and_one_that_was_told_where_to_go_are_where_they_are_told(project):
    (project.folder / "mine").mkdir()
    (project.folder / "mine" / "test_mine.py").write_text(TWO_FILES.format(name="MINE", lower="mine"))
    assert project.pytest("claims", "-k", "TOYA", "--claims-report", "reports/latest").code == 0
    assert claims(project.folder / "reports" / "latest") == {"TOYA"}
    assert project.pytest("mine").code == 0
    assert claims(project.folder / "reports" / "latest") == {"MINEA", "MINEB"}


def test_what_is_no_report_of_anything_is_no_reason_to_write_elsewhere(tmp_path):
    asked = [SimpleNamespace(nodeid="claims/test_a.py::test_b")]
    results = SimpleNamespace(claims=asked, responses=(), complete=True)
    config = SimpleNamespace(args=["claims"], getoption=lambda *_, **__: False)
    for damage in ("", "[]", "{", '{"claims": [{}]}', '{"claims": 5}', "\0", "[" * 100_000):
        (tmp_path / "results.json").write_text(damage)
        assert partial.place(tmp_path, results, [], config) == tmp_path
    assert partial.place(tmp_path / "none", results, [], config) == tmp_path / "none"


SKIPPED = """
import pytest
from harness import claim
from harness.declare.timed_question import Falling
from tests.toy_claims import SKLEARN, learns

asked = pytest.mark.parametrize("question", [learns(SKLEARN)])

@claim("SKIP", says="Is skipped.")
@pytest.mark.skip(reason="not today")
@asked
def test_skipped(question, judge):
    assert judge(question).supported

@claim("SEEDS", says="Is no benchmark.")
@asked
def test_seeds(question, judge):
    assert judge(question).supported

@claim("ROUNDS", says="Is a benchmark.")
@pytest.mark.parametrize("timing", [Falling(sides=(1, 2), of="seconds", by="size")])
def test_rounds(timing, judge_rounds):
    assert judge_rounds(timing, lambda: [2.0, 1.0]).supported
"""


def test_for_what_is_skipped_nothing_is_trained(tmp_path):
    project = Project(tmp_path, claims=SKIPPED)
    outcome = project.pytest("claims", "--benchmark-only")
    assert outcome.code == 0, outcome.text
    assert "1 passed, 2 skipped" in outcome.text
    assert project.verdicts == {"ROUNDS timing0": "supported"}
    assert project.rows == 0
    assert project.pytest("claims", "-k", "SKIP").code == 0
    assert project.rows == 0


AGAIN = """
import pytest
from _pytest.runner import runtestprotocol

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in runtestprotocol(item, nextitem=nextitem, log=False):
        report.outcome = "rerun" if report.failed else report.outcome
        item.ihook.pytest_runtest_logreport(report=report)
    item._initrequest()
    runtestprotocol(item, nextitem=nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
"""
FLAKY = (
    SKIPPED.replace("lambda: [2.0, 1.0]", "play")
    + """
tries = []

def play():
    if not tries:
        tries.append(1)
        raise OSError("the clock is being set")
    return [2.0, 1.0]
"""
)


def test_a_test_that_is_run_again_is_judged_by_its_last_attempt_and_has_its_properties_once(tmp_path):
    project = Project(tmp_path, claims=FLAKY)
    (tmp_path / "again.py").write_text(AGAIN)
    outcome = project.pytest("claims", "-p", "again", "--junit-xml", "junit.xml", "-k", "ROUNDS")
    assert project.verdicts == {"ROUNDS timing0": "supported"}, outcome.text
    assert [claim["outcome"] for claim in project.results["claims"]] == ["passed"]
    for case in ET.parse(tmp_path / "junit.xml").iter("testcase"):
        names = [one.get("name") for one in case.iter("property")]
        assert sorted(names) == sorted(set(names))
        assert {"id", "verdict"} <= set(names)
    assert "INTERNALERROR" not in outcome.text
