"""Before anything is trained for the selected claims, all that can be checked is."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from harness.base.errors import DeclarationError, UserError
from harness.data.synthetic import xor
from harness.declare.case import Case
from harness.declare.claim import at_least
from harness.declare.run import Run
from harness.judge.decide import Verdict
from harness.plugin import gather
from tests.own_kind import Walk
from tests.toys import TOY, settings_for, toy_registry

REGISTRY = toy_registry({"xor": xor()})


@pytest.fixture
def settings(tmp_path):
    """Return a session's settings."""
    return settings_for(tmp_path)


def case(experiment):
    """Return a selected claim about an experiment."""
    question = experiment and at_least(experiment, on="test_accuracy", value=0.5, looks=(12,))
    described = {"nodeid": "claims/test_a.py::test_b", "id": "A", "section": "", "says": "", "params": ""}
    return Case(**described, question=question, timing=None, expected=Verdict.SUPPORTED, expected_reason="")


def test_the_evidence_is_empty_at_first_and_about_the_sessions_data(settings):
    evidence = gather.prepare([case(TOY)], REGISTRY, settings)
    assert (evidence.registry, evidence.trainer, evidence.max_seeds) == (REGISTRY, "epoch", 12)
    assert evidence.results == {}


def test_a_claim_that_does_not_fit_the_data_is_named(settings):
    with pytest.raises(DeclarationError, match=r"^claims/test_a.py::test_b: batch_size 201 is more than the 200 "):
        gather.prepare([case(TOY.with_(batch_size=201))], REGISTRY, settings)


@pytest.mark.parametrize("name", ["report", "summary"])
def test_files_that_could_not_be_written_in_the_end_are_said_before_anything_is_trained(settings, tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match=f"--claims-{name}: cannot write"):
        gather.prepare([case(TOY)], REGISTRY, replace(settings, **{name: tmp_path / "file" / "below"}))


def test_where_no_seeds_are_asked_no_store_is_opened(settings):
    evidence = gather.prepare([case(None)], REGISTRY, settings)
    gather.gather(evidence, [case(None)], settings, 0.0, config=None)
    assert evidence.runs_trained == evidence.runs_cached == 0


def test_without_pytests_cache_there_is_no_place_for_the_store():
    config = SimpleNamespace(pluginmanager=SimpleNamespace(hasplugin=lambda name: name != "cacheprovider"))
    with pytest.raises(UserError, match="the run store lives in pytest's cache"):
        gather.store_folder(config)


@pytest.mark.parametrize(
    ("found", "trained", "arm", "lines"),
    [(1, 3, TOY, 1), (0, 3, TOY, 0), (1, 0, TOY, 0), (2, 3, Walk(steps=4, drift=1.0), 0)],
    ids=["gpu", "none", "from-the-store", "own-training"],
)
def test_a_gpu_that_is_left_alone_is_mentioned_once_with_the_reason_and_a_way_to_use_it(found, trained, arm, lines):
    evidence = SimpleNamespace(runs_trained=trained, results=[Run(arm, seed) for seed in range(3)])
    said = gather._left_alone(evidence, found)
    assert len(said) == lines
    assert all("1 GPU left alone" in line and "gain nothing" in line and "@experiment" in line for line in said)
