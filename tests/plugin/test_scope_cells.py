"""Scope maps in a session: cells run if they are asked for, on seeds of their own, and say what seeds show."""

import json

import pytest

from tests.projects import SPREAD, Project

CLAIMS = """
import math

import pytest
from harness import DeclarationError, beats, claim, condition, experiment, metric, row, scope

METRICS = {"height": metric("height", higher_is_better=True)}

@experiment(metrics=METRICS)
def grown(seed, *, by=1.0, soil="loam", water=1.0):
    luck = (seed * 7919 % 13) / 1000
    if soil == "salt":
        return {"height": math.nan}
    height = {"loam": by, "sand": -by, "rock": 0.01 * by, "clay": by * (-1) ** seed}[soil]
    return {"height": water * height + luck * by}

TALL, SMALL = grown(by=2.0), grown()

def drowned(arm):
    raise DeclarationError("they have water enough")

@claim("A", says="More is more.")
@pytest.mark.parametrize("question", [pytest.param(beats(TALL, SMALL, on="height", by=0.5), id="two")])
def test_growth(question, judge):
    assert judge(question).supported

@scope(
    rows=[row("A", beats(TALL, SMALL, on="height", by=0.5), params="two")],
    conditions=[
        condition("on sand", lambda arm: arm.with_(soil="sand")),
        condition("on rock", lambda arm: arm.with_(soil="rock")),
        condition("on clay", lambda arm: arm.with_(soil="clay")),
        condition("on salt", lambda arm: arm.with_(soil="salt")),
        condition("on loam", lambda arm: arm.with_(soil="loam")),
        condition("all alike", lambda arm: arm.with_(by=2.0)),
        condition("drowned", drowned),
    ],
    first_seed=FIRST,
)
def test_where_it_holds(cell, judge):
    assert judge(cell).is_found
"""


def suite(first=3000, **changes):
    """Return the suite's file, with some of its text changed."""
    text = CLAIMS.replace("FIRST", str(first))
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a project with a claim and a map."""
    return Project(tmp_path_factory.mktemp("scope"), claims=suite())


@pytest.fixture(scope="module")
def mapped(project):
    """Return what a session that asks for the map printed, and its map."""
    outcome = project.pytest("claims", "-m", "scope", "--claims-report", "reports/scope")
    assert outcome.code == 0, outcome.text
    [found] = json.loads((project.folder / "reports" / "scope" / "results.json").read_text())["scope"]
    return outcome, found


def test_a_plain_session_leaves_cells_out(project):
    outcome = project.pytest("claims")
    assert outcome.code == 0, outcome.text
    assert "1 passed, 8 deselected" in outcome.text
    assert project.results["scope"] == []


def test_every_state_is_found(mapped):
    outcome, found = mapped
    assert {cell["condition"]: cell["state"] for cell in found["cells"]} == {
        "as framed": "holds",
        "on sand": "the opposite holds",
        "on rock": "no material difference",
        "on clay": "mixed",
        "on salt": "diverged",
        "on loam": "n/a",
        "all alike": "n/a",
        "drowned": "n/a",
    }
    assert "5 passed, 3 skipped" in outcome.text
    assert "holds in 1 of 5" in outcome.text


def test_what_does_not_apply_says_why(mapped):
    reasons = {cell["condition"]: cell["reason"] for cell in mapped[1]["cells"]}
    assert reasons["on loam"] == "the row is framed like that already"
    assert reasons["all alike"] == "the arms differ in by, which it sets"
    assert reasons["drowned"] == "they have water enough"


def test_cells_share_seeds_of_their_own_and_the_family_s_alpha(mapped):
    asked = [cell["answered"] for cell in mapped[1]["cells"] if cell["answered"]]
    assert {one["numbers"][0] for one in asked} == {3000}
    assert {one["seeds"] for one in asked} == {18, 32}
    assert mapped[1]["alpha"] == pytest.approx(0.05 / (2 * 8))


def test_a_part_is_chosen_by_row_and_condition(project, mapped):
    outcome = project.pytest("claims", "-m", "scope", "-k", "A and sand", "--claims-report", "reports/part")
    assert "1 passed, 8 deselected" in outcome.text
    results = json.loads((project.folder / "reports" / "part" / "results.json").read_text())
    states = {cell["condition"]: (cell["state"], cell["reason"]) for cell in results["scope"][0]["cells"]}
    assert states["on sand"][0] == "the opposite holds"
    assert states["as framed"] == ("not run", "not selected")
    assert states["drowned"] == ("n/a", "they have water enough")
    assert results["campaign"]["runs_trained"] == 0
    assert results["scope"][0]["alpha"] == mapped[1]["alpha"]


@pytest.mark.parametrize("spread", SPREAD)
def test_a_map_leaves_the_report_of_the_claims(project, mapped, spread):
    latest = project.folder / "reports" / "latest" / "results.json"
    project.pytest("claims")
    before = latest.read_bytes()
    outcome = project.pytest("claims", "-m", "scope", *spread)
    assert "5 passed, 3 skipped" in outcome.text
    assert latest.read_bytes() == before
    [found] = project.results["scope"]
    assert [cell["state"] for cell in found["cells"]] == [cell["state"] for cell in mapped[1]["cells"]]
    assert {cell["outcome"] for cell in found["cells"]} == {"passed", "skipped"}


@pytest.mark.usefixtures("mapped")
def test_fewer_seeds_leave_it_open(project):
    outcome = project.pytest(
        "claims", "-m", "scope", "-k", "sand or clay", "--claims-max-seeds", "18", "--claims-report", "reports/few"
    )
    assert "1 passed, 1 skipped" in outcome.text
    results = json.loads((project.folder / "reports" / "few" / "results.json").read_text())
    states = {cell["condition"]: cell for cell in results["scope"][0]["cells"]}
    assert states["on clay"]["state"] == "open"
    assert "the next look, at 24, was not run" in states["on clay"]["reason"]


def test_a_dry_run_counts_the_cells(project):
    outcome = project.pytest("claims", "-m", "scope", "--claims-dry-run")
    assert "1 row of a scope map under 8 conditions: 5 questions to seeds, 3 n/a" in outcome.text


@pytest.mark.usefixtures("mapped")
def test_pruning_keeps_a_map_s_runs(project):
    before = project.rows
    outcome = project.pytest("claims", "--claims-prune")
    assert outcome.code == 0, outcome.text
    assert project.rows == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (suite(first=0), "would ask seeds that A[two] asks"),
        (suite(test=("assert judge(cell).is_found", "judge(cell)")), "passes whatever its cell says"),
        (suite(test=("(cell, judge):\n    assert judge", "(cell):\n    assert ")), "take the fixture judge"),
        (suite(row=('params="two")]', 'params="two")] * 2')), "is twice in a scope map"),
        (suite(row=('params="two")]', 'params="two") for _ in ()]')), "at least one row and one condition"),
        (suite(p0=("by=0.5), params", "by=0.5, p0=0.6), params")), "more often than not"),
    ],
)
def test_a_map_that_cannot_be_meant_is_refused(tmp_path, text, said):
    project = Project(tmp_path, claims=text)
    outcome = project.pytest("claims", "-m", "scope", "-k", "sand")
    assert outcome.code != 0
    assert said in outcome.text
