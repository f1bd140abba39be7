"""What the environment may change of a run's numbers is taken out, pinned, or part of the run's key."""

import json
import os
import subprocess
import sys

import pytest

from harness.campaign.store import run_key
from harness.campaign.workers import cluster
from harness.declare.run import Run
from harness.results.provenance import environment
from harness.train.environment import switches
from tests.projects import ROOT
from tests.toys import TOY, toy_registry

TRAINS = """
import json
from harness.declare.experiment import Setting
from harness.declare.registry import used
from tests.toys import TOY, tiny_data, toy_registry
with used(toy_registry()):
    ((_, result),) = TOY.with_(epochs=2).train(0, (2,), Setting(tiny_data(), {}, "fit"))
print(json.dumps([result.fingerprint, result.curves["test_loss"]]))
"""


def trained(folder, variables=None, settings=None):
    """Return what a run gives in a process of its own with these variables and this keras.json."""
    (folder / "keras").mkdir(parents=True)
    if settings is not None:
        (folder / "keras" / "keras.json").write_text(json.dumps(settings))
    environ = {**os.environ, "KERAS_HOME": str(folder / "keras"), **(variables or {})}
    said = subprocess.run(
        [sys.executable, "-c", TRAINS], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    return said.stdout


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """Return what comes out where nothing is set."""
    return trained(tmp_path_factory.mktemp("usual"))


@pytest.mark.parametrize(
    ("variables", "settings"),
    [
        pytest.param({"KERAS_MAX_STEPS_PER_EPOCH": "2", "KERAS_MAX_EPOCHS": "1"}, None, id="shorter epochs"),
        pytest.param({"KERAS_BACKEND": "jax", "KERAS_MAX_EPOCHS": "many"}, None, id="another backend"),
        pytest.param(
            {},
            {"floatx": "float64", "epsilon": 0.1, "image_data_format": "channels_first", "backend": "torch"},
            id="keras.json",
        ),
        pytest.param({}, {"floatx": "float16"}, id="float16", marks=pytest.mark.slow),
        pytest.param({}, {"epsilon": 0.1}, id="epsilon", marks=pytest.mark.slow),
    ],
)
def test_what_keras_is_told_elsewhere_changes_no_number(tmp_path, usual, variables, settings):
    assert trained(tmp_path, variables, settings) == usual


def test_a_function_that_sets_keras_up_otherwise_does_not_change_the_next_run():
    from harness.declare.experiment import Setting
    from harness.train.keras.backend import keras
    from harness.train.keras.trainer import train
    from tests.toys import tiny_data

    def fingerprint():
        ((_, result),) = train(TOY.with_(hidden=(3,)), 0, (2,), Setting(tiny_data(), {}, "fit"))
        return result.fingerprint

    before = fingerprint()
    keras.config.set_max_steps_per_epoch(1)
    keras.config.set_epsilon(0.5)
    assert fingerprint() == before
    assert (keras.config.max_steps_per_epoch(), keras.config.epsilon()) == (None, 1e-7)


SWITCHED = [
    ("TF_ENABLE_ONEDNN_OPTS", "0"),
    ("TF_DETERMINISTIC_OPS", "1"),
    ("TF_XLA_FLAGS", "--tf_xla_auto_jit=2"),
    ("XLA_FLAGS", "--xla_cpu_enable_fast_math=true"),
    ("ONEDNN_MAX_CPU_ISA", "SSE41"),
    ("DNNL_DEFAULT_FPMATH_MODE", "BF16"),
]


@pytest.mark.parametrize(("name", "value"), SWITCHED)
def test_a_switch_of_a_library_is_part_of_the_key_of_the_provenance_and_of_the_clusters_admission(
    monkeypatch, name, value
):
    for one in switches():
        monkeypatch.delenv(one)
    registry, facts = toy_registry(), cluster.facts()
    key = run_key(Run(TOY, 0), registry, "epoch")
    monkeypatch.setenv(name, value)
    assert run_key(Run(TOY, 0), registry, "epoch") != key
    assert cluster.facts() != facts
    assert environment() == {name: value}
    monkeypatch.setenv(name, f"{value}1")
    assert run_key(Run(TOY, 0), registry, "epoch") != key


def test_what_changes_no_number_is_no_part_of_it():
    harmless = ("TF_CPP_MIN_LOG_LEVEL", "ONEDNN_VERBOSE", "DNNL_VERBOSE_TIMESTAMP", "TF_CLI_CONFIG_FILE", "HOME")
    assert switches(dict.fromkeys(harmless, "1")) == {}


def test_a_folder_in_a_switch_is_nobodys_business(monkeypatch):
    monkeypatch.setenv("XLA_FLAGS", "--xla_dump_to=/home/somebody/dump")
    assert "/home/somebody" not in environment()["XLA_FLAGS"]
