"""The commands, as a shell runs them."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_what_nobody_reads_to_the_end_ends_without_a_traceback():
    read, write = os.pipe()
    os.close(read)
    planned = [sys.executable, "-m", "harness", "plan", "0.8"]
    ended = subprocess.run(planned, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    # Not 0: a shell with pipefail must not take it for a judge that has found its claims supported.
    assert (ended.returncode, ended.stderr) == (141, "")
