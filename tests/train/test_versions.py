"""What decides a run's numbers is complete: no code that trains is left out of the trainer's version."""

import shutil

from harness.train import versions
from tests.project.test_imports import MODULES, imports, room_of

NO_NUMBERS = {
    "harness",
    "harness.base",
    "harness.base.errors",
    "harness.base.numbers",
    "harness.base.text",
    "harness.declare",
    "harness.declare.checks",
    "harness.declare.experiment",
    "harness.declare.run_result",
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
    outside = {module for module in everything_behind(trainers) if room_of(module) not in versions.ROOMS}
    assert outside <= NO_NUMBERS


def test_new_and_changed_code_in_these_rooms_is_another_trainer(tmp_path, monkeypatch):
    for room in versions.ROOMS:
        shutil.copytree(versions.PACKAGE / room, tmp_path / room)
    monkeypatch.setattr(versions, "PACKAGE", tmp_path)

    def version():
        versions.trainer_version.cache_clear()
        return versions.trainer_version()

    seen = {version()}
    (tmp_path / "train" / "keras" / "new.py").write_text("")
    seen.add(version())
    (tmp_path / "data" / "arrays.py").write_text("# other\n")
    seen.add(version())
    assert len(seen) == 3
    versions.trainer_version.cache_clear()
