"""What of a test's properties the report draws: one known shape, and nothing else."""

import json

import numpy as np
import pytest

from harness.results import file as results_file
from harness.results.model import Curves
from harness.results.recorded_curves import MOST_LINES, MOST_POINTS, curves_of
from tests.projects import Project

GOOD = {"title": "A parabola", "x": "step", "y": "loss", "lines": {"slow": [1, 0.5, 0.25], "fast": [1.0, 0.0]}}


def test_curves_are_found_among_other_properties():
    lines = {"slow": (1.0, 0.5, 0.25), "fast": (1.0, 0.0)}
    found = Curves(title="A parabola", x="step", y="loss", lines=lines)
    assert curves_of([("id", "x"), ("curves", GOOD), ("curves", 5)]) == found
    assert curves_of([("curves", 5), ("curves", GOOD)]) == found
    assert curves_of([("id", "x")]) is None
    assert curves_of([]) is None


def test_numpys_floats_become_json_and_lists_from_another_process_do_too():
    line = list(np.array([1.0, 2.0]))
    found = curves_of([["curves", {**GOOD, "lines": {"a": line}}]])
    assert json.loads(found.model_dump_json())["lines"] == {"a": [1.0, 2.0]}


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "curves",
        [GOOD],
        {},
        {**GOOD, "more": 1},
        {**GOOD, "title": 5},
        {**GOOD, "x": "x" * 101},
        {**GOOD, "lines": [1, 2]},
        {**GOOD, "lines": {}},
        {**GOOD, "lines": {"a": []}},
        {**GOOD, "lines": {"a": [1.0]}},
        {**GOOD, "lines": {"a": [1.0, float("nan")]}},
        {**GOOD, "lines": {"a": [1.0, float("inf")]}},
        {**GOOD, "lines": {"a": [1.0, 10**400]}},
        {**GOOD, "lines": {"a": [1.0, -1e101]}},
        {**GOOD, "lines": {"a": [1.0, True]}},
        {**GOOD, "lines": {"a": [1.0, "2"]}},
        {**GOOD, "lines": {"a": "12"}},
        {**GOOD, "lines": {5: [1.0, 2.0]}},
        {**GOOD, "lines": {"a": [0.0] * (MOST_POINTS + 1)}},
        {**GOOD, "lines": {str(n): [1, 2] for n in range(MOST_LINES + 1)}},
    ],
    ids=lambda odd: repr(odd)[:40],
)
def test_what_is_shaped_otherwise_is_left_alone(odd):
    assert curves_of([("curves", odd)]) is None


RECORDING = """
import pytest
from harness.declare.claim import claim

ODD = {
    "curves": {"title": "A parabola", "x": "step", "y": "loss", "lines": {"slow": [1.0, 0.9]}},
    "huge": {"title": "x" * 10**6, "x": "", "y": "", "lines": {str(n): [1.0] * 1000 for n in range(1000)}},
    "object": object(),
    "none": None,
}

@claim("OWN1", section="Learning rate", says="A parabola can be drawn.")
@pytest.mark.exact
@pytest.mark.parametrize("odd", ODD)
def test_recorded(record_property, odd):
    record_property("curves", ODD[odd])
"""


def test_what_a_test_records_gets_into_the_results_and_the_report_and_nothing_breaks_either(tmp_path):
    project = Project(tmp_path, claims=RECORDING)
    ended = project.pytest("claims")
    assert ended.code == 0, ended.text
    recorded = {claim["params"]: claim["curves"] for claim in project.results["claims"]}
    assert recorded.pop("curves")["lines"] == {"slow": [1.0, 0.9]}
    assert set(recorded.values()) == {None}
    results_file.read(project.report / "results.json")
    assert "A parabola: loss, from step 0 to 1" in (project.report / "index.html").read_text()


PICTURE = {"title": "a function", "x": "x", "y": "value", "lines": {"value": [0.0, 1.0]}}


def test_a_picture_may_begin_elsewhere_than_at_0_and_go_on_in_other_steps():
    found = curves_of([("curves", PICTURE | {"start": -6, "step": 0.125})])
    assert (found.start, found.step) == (-6, 0.125)


@pytest.mark.parametrize("places", [{"step": 0}, {"step": -1.0}, {"start": "0"}, {"start": float("nan")}, {"end": 1}])
def test_places_that_cannot_be_are_no_picture(places):
    assert curves_of([("curves", PICTURE | places)]) is None
