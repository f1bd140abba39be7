"""The regression check, as CI meets it: sessions that are compared with earlier results."""

import copy
import gzip
import json
import re
import xml.etree.ElementTree as ElementTree

import pytest

from harness.results import file as results_file
from tests.projects import SPREAD, Project
from tests.report_content import text_of

SELECTED = "not KER"
"""Without the claim that takes TensorFlow."""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Return a project whose claims have been checked once; those are the earlier results."""
    project = Project(tmp_path_factory.mktemp("project"))
    outcome = project.pytest("claims", "-k", SELECTED, "--junit-xml", "junit.xml")
    assert outcome.code == 0, outcome.text
    project.first = project.results
    return project


@pytest.fixture
def earlier(trained):
    """Return the earlier results, to be changed."""
    return copy.deepcopy(trained.first)


def compare(project, earlier, *arguments, selected=SELECTED):
    """Write earlier results to a file, and return the outcome of a session that is compared with them."""
    (project.folder / "earlier.json.gz").write_bytes(gzip.compress(json.dumps(earlier).encode()))
    return project.pytest("claims", "-k", selected, "--claims-compare", "earlier.json.gz", *arguments)


def claim(content, claim_id, params=None):
    return next(c for c in content["claims"] if c["id"] == claim_id and params in (None, c["params"]))


def states(project):
    return {f"{row['id']} {row['params']}".strip(): row["state"] for row in project.results["comparison"]["claims"]}


def junit(path):
    """Return each test's properties and how it ended, by name."""
    cases = ElementTree.parse(path).getroot().iter("testcase")
    return {
        case.get("name"): (
            {entry.get("name"): entry.get("value") for entry in case.iter("property")},
            [child.tag for child in case if child.tag != "properties"],
        )
        for case in cases
    }


def test_every_claims_test_has_its_properties_in_junit_xml_however_it_ended(trained):
    found = junit(trained.folder / "junit.xml")
    effect = claim(trained.first, "REF")["effect"]["estimate"]
    refuted = {"id": "REF", "section": "Drop out", "verdict": "refuted", "seeds": "12", "effect": str(effect)}
    refuted |= {"finer": "the opposite"}
    assert found["test_the_reverse[rate]"] == (refuted, ["skipped"]), "an expected failure"
    properties, ended = found["test_by_chance[chance]"]
    assert (properties["verdict"], properties["seeds"], ended) == ("inconclusive", "12", ["skipped"])
    assert found["test_a_sum"] == ({"id": "EXA", "section": "Loss function", "verdict": "supported"}, [])
    assert found["test_with_sklearn[nine]"][0]["verdict"] == "supported"
    assert found["test_that_is_no_claim"] == ({}, [])


def test_without_the_option_nothing_is_compared(trained):
    assert trained.first["comparison"] is None


def test_the_same_results_are_identical_and_pass(trained, earlier):
    outcome = compare(trained, earlier)
    assert outcome.code == 0, outcome.text
    assert set(states(trained).values()) == {"identical"}
    assert "with earlier.json.gz of " in outcome.text
    assert "nothing in the environment changed" in outcome.lines
    assert "Compared with the reference" in (trained.report / "index.html").read_text("utf-8")
    assert results_file.read(trained.report / "results.json").comparison


@pytest.mark.parametrize("arguments", SPREAD)
def test_an_upgrade_that_flips_verdicts_fails_and_names_claims_verdicts_and_package(trained, earlier, arguments):
    earlier["packages"]["tensorflow"] = "1.15.0"
    for claim_id, verdict in (("REF", "supported"), ("INC", "supported"), ("EXA", "refuted")):
        claim(earlier, claim_id)["verdict"] = verdict
    claim(earlier, "SUP", "nine")["verdict"] = "inconclusive"
    summary = trained.folder / f"summary{len(arguments)}.md"
    outcome = compare(trained, earlier, "--claims-summary", summary.name, "--junit-xml", "flipped.xml", *arguments)
    assert outcome.code == 1, outcome.text
    assert "4 failed, 2 passed" in outcome.text
    new = trained.first["packages"]["tensorflow"]
    for flip in (
        "REF[rate] was supported in the reference and is refuted now",  # an expected failure otherwise
        "INC[chance] was supported in the reference and is inconclusive now",  # a skip
        "EXA was refuted in the reference and is supported now",  # passes
        "SUP[nine] was inconclusive in the reference and is supported now",
    ):
        assert f"{flip}; changed since: tensorflow 1.15.0 → {new}" in outcome.lines
    assert f"changed versions: tensorflow 1.15.0 → {new}" in outcome.lines
    assert trained.results["campaign"]["runs_trained"] == 0
    # What the checks of an exact claim gave stays its verdict, whatever became of its test.
    exact = claim(trained.results, "EXA")
    assert (exact["verdict"], exact["reason"], exact["outcome"]) == ("supported", "all checks hold", "failed")
    assert [name for name, state in states(trained).items() if state == "flipped"] == [
        *("SUP nine", "REF rate", "INC chance", "EXA"),
    ]
    assert "**supported → refuted**" in summary.read_text("utf-8")
    assert "4 verdicts flipped" in (trained.report / "index.html").read_text("utf-8")
    properties, ended = junit(trained.folder / "flipped.xml")["test_the_reverse[rate]"]
    assert (properties["verdict"], ended) == ("refuted", ["failure"])


