"""A margin that is edited after its results were seen: said in the terminal, in the report and in results.json."""

import html

import pytest

from tests.projects import Project
from tests.report_content import text_of

CLAIMS = """
import random

import pytest

from harness import beats, claim, experiment, metric


@experiment(metrics={{"score": metric("score", higher_is_better=True)}})
def trained(seed, *, width=8):
    return {{"score": 0.01 * width + random.Random(seed * width).gauss(0, 0.001)}}


@claim("OWN", says="Wider is better.")
@pytest.mark.parametrize("widths", [beats(trained(width=12), trained(width=8), on="score", by={by})])
def test_wider_is_better(widths, judge):
    assert judge(widths).supported
"""


@pytest.fixture
def project(tmp_path):
    """Return a project whose claim has been looked at with a margin that it does not reach."""
    project = Project(tmp_path, claims=CLAIMS.format(by=0.05))
    outcome = project.pytest("claims")
    assert outcome.code == 1, outcome.text
    assert "changed after looking" not in outcome.text
    return project


def declared(project):
    return project.results["claims"][0]["declaration"]


def test_an_edited_margin_says_so_wherever_the_verdict_is(project):
    before = declared(project)
    project.claim("toy", CLAIMS.format(by=0.02))
    outcome = project.pytest("claims", "--claims-summary", "summary.md")
    assert outcome.code == 0, outcome.text
    day = before["first_seen"]["datetime"][:10]
    said = f"changed after looking: its results were first seen on {day}, with by=0.05 (now 0.02)"
    assert f"OWN[widths0] was {said}; the error bound does not cover it" in outcome.lines
    assert said.capitalize() in text_of((project.report / "index.html").read_text("utf-8"))
    assert said in html.unescape((project.folder / "summary.md").read_text("utf-8"))
    after = declared(project)
    assert (after["hash"] == before["hash"], after["first_seen"]) == (False, before["first_seen"])


def test_a_machine_without_a_memory_learns_it_from_the_reference(project):
    (project.folder / "earlier.json").write_text((project.report / "results.json").read_text())
    project.claim("toy", CLAIMS.format(by=0.02))
    outcome = project.pytest("claims", "--cache-clear", "--claims-compare", "earlier.json")
    assert outcome.code == 1, "the verdict has flipped"
    assert "OWN[widths0] was changed after looking" in outcome.text


@pytest.mark.slow
def test_a_worker_of_xdist_leaves_it_to_the_controller(project):
    project.claim("toy", CLAIMS.format(by=0.02))
    outcome = project.pytest("claims", "-n", "2")
    assert outcome.code == 0, outcome.text
    assert outcome.text.count("OWN[widths0] was changed after looking") == 1
