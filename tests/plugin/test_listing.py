"""--claims-list: what claims can name, from the public face and from what has been registered."""

import math

import pytest

from harness import metric
from harness.builtin import pytest_claims_register
from harness.data.synthetic import xor
from harness.declare.registry import Registry
from harness.plugin import listing
from tests.projects import Project

ASKING = {"at_least", "at_most", "beats", "exceeds", "falls", "gains_more", "holds", "rises", "same", "within"}
CONFTEST = """
import harness

def pytest_claims_register(registry):
    registry.suite(sections=["Growing", "Pruning"])
    registry.dataset("tiny", harness.data.synthetic.xor)
    registry.metric("height", harness.metric("height", higher_is_better=True, unit="metres"))
"""


@pytest.fixture(scope="module")
def parts():
    """Return the lines below each heading, with what comes with the harness and a little more."""
    registry = Registry()
    pytest_claims_register(registry)
    registry.dataset("once", xor)
    registry.dataset("anew", xor, draw=lambda data, _rng: data)
    registry.metric("cost", metric("cost", higher_is_better=False, label="cost of a run", unit="cents"))
    registry.metric("bare", metric("bare", higher_is_better=True, span=(0, math.inf)))
    registry.measurement("norms", lambda *_: {}, gives=("first", "last"), at="start")
    registry.suite(sections=("Growing",))
    found = {}
    for line in listing.lines(registry):
        if line and not line.startswith(" "):
            below = found[line.partition(" (")[0]] = []
        elif line:
            below.append(line.strip())
    return found


def test_every_kind_of_arm_is_there_with_its_fields(parts):
    arms = {line.partition("(")[0]: line for line in parts["arms, with their fields"] if "(" in line}
    assert {"Network", "KerasModel", "Estimator", "experiment", "recorded", "tuned"} <= arms.keys()
    assert not {"Metric", "Data", "beats", "split"} & arms.keys()
    assert "hidden: tuple[int, ...]" in arms["Network"]
    assert "library: str = 'keras'" in arms["Network"]
    assert "data: str, " in arms["Network"], "it must be given"
    assert "measure: tuple[str, ...] = ()" in arms["Estimator"]


def test_every_way_to_ask_is_there_with_its_signature_and_what_it_asks(parts):
    lines = parts["questions to every seed"]
    asked = {line.partition("(")[0] for line in lines[::2]}
    assert asked == ASKING
    place = lines.index("beats(first: Arm, second: Arm, on: str | Metric, by: float, p0=, looks=, baseline=)")
    assert "better than the second" in lines[place + 1]
    assert {line.partition("(")[0] for line in parts["questions to the rounds of a benchmark"][::2]} == {
        "Falling",
        "Growth",
    }


def test_what_is_registered_is_there_whoever_did(parts):
    assert {"xor: the same for every seed", "once: the same for every seed", "anew: drawn anew for every seed"} <= set(
        parts["data sets"]
    )
    assert {"cost: cost of a run, in cents; lower is better", "bare: bare; higher is better"} <= set(parts["metrics"])
    assert "norms: first, last; before training" in parts["measurements"]
    assert "updates: update_norm_p99, distance_per_epoch; during training" in parts["measurements"]
    assert parts["sections of the suite"] == ["'Growing'"]


def test_a_session_prints_it_with_what_its_conftest_registers_and_runs_no_test(tmp_path):
    project = Project(tmp_path, claims="raise RuntimeError('a mistake in the claims is no reason not to list')")
    (tmp_path / "claims" / "conftest.py").write_text(CONFTEST)
    outcome = project.pytest("--claims-list")
    assert outcome.code == 0, outcome.text
    assert {"  tiny: the same for every seed", "  height: height, in metres; higher is better", "  'Pruning'"} <= set(
        outcome.lines
    )
    assert "passed" not in outcome.text
    assert not project.report.exists()
