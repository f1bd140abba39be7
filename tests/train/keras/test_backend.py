"""TensorFlow's set-up: nothing is imported that is not needed, and nothing is missing afterwards."""

import subprocess
import sys
from pathlib import Path

from harness.train.keras.backend import OPTIONAL

ROOT = Path(__file__).parents[3]

IMPORTS = f"""
import importlib, sys
import harness.train.keras.backend
early = [name for name in {OPTIONAL} if name in sys.modules]
assert not early, early
for name in {OPTIONAL}:
    assert importlib.import_module(name).__name__ == name
from sklearn.neural_network import MLPClassifier  # as the baseline does
model = harness.train.keras.backend.keras.Sequential([harness.train.keras.backend.keras.layers.Dense(2)])
assert model(harness.train.keras.backend.tf.ones((1, 3))).shape == (1, 2)
"""


def test_what_keras_can_do_without_is_not_imported_with_it_and_can_be_afterwards():
    said = subprocess.run([sys.executable, "-c", IMPORTS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_a_worker_imports_no_statistics():
    code = "import sys, harness.campaign.execute; assert 'scipy' not in sys.modules and 'matplotlib' not in sys.modules"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
