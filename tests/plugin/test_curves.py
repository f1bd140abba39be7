"""Response curves: trained by the campaign when -m names them, described, and never judged."""

import math

import pytest

from harness.results.file import read
from tests.projects import Project

CURVES = """
import pytest
from harness import beats, claim, curve, experiment, metric, sweep

METRICS = {"height": metric("height", higher_is_better=True, span=(0, 10))}

@experiment(metrics=METRICS)
def climb(seed, *, rate=1.0, boots="good"):
    \"""Best near a rate of 1 or 3, whichever the seed likes better, and over the cliff at 30.\"""
    liked = 1 if seed % 3 else 3
    return {"height": float("nan") if rate >= 30 else max(0.0, 9 - abs(rate - liked)) + seed * 1e-6}

@curve("RATE", says="How the height answers to the rate.")
@pytest.mark.parametrize("response", [
    pytest.param(sweep(climb(), rate=[0.1, 0.3, 1, 3, 10, 30], on="height", marks=[1], fails=5), id="good"),
    pytest.param(sweep(climb(boots="bad"), rate=[1, 3, 10], on="height", marks={"the text's": 3}), id="bad"),
])
def test_rates(response, describe):
    numbers = describe(response)
    assert len(numbers.points) == len(response.places)

@claim("MORE", says="A rate of 1 beats one of 10.")
@pytest.mark.parametrize("question", [beats(climb(), climb(rate=10.0), on="height", by=1)])
def test_more(question, judge):
    assert judge(question)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a project with a claim and two curves."""
    return Project(tmp_path_factory.mktemp("curves"), claims=CURVES)


@pytest.fixture(scope="module")
def described(project):
    """Return how a session of the curves ended, and its results."""
    outcome = project.pytest("claims", "-m", "curve", "--claims-report", "curves")
    return outcome, read(project.folder / "curves" / "results.json")


def test_a_plain_session_leaves_curves_out(project):
    outcome = project.pytest("claims", "--claims-max-seeds", "12")
    assert outcome.code == 0, outcome.text
    assert "1 passed, 2 deselected" in outcome.text
    assert read(project.report / "results.json").responses == ()


def test_curves_are_trained_with_12_seeds_of_their_own(described):
    outcome, results = described
    assert outcome.code == 0, outcome.text
    assert "2 passed, 1 deselected" in outcome.text
    assert results.claims == ()
    assert results.complete
    assert [response.title for response in results.responses] == ["RATE[good]", "RATE[bad]"]
    for response in results.responses:
        assert response.seeds == tuple(range(5000, 5012))
    assert results.campaign.runs_trained == 12 * 9 == len(results.runs)


def test_the_numbers_are_those_of_the_runs(described):
    good, bad = described[1].responses
    assert [point.at for point in good.points] == [0.1, 0.3, 1, 3, 10, 30]
    # 8 of the 12 seeds from 5000 on like 1 better.
    assert sorted(good.best.points) == [2] * 8 + [3] * 4
    assert (good.best.low, good.best.middle, good.best.high) == (2, 2, 3)
    assert set(good.failing.points) == {4}
    assert [point.diverged for point in good.points] == [0, 0, 0, 0, 0, 12]
    assert set(good.points[5].values) == {-math.inf}
    assert bad.failing.middle == 3  # never up to the last
    assert bad.best.low == 0
    assert good.settings["boots"] == "good"
    assert "rate" not in good.settings


def test_the_terminal_says_what_a_curve_shows(described):
    [line] = [line for line in described[0].lines if line.startswith("~ RATE[good]")]
    assert "best at rate 1 (1 to 3)" in line
    assert "starts to fail at 10" in line
    assert "2 response curves" in described[0].text


def test_runs_are_taken_from_the_store(project, described):
    assert described[0].code == 0
    outcome = project.pytest("claims", "-m", "curve", "--claims-report", "again")
    again = read(project.folder / "again" / "results.json")
    assert (again.campaign.runs_trained, again.campaign.runs_cached) == (0, 12 * 9), outcome.text
    assert again.responses == described[1].responses


