"""The tutorial's curves: batches end at all training images of the data set in use, and no other batch is larger."""

from importlib import import_module
from types import SimpleNamespace

import pytest

from claims.data import SIZES
from harness.declare.registry import used
from tests.claims.suite import Options, tutorial_registry


@pytest.mark.parametrize("dataset", SIZES)
def test_the_largest_batch_is_the_whole_training_part(dataset):
    curves = []
    with used(tutorial_registry()):
        module = import_module("claims.test_curves")
        module.pytest_generate_tests(
            SimpleNamespace(
                function=module.test_batch_size,
                config=Options(dataset=dataset),
                parametrize=lambda _, found: curves.extend(curve for one in found for curve in one.values),
            )
        )
    images, _ = SIZES[dataset]["digits"]
    assert len(curves) == 2
    for curve in curves:
        assert curve.places[-1] == curve.arms[-1].batch_size == images
        assert curve.places[:3] == (1, 2, 4)
        assert 2 * curve.places[-2] >= images
