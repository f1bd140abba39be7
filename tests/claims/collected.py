"""What pytest collects of the tutorial's claims, in a process of its own, to leave this session's plugins alone."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COLLECT = """
import json
import pytest
from harness import Refuted

class Recorder:
    def pytest_collection_finish(self, session):
        self.items = session.items

recorder = Recorder()
pytest.main(["claims", "--collect-only", "-q", "-p", "no:cacheprovider"], plugins=[recorder])
items = recorder.items
print("\\n" + json.dumps({expression}))
"""


def collected(expression):
    """Return what an expression says of the collected `items`; it is evaluated there, and its value is JSON."""
    command = [sys.executable, "-c", COLLECT.replace("{expression}", expression)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(run.stdout.splitlines()[-1])
