"""--claims-dry-run: what a session would train, and what its seeds can show; it trains nothing."""

import re

import filelock
import pytest

from harness.plugin import dry_run
from tests.projects import Project

CLAIMS = """
import pytest
from harness import at_least, beats, claim, experiment, metric

METRICS = {"height": metric("height", higher_is_better=True)}

@experiment(metrics=METRICS)
def grown(seed, *, by=1.0):
    return {"height": by + 0.001 * seed}

@claim("A", says="More is more.")
@pytest.mark.parametrize("question", [
    pytest.param(beats(grown(by=2.0), grown(), on="height", by=0.5), id="two"),
    pytest.param(at_least(grown(), on="height", value=1.0, p0=0.75, looks=(24, 48)), id="one"),
])
def test_growth(question, judge):
    assert judge(question)

@claim("B", says="One is one.")
def test_values():
    assert 1 == 1
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a project with two claims."""
    return Project(tmp_path_factory.mktemp("dry"), claims=CLAIMS)


def line(text, start):
    """Return the one line that starts like this."""
    [found] = [one for one in text.splitlines() if one.strip().startswith(start)]
    return found


def test_it_says_what_would_be_trained_and_trains_nothing(project):
    outcome = project.pytest("claims", "--claims-dry-run")
    assert outcome.code == 0, outcome.text
    assert "2 claims: 2 questions to seeds, 1 check by values" in outcome.text
    assert "2 arms" in line(outcome.text, "A[two]")
    assert "24, 48 seeds" in line(outcome.text, "A[one]")
    assert "arms: 2" in outcome.text
    assert "36, 36 of them to train; how long" in line(outcome.text, "runs up to the first look")
    assert "96, 96 of them to train" in line(outcome.text, "runs up to all looks")
    assert "passed" not in outcome.text
    assert project.rows == 0
    assert not (project.report / "results.json").exists()


def test_it_waits_for_no_other_session(project):
    folder = project.folder / ".pytest_cache" / "d" / "claims"
    folder.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(folder / "campaign.lock"):
        outcome = project.pytest("claims", "--claims-dry-run")
    assert outcome.code == 0, outcome.text
    assert "96, 96 of them to train" in line(outcome.text, "runs up to all looks")
    assert "another session" not in outcome.text
    assert (folder / "runs.sqlite").exists(), "the lock was not that of this store"


def test_what_the_seeds_find_is_what_the_planner_says(project):
    from harness.judge import bounds, planner

    text = project.pytest("claims", "--claims-dry-run").text
    found = float(re.search(r"P\(yes\) from ([0-9.]+)", line(text, "A[two]"))[1])
    assert found == pytest.approx(planner.Plan(0.9, 0.5, 100, bounds.LOOKS).detectable, abs=0.005)


def test_stored_runs_need_no_training_and_tell_the_time_of_others(project):
    assert project.pytest("claims", "-k", "A", "--claims-max-seeds", "12").code == 0
    text = project.pytest("claims", "--claims-dry-run").text
    trained = re.search(r"(\d+), (\d+) of them to train, about \d+ s with", line(text, "runs up to the first look"))
    assert (int(trained[1]), int(trained[2])) == (36, 36 - project.rows)


NETWORKS = """
import pytest
from harness import beats, claim
from tests.toy_claims import KERAS

@claim("N", says="A wider one learns more.")
@pytest.mark.parametrize("question", [beats(KERAS.with_(hidden=(9,)), KERAS, on="train_loss", by=0.01, baseline=True)])
def test_networks(question, judge):
    assert judge(question)
"""


def test_networks_of_which_none_is_stored_have_a_time_by_their_size_and_the_baselines_arms_are_told(tmp_path):
    text = Project(tmp_path, claims=NETWORKS).pytest("claims", "--claims-dry-run").text
    assert line(text, "arms:").strip() == "arms: 4, 2 of them the baseline's"
    assert re.search(r"48, 48 of them to train; about \d+ s with \d+ worker", line(text, "runs up to the first look"))


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.1, "1 s"), (119, "119 s"), (1433, "24 minutes"), (17600, "4.9 hours")]
)
def test_a_time_has_no_more_digits_than_an_estimate(seconds, said):
    assert dry_run._rough(seconds) == said


def test_a_limit_of_seeds_below_the_first_look_shows_nothing(project):
    text = project.pytest("claims", "--claims-dry-run", "--claims-max-seeds", "12").text
    assert "nothing can be decided" in line(text, "A[one]")
    assert "nothing can be decided" not in line(text, "A[two]")


def test_it_is_refused_with_xdist(project):
    outcome = project.pytest("claims", "--claims-dry-run", "-n", "2")
    assert outcome.code == 4
    assert "--claims-dry-run: not with pytest-xdist" in outcome.text
