"""Sweeps: what they are made of, and what cannot be swept, said in one line."""

import numpy as np
import pytest

from harness.base.errors import DeclarationError
from harness.campaign.plan import runs_for, tasks_for
from harness.declare.registry import used
from harness.declare.sweep import APART, SEEDS, sweep
from harness.declare.tuned import tuned
from tests.toys import TOY, builtin_registry


def test_it_is_the_arm_with_each_value():
    found = sweep(TOY, learning_rate=[0.01, 0.1, 1.0], on="test_accuracy", marks=[0.1])
    assert found.places == (0.01, 0.1, 1.0)
    assert found.arms == tuple(TOY.with_(learning_rate=rate) for rate in found.places)
    assert found.across == "learning rate"
    assert found.marks == (("0.1", 0.1),)


def test_values_that_are_no_numbers_have_places():
    layers = {number: (4,) * number for number in range(4)}
    found = sweep(TOY, hidden=layers, on="test_accuracy", across="hidden layers", marks={"ours": 1})
    assert found.places == (0, 1, 2, 3)
    assert [arm.hidden for arm in found.arms] == list(layers.values())
    assert found.across == "hidden layers"
    assert found.marks == (("ours", 1),)


def test_numpys_numbers_are_numbers():
    assert sweep(TOY, learning_rate=np.geomspace(0.01, 1, 3), on="test_accuracy").places == pytest.approx(
        (0.01, 0.1, 1)
    )
    assert sweep(TOY, epochs=np.array([1, 2, 3]), on="test_accuracy").arms[0].epochs == 1


def test_its_seeds_are_none_that_a_claim_asks():
    registry = builtin_registry()
    registry.suite(title="Later", first_seed=100)
    with used(registry):
        seeds = sweep(TOY, learning_rate=[0.01, 0.1, 1.0], on="test_accuracy").seeds()
    assert seeds == range(100 + APART, 100 + APART + SEEDS)


def test_the_metric_is_measured_where_it_is_not_recorded():
    found = sweep(TOY, learning_rate=[0.01, 0.1, 1.0], on="train_loss")
    assert all("train_loss" in arm.records() for arm in found.arms)


def test_epochs_are_read_off_one_training():
    found = sweep(TOY, epochs=[1, 2, 5, 10], on="test_accuracy")
    tasks = tasks_for(runs_for([(found, SEEDS)]), lambda _: 1.0, 2)
    assert sum(len(task.seeds) for task in tasks) == SEEDS
    assert {task.stops for task in tasks} == {(1, 2, 5, 10)}


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"learning_rate": [0.1, 1.0]}, "takes 3 values or more, not 2"),
        ({"learning_rate": [0.1, 1.0, 0.5]}, "must rise, and do not: 0.1, 1, 0.5"),
        ({"learning_rate": [0.1, 0.1, 0.5]}, "must rise"),
        ({"learning_rate": [-0.1, 0.1, 0.5]}, "learning_rate must be above 0, not -0.1"),
        ({"learning_rate": [0.1, float("nan"), 0.5]}, "takes numbers, not nan"),
        ({"hidden": [(), (4,), (4, 4)]}, r"takes numbers, not \(\); give other values by their places"),
        ({"hidden": {0: (4,), 1: (4,), 2: (4, 4)}}, "two values of hidden are the same experiment"),
        ({"learning_rate": "0.1"}, "takes a list of values, not '0.1'"),
        ({"learning_rat": [0.1, 0.2, 0.3]}, "did you mean 'learning_rate'"),
        ({}, "takes one field with its values.*not none"),
        ({"learning_rate": [0.1, 0.2, 0.3], "epochs": [1, 2, 3]}, "takes one field.*not learning_rate, epochs"),
        ({"learning_rate": [0.1, 0.2, 0.3], "on": "val_accuracy"}, "did you mean test_accuracy"),
        ({"learning_rate": [0.1, 0.2, 0.3], "marks": [0.25]}, "the mark 0.25 is none of the values of learning rate"),
        ({"learning_rate": [0.1, 0.2, 0.3], "marks": ["big"]}, "the mark 'big' is none of the values"),
        ({"learning_rate": [0.1, 0.2, 0.3], "fails": float("inf")}, "fails must be a finite number, not inf"),
    ],
)
def test_what_cannot_be_swept_is_said_in_one_line(declared, said):
    with pytest.raises(DeclarationError, match=said) as caught:
        sweep(TOY, **{"on": "test_accuracy", **declared})
    assert "\n" not in str(caught.value)


def test_only_what_can_be_trained_at_a_value_is_swept():
    chosen = tuned(TOY.with_(held_out=0.5), learning_rate=[0.1, 0.3], by="held_out_loss")
    with pytest.raises(DeclarationError, match="takes an experiment, not"):
        sweep(chosen, epochs=[1, 2, 3], on="test_accuracy")


def test_a_value_that_the_data_do_not_allow_is_named():
    registry = builtin_registry()
    found = sweep(TOY, batch_size=[1, 10, 10**6], on="test_accuracy")
    with pytest.raises(DeclarationError, match=r"batch size 10⁶: .* more than the"):
        found.check(registry.datasets)
