"""Subnormal numbers: gone while they are not wanted, and back afterwards, whatever happens in between."""

import numpy as np
import pytest

from harness.train.sklearn import denormals
from harness.train.sklearn.denormals import subnormals_as_zero

known = pytest.mark.skipif(not denormals._KNOWN, reason="only done on Linux and x86-64")


def subnormal():
    """Return a product that is a subnormal float32, computed by the processor and not beforehand."""
    return np.full(64, 1e-20, np.float32) * np.full(64, 1e-20, np.float32)


@known
def test_subnormal_results_are_0_meanwhile():
    with subnormals_as_zero():
        assert not subnormal().any()
    assert subnormal().all()


@known
def test_subnormal_operands_are_0_meanwhile():
    tiny = subnormal()
    with subnormals_as_zero():
        assert not (tiny * np.float32(1e20)).any()
    assert (tiny * np.float32(1e20)).all()


def test_they_are_back_after_an_error():
    with pytest.raises(KeyError), subnormals_as_zero():
        raise KeyError
    assert subnormal().all()


def test_normal_numbers_are_what_they_were():
    x = np.random.default_rng(0).normal(size=(50, 50)).astype(np.float32)
    before = x @ x
    with subnormals_as_zero():
        assert np.array_equal(x @ x, before)


def test_elsewhere_nothing_changes(monkeypatch):
    monkeypatch.setattr(denormals, "_KNOWN", False)
    with subnormals_as_zero():
        assert subnormal().all()
