"""Data files as people have them, in a suite of one's own: each ends the session in one line that names the file."""

import gzip
import io

import numpy as np
import pytest

from tests.plugin.test_bad_options import LIGHT
from tests.projects import Project

pytest_plugins = ["pytester"]

CONFTEST = """
from pathlib import Path
import harness

HERE = Path(__file__).parent

def pytest_claims_register(registry):
    registry.dataset("mine", lambda: harness.read_npz(HERE / "mine.npz", test=0.25))
"""
CLAIM = """
import pytest
from harness import at_least, claim
from tests.toy_claims import KERAS

@claim("ONE", section="Drop out", says="x")
@pytest.mark.parametrize("question", [at_least(KERAS.with_(data="mine"), on="test_loss", value=0)])
def test_one(question, judge):
    assert judge(question).supported
"""
X, Y = np.arange(24.0).reshape(12, 2), np.arange(12) % 3
LOOSE = np.eye(3)[Y]
LOOSE[5, 0] = 1


def npz(**arrays):
    """Return the bytes of an npz file."""
    file = io.BytesIO()
    np.savez(file, **{"x": X, "y": Y, **arrays})
    return file.getvalue()


FILES = {
    b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 11490434\n": "is a pointer of Git LFS",
    b"<!DOCTYPE html><html><title>Not found</title></html>": "is a web page",
    b"a,b,kind\n1,2,y\n": "is text, and no npz file (read_csv reads tables)",
    gzip.compress(npz()): "is compressed by gzip",
    npz()[:-200]: "is a damaged npz file",
    npz(y=np.array([None, {}] * 6)): "y has Python objects in it",
    npz(x=np.where(X == 6, np.nan, X)): "x has NaN or an infinite number, first in example 3",
    npz(y=Y[:-1]): "x has 12 examples, y 11",
    npz(y=Y * 0 + 7): "y has the one class 7",
    npz(y=LOOSE): "y has rows that are not one-hot",
    npz(y=Y + 0.5): "y has 0.5, and classes are whole numbers",
    npz(y=np.array([*"aaaaaabbbbbc"])): "has one example only, and each part needs at least one",
}
"""Contents of the file, and what is said of each."""


def test_every_bad_file_ends_its_session_in_one_line_before_anything_is_trained(pytester):
    project = Project(pytester.path, claims=CLAIM)
    # The sessions share this process, in which an earlier test may have imported the module claims.conftest.
    suite = (pytester.path / "claims").rename(pytester.path / "measured")
    (suite / "conftest.py").write_text(CONFTEST)
    for content, problem in FILES.items():
        (suite / "mine.npz").write_bytes(content)
        outcome = pytester.runpytest_inprocess("measured", *LIGHT)
        assert outcome.ret == pytest.ExitCode.USAGE_ERROR, outcome.outlines
        (line,) = (line for line in outcome.errlines if line)
        assert line.startswith("ERROR: ")
        assert "mine.npz" in line
        assert problem in line
        assert "Traceback" not in str(outcome.outlines)
    assert project.rows == 0
