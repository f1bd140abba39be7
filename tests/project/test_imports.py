"""Imports go down only, room by room, and only the Keras room imports TensorFlow."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HARNESS, TEMPLATES = ROOT / "harness", ROOT / "templates"
FLOORS = ("base", "judge", "data", "declare", "train", "campaign", "results", "report", "plugin")
"""The rooms, from the ground up: each may import those before it."""
LOOSE = {"", "__main__", "builtin"}
"""Modules that are in no room: the public face, the commands, and what the harness registers itself."""
KERAS = "harness.train.keras"
WORDS = re.compile(r"\bSECTIONS\b|(?i:tutorial|double[ _-]?well)")
ITS_DATA = re.compile(r"(?i:mnist)")
MNIST = {"harness/data/mnist.py", "harness/builtin.py", "harness/__init__.py"}
"""The one built-in data set of that name, its registration and its face."""


def name_of(path):
    parts = path.relative_to(HARNESS.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in HARNESS.rglob("*.py")}


def room_of(module):
    return module.split(".")[1] if module.count(".") else ""


def imports(module, nested=False):
    """Return the harness modules that a module imports: on being imported itself, or also inside functions."""
    tree = ast.parse(MODULES[module].read_text())
    found = set()
    for node in ast.walk(tree) if nested else tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("harness"):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & MODULES.keys()


def everything_behind(module):
    behind, new = set(), imports(module)
    while new:
        behind |= new
        new = set().union(*map(imports, new)) - behind
    return behind


def test_every_module_is_looked_at_and_in_a_room():
    tracked = subprocess.run(["git", "ls-files", "*.py"], cwd=HARNESS, capture_output=True, text=True, check=True)
    assert len(MODULES) >= len(tracked.stdout.split()) > 70
    assert {room_of(module) for module in MODULES} == {*LOOSE, *FLOORS}
    assert {room_of(module) for module in MODULES if MODULES[module].name == "__init__.py"} == {"", *FLOORS}


def test_imports_have_no_circle():
    assert [module for module in MODULES if module in everything_behind(module)] == []


@pytest.mark.parametrize("room", FLOORS)
def test_a_room_imports_nothing_that_stands_above_it(room):
    above = set(FLOORS[FLOORS.index(room) + 1 :])
    own = [module for module in MODULES if room_of(module) == room]
    assert own
    for module in own:
        assert {room_of(other) for other in imports(module, nested=True)} & above == set(), module


def test_the_judge_sees_numbers_only():
    rooms = {room_of(other) for module in MODULES if room_of(module) == "judge" for other in imports(module)}
    assert rooms <= {"judge", "base"}


def test_the_report_works_from_results_alone():
    behind = {other for module in MODULES if room_of(module) == "report" for other in everything_behind(module)}
    assert {room_of(other) for other in behind} & {"campaign", "train", "plugin"} == set()


def test_the_harness_does_not_import_the_claims():
    for module, path in MODULES.items():
        assert "claims." not in {f"{name}." for name in imports(module)}, module
        assert "from claims" not in path.read_text(), module


def test_the_harness_knows_no_word_of_the_tutorial():
    files = [path for folder in (HARNESS, TEMPLATES) for path in folder.rglob("*") if "__pycache__" not in path.parts]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files if path.is_file()}
    assert {name.partition("/")[0] for name in texts} == {"harness", "templates"}
    said = [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if WORDS.search(line) or (ITS_DATA.search(line) and name not in MNIST)
    ]
    assert said == []


def test_importing_the_pipeline_imports_no_tensorflow():
    light = sorted(m for m in MODULES if not m.startswith(KERAS) and m != "harness.train.sklearn.trainer")
    code = f"""
import importlib, sys
for module in {light}:
    importlib.import_module(module)
    assert not {{"tensorflow", "keras"}} & sys.modules.keys(), module
"""
    said = subprocess.run([sys.executable, "-c", code], cwd=HARNESS.parent, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


def test_only_the_keras_room_names_tensorflow():
    naming = set()
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if {name.partition(".")[0] for name in names} & {"tensorflow", "keras"}:
                naming.add(module)
    assert {module for module in naming if not module.startswith(KERAS)} == set()
