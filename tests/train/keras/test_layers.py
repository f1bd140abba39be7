"""A seed decides every variable of every layer that Keras has, and nothing of another seed is kept."""

import numpy as np
import pytest

from harness.train.keras.keras_model import KerasModel
from tests.train.keras.every_layer import CASES, LEFT_OUT, classes, model_with


def test_every_layer_class_of_keras_is_tried_or_left_out_for_a_reason():
    assert classes() == CASES.keys() | LEFT_OUT.keys()
    assert CASES.keys().isdisjoint(LEFT_OUT)


def values(variables):
    return [variable.numpy().copy() for variable in variables]


def is_random(variable):
    """Return whether a variable's initial value is drawn, from what it is like: biases and waves are not."""
    if "seed_generator_state" in variable.path:
        return True
    return not any(part in variable.path for part in ("bias", "stft_")) and len(np.unique(variable.numpy())) > 1


@pytest.mark.parametrize("layer", CASES)
def test_every_variable_starts_as_the_seed_has_it_and_keeps_nothing_of_another_seed(layer):
    shape, _ = CASES[layer]
    trained = KerasModel(model_with(layer), data="xor", batch_size=8, epochs=1).build(shape, 3, regression=False)
    own = trained.model.variables
    every = [*own, *trained.model.optimizer.variables]
    trained.start(1)
    first, random = values(every), [is_random(variable) for variable in own]
    assert any(random), "at least the kernel of the last layer"
    for variable in every:
        variable.assign(variable + np.ones((), np.int8).astype(variable.numpy().dtype))
    trained.start(2)
    for variable, before, drawn in zip(own, first, random, strict=False):
        assert np.array_equal(variable.numpy(), before) != drawn, variable.path
    trained.start(1)
    for variable, before in zip(every, first, strict=True):
        np.testing.assert_array_equal(variable.numpy(), before, err_msg=variable.path)