def test_a_flip_says_that_nothing_changed_only_if_nothing_did(trained, earlier):
    claim(earlier, "SUP", "eight")["verdict"] = "refuted"
    flip = "SUP[eight] was refuted in the reference and is supported now;"
    outcome = compare(trained, earlier, selected="SUP and eight")
    assert outcome.code == 1
    assert f"{flip} nothing in the environment changed since" in outcome.lines
    earlier["options"]["trainer"] = "fit"
    earlier["machine_info"]["system"] = "Plan 9"
    here = trained.first["machine_info"]["system"]
    outcome = compare(trained, earlier, selected="SUP and eight")
    changed = f"changed since: no version; machine: system Plan 9 → {here}; options: trainer fit → epoch"
    assert f"{flip} {changed}" in outcome.lines


def test_a_shift_is_shown_and_fails_nothing(trained, earlier):
    moved = claim(earlier, "SUP", "eight")
    moved["effects"] = [effect - 0.25 for effect in moved["effects"]]
    outcome = compare(trained, earlier)
    assert outcome.code == 0, outcome.text
    assert states(trained)["SUP eight"] == "moved"
    assert "shift +0.250 (+0.250 to +0.250)" in outcome.text


def test_what_was_not_selected_was_not_run_and_what_exists_no_more_is_gone(trained, earlier):
    old = copy.deepcopy(claim(earlier, "EXA"))
    earlier["claims"].append(old | {"id": "OLD", "nodeid": "claims/test_toy.py::test_of_old"})
    earlier["claims"].remove(claim(earlier, "SUP", "nine"))
    assert compare(trained, earlier, selected="SUP").code == 0
    assert states(trained) == {
        "SUP eight": "identical",
        "SUP nine": "new",
        "REF rate": "not run here",
        "INC chance": "not run here",
        "EXA": "not run here",
        "OLD": "gone",
    }


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--claims-compare", "missing.json"], "--claims-compare: .*missing.json: No such file"),
        (["--claims-compare", "twelve.json"], "--claims-compare: .*twelve.json was made with --claims-max-seeds 12"),
        (["--claims-summary", "claims"], "--claims-summary: cannot write .*claims: Is a directory"),
    ],
    ids=["missing", "other seeds", "summary"],
)
def test_a_file_that_cannot_be_used_ends_the_session_in_one_line_before_training(project, made, arguments, line):
    made.content["options"]["max_seeds"] = 12
    (project.folder / "twelve.json").write_text(json.dumps(made.content))
    outcome = project.pytest("claims", *arguments)
    assert outcome.code == 4, outcome.text
    (said,) = [text for text in outcome.lines if text.startswith("ERROR: ")]
    assert re.search(line, said)
    assert "Traceback" not in outcome.text
    assert project.rows == 0
    assert not (project.report / "results.json").exists()


OWN = """
import random

import pytest

from harness import beats, claim, experiment, metric

LOST = {lost}


@experiment(metrics={{"score": metric("score", higher_is_better=True)}})
def trained(seed, *, width=8):
    return {{"score": 0.7 + 0.01 * width + random.Random(seed * width).gauss(0, 0.001) - LOST}}


@claim("OWN", says="Wider is better.")
@pytest.mark.parametrize("width", [beats(trained(width=w), trained(width=8), on="score", by=0.02) for w in (12, 16)])
def test_wider_is_better(width, judge):
    assert judge(width).supported
"""


@pytest.mark.parametrize("arguments", SPREAD)
def test_a_loss_of_five_points_in_every_arm_flips_no_verdict_and_fails(tmp_path, arguments):
    project = Project(tmp_path, claims=OWN.format(lost=0.0))
    assert project.pytest("claims").code == 0
    (tmp_path / "earlier.json").write_text((project.report / "results.json").read_text())
    project.claim("toy", OWN.format(lost=0.05))
    outcome = project.pytest("claims", "--claims-compare", "earlier.json", "--claims-summary", "summary.md", *arguments)
    assert outcome.code == 1, outcome.text
    compared = project.results["comparison"]
    assert {row["state"] for row in compared["claims"]} == {"moved"}
    assert [(row["state"], row["worse"], row["seeds"]) for row in compared["arms"]["arms"]] == [
        ("got worse", 12, 12)
    ] * 3
    assert [row["change"]["estimate"] for row in compared["arms"]["arms"]] == pytest.approx([-0.05] * 3)
    said = "score lower by more than 0.02 in 12 of 12 seeds, median change −0.050"
    for place in (outcome.text, (tmp_path / "summary.md").read_text("utf-8"), page_text(project)):
        assert said in place
    assert "arms: 3 got worse" in outcome.lines
    assert any(line.startswith("OWN[width0] got worse than in the reference; ") for line in outcome.lines)
    assert "3 arms got worse" in page_text(project)


def test_a_worse_arm_fails_the_tests_that_ask_about_it_and_no_others(trained, earlier):
    for arm in claim(earlier, "SUP", "nine")["arms"]:
        arm["values"] = [value - 0.05 for value in arm["values"]]  # a loss, of which less is better
    outcome = compare(trained, earlier)
    assert outcome.code == 1, outcome.text
    assert "1 failed" in outcome.text
    assert any(line.startswith("SUP[nine] got worse") for line in outcome.lines)


def page_text(project):
    return text_of((project.report / "index.html").read_text("utf-8"))
