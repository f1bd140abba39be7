"""Imports follow the pipeline, and only the training and measuring modules import TensorFlow."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).parents[2] / "harness"
TRAINING = {"backend", "double_well", "keras_trainer", "measurements", "network", "steppers"}
"""The modules that may import TensorFlow; all others reach them only from inside a function, in a worker."""


def imports(module, nested=False):
    """Return the harness modules that a module imports: on being imported itself, or also inside functions."""
    tree = ast.parse((HARNESS / f"{module}.py").read_text())
    found = set()
    for node in ast.walk(tree) if nested else tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "harness":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("harness."):
            found.add(node.module.removeprefix("harness."))
    return found & MODULES


MODULES = {path.stem for path in HARNESS.glob("*.py")} - {"__init__"}


def everything_behind(module):
    behind, new = set(), imports(module)
    while new:
        behind |= new
        new = set().union(*map(imports, new)) - behind
    return behind


def test_imports_have_no_circle():
    assert [module for module in MODULES if module in everything_behind(module)] == []


@pytest.mark.parametrize(
    ("module", "later"),
    [
        ("judge", MODULES - {"judge", "bounds", "estimates", "errors"}),
        ("experiment", {"claim", "plan", "execute", "campaign", "results", "report", "plugin"}),
        ("claim", {"plan", "execute", "store", "campaign", "cases", "results", "report", "plugin"}),
        ("plan", {"execute", "store", "campaign", "results", "report", "plugin"}),
        ("execute", {"store", "campaign", "results", "report", "plugin"}),
        ("store", {"execute", "campaign", "results", "report", "plugin"}),
        ("campaign", {"cases", "answer", "results", "report", "plugin", "options"}),
        ("results", {"report", "plugin", "options"}),
        ("report", {"campaign", "execute", "plan", "store", "claim", "question", "plugin"}),
    ],
)
def test_a_module_imports_nothing_that_comes_after_it(module, later):
    assert everything_behind(module) & later == set()


def test_nothing_imports_the_plugin():
    assert [module for module in MODULES if "plugin" in imports(module, nested=True)] == []


def test_importing_the_pipeline_imports_no_tensorflow():
    light = sorted(MODULES - TRAINING - {"sklearn_trainer"})
    code = f"""
import importlib, sys
for module in {light}:
    importlib.import_module(f"harness.{{module}}")
    assert not {{"tensorflow", "keras"}} & sys.modules.keys(), module
"""
    said = subprocess.run([sys.executable, "-c", code], cwd=HARNESS.parent, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


def test_only_training_modules_name_tensorflow():
    naming = set()
    for module in MODULES:
        for node in ast.walk(ast.parse((HARNESS / f"{module}.py").read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if {name.partition(".")[0] for name in names} & {"tensorflow", "keras"}:
                naming.add(module)
    assert naming <= TRAINING
