"""The reasons of the contradicted claims: no figure is typed, and the references bear every direction out."""

import re

import pytest

from harness.declare.reason import PLACE
from harness.judge.decide import Verdict
from harness.report.wording.reasons import borne_out
from harness.results import file as results_file
from harness.results.model import SeedsClaim
from tests.claims.collected import ROOT, collected

REFERENCES = sorted((ROOT / "reports" / "reference").glob("*/results.json.gz"))

REASONS = """[
    [one.nodeid, mark.kwargs["reason"], mark.args]
    for one in items for mark in one.iter_markers("xfail") if mark.kwargs.get("raises") is Refuted
]"""
TYPED = re.compile(r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|per cent)\b", re.I)
DIRECTION = re.compile(
    r"(?<!not )(?<!no )(?<!not the )\b(better|worse|(?:more|less) accurate|lower|higher|narrower|wider|farther|ahead"
    r"|behind|quicker|slower|longer)\b"
)


@pytest.fixture(scope="module")
def declared():
    """Return node id, reason and conditions of every claim that is said to be contradicted."""
    found = [(nodeid, reason, conditions) for nodeid, reason, conditions in collected(REASONS)]
    assert found
    return found


def test_a_reason_names_what_it_is_about(declared):
    for nodeid, reason, _ in declared:
        assert not re.match(r"(it|its|they|those|this)\b", reason, re.IGNORECASE), f"{nodeid}: {reason}"


def typed_figures(reason):
    return [found[0] for found in TYPED.finditer(PLACE.sub("", reason))]


def directions(reason):
    return {name for name in PLACE.findall(reason) if name in ("above", "below")}


def test_no_reason_has_a_typed_figure(declared):
    assert {nodeid: typed for nodeid, reason, _ in declared if (typed := typed_figures(reason))} == {}


def test_a_reason_that_says_which_way_names_the_figure_that_shows_it(declared):
    bare = [nodeid for nodeid, reason, _ in declared if DIRECTION.search(reason) and not directions(reason)]
    assert bare == []


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.parent.name)
def test_every_direction_is_borne_out_by_the_reference(declared, path):
    reference = results_file.read(path)
    claims = {claim.nodeid: claim for claim in reference.claims}
    wrong = {
        nodeid: claims[nodeid].effect
        for nodeid, reason, conditions in declared
        if nodeid in claims and all(eval(one, dict(reference.suite.conditions)) for one in conditions)
        for name in directions(reason)
        if not bears_out(claims[nodeid], name)
    }
    assert wrong == {}


def bears_out(claim, name):
    """Return whether a claim's results are on the side of 0 that is said; of an open one: not on the other."""
    if not isinstance(claim, SeedsClaim):
        return False
    other = {"above": "below", "below": "above"}[name]
    return borne_out(name, claim.effect) if claim.verdict is Verdict.REFUTED else not borne_out(other, claim.effect)


@pytest.mark.parametrize(
    ("reason", "typed"),
    [("worse by 0.02", ["0", "0", "2"]), ("in nine of ten seeds", ["nine", "ten"]), ("by {below} of {seeds}", [])],
)
def test_what_counts_as_typed(reason, typed):
    assert typed_figures(reason) == typed


@pytest.mark.parametrize(
    ("estimate", "verdict", "holds"),
    [(-0.02, "refuted", True), (0.02, "refuted", False), (0.02, "inconclusive", False), (-0.02, "inconclusive", True)],
)
def test_results_on_the_other_side_do_not_bear_a_direction_out(made, estimate, verdict, holds):
    made.statistical(verdict=verdict, effect={"estimate": estimate, "low": estimate - 0.01, "high": estimate + 0.01})
    assert bears_out(made.claim, "below") is holds


@pytest.mark.parametrize(("verdict", "holds"), [("refuted", False), ("inconclusive", True)])
def test_an_interval_that_includes_zero_shows_a_direction_of_no_refuted_claim(made, verdict, holds):
    made.statistical(verdict=verdict, effect={"estimate": -0.005, "low": -0.01, "high": 0.001})
    assert bears_out(made.claim, "below") is holds