def test_a_dry_run_says_what_curves_would_train(project, described):
    assert described[0].code == 0
    outcome = project.pytest("claims", "-m", "curve", "--claims-dry-run", "--claims-fresh")
    assert "2 response curves; nothing is trained now" in outcome.text
    assert "RATE[good]: 6 values of rate, 12 seeds each" in outcome.text
    assert "runs of the curves: 108, 108 of them to train" in outcome.text


def test_fewer_seeds_have_no_band_and_no_interval(project):
    outcome = project.pytest("claims", "-m", "curve", "--claims-max-seeds", "4", "--claims-report", "few")
    assert outcome.code == 0, outcome.text
    for response in read(project.folder / "few" / "results.json").responses:
        assert response.seeds == (5000, 5001, 5002, 5003)
        assert response.limits is None
        assert response.best.low is None


def test_pruning_keeps_the_runs_of_curves_that_are_not_selected(project, described):
    assert described[0].code == 0
    outcome = project.pytest("claims", "--claims-prune")
    assert outcome.code == 0, outcome.text
    again = project.pytest("claims", "-m", "curve", "--claims-report", "kept")
    assert read(project.folder / "kept" / "results.json").campaign.runs_trained == 0, again.text


def test_curves_do_not_take_the_place_of_a_report_on_claims(project):
    assert project.pytest("claims", "--claims-max-seeds", "12").code == 0
    on_claims = project.report / "results.json"
    before = on_claims.read_bytes()
    outcome = project.pytest("claims", "-m", "curve")
    assert on_claims.read_bytes() == before, outcome.text
    assert len(project.results["responses"]) == 2


def test_a_run_that_fails_ends_the_curve_and_fails_its_test(tmp_path):
    broken = CURVES.replace("    liked = 1", "    assert not (seed == 5003 and rate == 3), 'slipped'\n    liked = 1")
    project = Project(tmp_path, claims=broken)
    outcome = project.pytest("claims", "-m", "curve")
    assert outcome.code == 1
    assert "seed 5003 could not be trained" in outcome.text
    good, bad = read(project.report / "results.json").responses
    assert good.seeds == bad.seeds == (5000, 5001, 5002)
    assert "slipped" in good.note


@pytest.mark.slow
def test_workers_of_xdist_hand_in_the_curves(project, described):
    assert described[0].code == 0
    outcome = project.pytest("claims", "-m", "curve", "-n", "2", "--claims-report", "shared")
    assert outcome.code == 0, outcome.text
    assert read(project.folder / "shared" / "results.json").responses == described[1].responses


SLIP = """
import pytest
from harness import claim, curve, experiment, metric, sweep

@experiment(metrics={"height": metric("height", higher_is_better=True)})
def climb(seed, *, rate=1.0):
    return {"height": rate}

SWEEP = sweep(climb(), rate=[1, 2, 3], on="height")

"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('@pytest.mark.parametrize("r", [SWEEP])\ndef test_x(r):\n    assert r\n', "decorate it with @curve"),
        ('@curve("X", says="X.")\ndef test_x(describe):\n    assert describe\n', "has 0 sweeps"),
        (
            '@curve("X", says="X.")\n@pytest.mark.parametrize("r", [SWEEP])\ndef test_x(r):\n    assert r\n',
            "take the fixture describe, and let the test end with: describe(r)",
        ),
        (
            '@claim("X", says="X.")\n@curve("X", says="X.")\n@pytest.mark.parametrize("r", [SWEEP])\n'
            "def test_x(r, describe):\n    describe(r)\n",
            "is a claim and a curve",
        ),
        (
            '@curve("X", says="X.")\n@pytest.mark.parametrize("r", [sweep(climb(), rat=[1, 2, 3], on="height")])\n'
            "def test_x(r, describe):\n    describe(r)\n",
            "did you mean 'rate'?",
        ),
    ],
    ids=["no curve", "no sweep", "unread", "claim too", "unknown field"],
)
def test_slips_are_refused_in_one_line(tmp_path, text, said):
    project = Project(tmp_path, claims=SLIP + text)
    outcome = project.pytest("claims", "-m", "curve")
    assert outcome.code in (2, 4)
    assert said in outcome.text
    assert "Traceback" not in outcome.text
    assert not (project.report / "results.json").exists()
