"""What decides a run's numbers is complete: no code that trains is left out of the trainer's version."""

import shutil

import numpy as np

from harness.train import versions
from tests.project.test_imports import MODULES, imports, room_of

NO_NUMBERS = {
    "harness",
    "harness.base",
    "harness.base.code",
    "harness.base.modules",
    "harness.base.errors",
    "harness.base.extras",
    "harness.base.libraries",
    "harness.base.namesakes",
    "harness.base.nearest",
    "harness.base.numbers",
    "harness.base.text",
    "harness.declare",
    "harness.declare.arm",
    "harness.declare.checks",
    "harness.declare.experiment",
    "harness.declare.measurement",
    "harness.declare.metrics",
    "harness.declare.reason",
    "harness.declare.registry",
    "harness.declare.run_result",
    "harness.declare.suite",
    "harness.judge",
    "harness.judge.family",
}
"""What the trainers import besides, which describes or passes on and computes no number."""


def everything_behind(modules):
    behind, new = set(), set(modules)
    while new:
        behind |= new
        new = set().union(*(imports(module, nested=True) for module in new)) - behind
    return behind


def test_what_trains_is_in_a_room_that_counts_or_decides_no_number():
    trainers = {module for module in MODULES if room_of(module) == "train"}
    counted = {f"harness.{file.removesuffix('.py').replace('/', '.')}" for file in versions.FILES}
    outside = {module for module in everything_behind(trainers) if room_of(module) not in versions.ROOMS}
    assert outside <= NO_NUMBERS | counted
    assert NO_NUMBERS.isdisjoint(counted)


def test_new_and_changed_code_in_these_rooms_is_another_trainer(tmp_path, monkeypatch):
    for room in versions.ROOMS:
        shutil.copytree(versions.PACKAGE / room, tmp_path / room)
    for file in versions.FILES:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(versions.PACKAGE / file, tmp_path / file)
    monkeypatch.setattr(versions, "PACKAGE", tmp_path)

    def version():
        versions.trainer_version.cache_clear()
        return versions.trainer_version()

    seen = {version()}
    (tmp_path / "train" / "keras" / "new.py").write_text("")
    seen.add(version())
    (tmp_path / "data" / "arrays.py").write_text("# other\n")
    seen.add(version())
    (tmp_path / "base" / "streams.py").write_text("# other\n")
    seen.add(version())
    (tmp_path / "base" / "text.py").write_text("# decides no number\n")
    seen.add(version())
    assert len(seen) == 4
    versions.trainer_version.cache_clear()


def test_a_library_that_is_not_installed_has_no_version(monkeypatch):
    monkeypatch.setattr(versions, "LIBRARIES", ("numpy", "no-such-library"))
    versions.library_versions.cache_clear()
    assert versions.library_versions() == {"numpy": np.__version__}
    versions.library_versions.cache_clear()


def test_what_only_tests_trainers_does_not_count_and_is_imported_by_none():
    left_out = {f"harness.{file.removesuffix('.py').replace('/', '.')}" for file in versions.TESTS}
    assert left_out <= MODULES.keys()
    trainers = {module for module in MODULES if room_of(module) == "train"} - left_out
    assert everything_behind(trainers) & left_out == set()
