"""The key of a run: everything that its numbers depend on, and nothing else."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.campaign import store as store_module
from harness.campaign.store import run_key
from harness.data.dataset import Dataset
from harness.declare.run import Run
from harness.train import versions
from harness.train.versions import trainer_version
from tests.own_kind import Walk
from tests.toys import TOY, builtin_registry, tiny_data, toy_registry

ROOT = Path(__file__).parents[2]

KIND = """
from dataclasses import dataclass
from harness import metric
from harness.data.arrays import one_hot
from tests.own_kind import Walk

FACTOR = 1

@dataclass(frozen=True, kw_only=True)
class Own(Walk):
    def train(self, seed, stops, setting):
        '''Walk.'''
        yield from super().train(seed * FACTOR, stops, setting)

def measured(network, data, rng):
    return {"weight": 1.0}

def draw(pool, rng):
    return pool

def test_something():
    assert FACTOR
"""


@pytest.fixture
def module(tmp_path):
    """Return what imports a project's module with this text."""

    def imported(text=KIND):
        # In a folder of its own: a session reads each file once.
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}" / "test_own_module.py"
        path.parent.mkdir()
        path.write_text(text)
        spec = importlib.util.spec_from_file_location("own_module", path)
        sys.modules["own_module"] = made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        return made

    yield imported
    sys.modules.pop("own_module", None)


def test_the_key_changes_with_everything_that_a_runs_numbers_depend_on(monkeypatch):
    registry, run = toy_registry(), Run(TOY, 0)
    keys = [
        run_key(run, registry, "epoch"),
        run_key(Run(TOY.with_(hidden=(5,)), 0), registry, "epoch"),
        run_key(Run(TOY, 1), registry, "epoch"),
        run_key(run, toy_registry(instead={"xor": tiny_data(train=51)}), "epoch"),
        run_key(run, registry, "fit"),
    ]
    monkeypatch.setattr(store_module, "trainer_version", lambda: "another")
    keys.append(run_key(run, registry, "epoch"))
    monkeypatch.setattr(store_module, "library_versions", lambda: {"keras": "4"})
    keys.append(run_key(run, registry, "epoch"))
    monkeypatch.setattr(store_module, "processor_kind", lambda: "another kind")
    keys.append(run_key(run, registry, "epoch"))
    assert len(set(keys)) == len(keys)


def test_two_kinds_of_arm_that_describe_themselves_alike_have_keys_of_their_own():
    class Stroll(Walk):
        pass

    arms = Walk(steps=2), Stroll(steps=2)
    assert arms[0].describe() == arms[1].describe()
    assert len({run_key(Run(arm, 0), toy_registry(), "epoch") for arm in arms}) == 2


def own_key(module):
    return run_key(Run(module.Own(steps=2), 0), toy_registry(), "epoch")


def test_the_code_of_a_projects_own_kind_of_arm_is_part_of_its_keys(module):
    before = own_key(module())
    assert own_key(module(KIND.replace("FACTOR = 1", "FACTOR = 2"))) != before


def test_a_comment_a_docstring_and_a_test_are_not(module):
    before = own_key(module())
    told = (
        KIND.replace("'''Walk.'''", "'''Go.'''")
        .replace("assert FACTOR", "assert True")
        .replace("FACTOR = 1", "FACTOR = 1  # or 2")
    )
    assert own_key(module(told)) == before


def test_line_ends_of_a_check_out_are_not(module, tmp_path, monkeypatch):
    text = KIND.replace("FACTOR = 1", "FACTOR = len('''\na\nb''')")
    before, trainers = own_key(module(text)), trainer_version()
    assert own_key(module(text.replace("\n", "\r\n"))) == before
    for file in versions.PACKAGE.rglob("*.py"):
        copy = tmp_path / "harness" / file.relative_to(versions.PACKAGE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(versions, "PACKAGE", tmp_path / "harness")
    assert trainer_version.__wrapped__() == trainers


def test_the_code_of_a_projects_measurement_is_part_of_the_keys_of_the_runs_that_take_it(module):
    def keys(text):
        registry = toy_registry()
        registry.measurement("own", module(text).measured, gives=("weight",))
        arms = TOY, TOY.with_(learning_rate=0.3)
        object.__setattr__(arms[1], "measure", ("own",))
        return [run_key(Run(arm, 0), registry, "epoch") for arm in arms]

    before, after = keys(KIND), keys(KIND.replace('"weight": 1.0', '"weight": 2.0'))
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_what_a_checkpoint_keeps_and_watches_is_part_of_the_keys_of_the_runs_that_have_it(module):
    def key(text, watches=("train_loss",)):
        registry = toy_registry()
        registry.checkpoint("own", module(text).keep, watches=watches)
        arm = TOY.with_(learning_rate=0.3)
        object.__setattr__(arm, "measure", ("own",))
        return run_key(Run(arm, 0), registry, "epoch")

    text = f"{KIND}\n\ndef keep(curves):\n    return True\n"
    assert len({key(text), key(text.replace("return True", "return False")), key(text, watches=("running_loss",))}) == 3
    assert key(text) == key(text)


def test_how_a_seeds_data_are_drawn_is_part_of_the_keys_of_the_runs_on_them(module):
    def key(text, data="xor", draws=True):
        registry = toy_registry()
        registry.datasets["xor"] = Dataset("xor", tiny_data, module(text).draw if draws else None)
        return run_key(Run(TOY.with_(data=data), 0), registry, "epoch")

    other = KIND.replace("return pool", "return pool.scaled(2.0)")
    assert len({key(KIND, draws=False), key(KIND), key(other)}) == 3
    assert key(KIND, data="circles") == key(other, data="circles")


def test_the_key_of_a_run_is_the_same_in_every_process():
    code = (
        "from tests.campaign.test_run_key import *\n"
        "print(run_key(Run(TOY, 7), builtin_registry(), 'epoch'), run_key(Run(Walk(steps=2), 7), Registry(), 'epoch'))"
    )
    said = subprocess.run(
        [sys.executable, "-c", f"from harness import Registry\n{code}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "5"},
    )
    assert said.stdout.split() == [
        run_key(Run(TOY, 7), builtin_registry(), "epoch"),
        run_key(Run(Walk(steps=2), 7), builtin_registry(), "epoch"),
    ]
