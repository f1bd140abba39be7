"""Experiments: what can be declared, and what identifies it."""

import dataclasses
import json
import math

import numpy as np
import pytest

from harness.base.errors import DeclarationError
from harness.base.numbers import digest
from harness.data.arrays import Data
from harness.data.synthetic import xor
from harness.declare.checks import known
from harness.train.keras.network import Network
from tests.toys import TOY

OTHER_VALUES = {
    "data": "circles",
    "hidden": (4, 4),
    "activation": "relu",
    "dropout": 0.5,
    "learning_rate": 0.2,
    "batch_size": 9,
    "epochs": 3,
    "loss": "mean_squared_error",
    "input_scale": 0.5,
}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"data": "circle"}, "unknown data set 'circle'; did you mean 'circles'"),
        ({"activation": "sigmoyd"}, "unknown activation 'sigmoyd'; did you mean 'sigmoid'"),
        ({"activation": None}, "unknown activation None"),
        ({"activation": ["relu"]}, "unknown activation"),
        ({"loss": "crossentropy"}, "unknown loss 'crossentropy'"),
        ({"optimizer": "sdg"}, "unknown optimizer 'sdg'; did you mean 'sgd'"),
        ({"hidden": 4}, "hidden must be a tuple"),
        ({"hidden": [4]}, "hidden must be a tuple"),
        ({"hidden": (4, 0)}, "every entry of hidden must be a whole number of at least 1, not 0"),
        ({"hidden": (-1,)}, "every entry of hidden .* not -1"),
        ({"hidden": (4.0,)}, "every entry of hidden .* not 4.0"),
        ({"hidden": (True,)}, "every entry of hidden .* not True"),
        ({"dropout": 1.0}, "dropout must be at least 0 and below 1, not 1.0"),
        ({"dropout": -0.1}, "dropout must be at least 0"),
        ({"dropout": "0.5"}, "dropout must be a finite number, not '0.5'"),
        ({"dropout": True}, "dropout must be a finite number, not True"),
        ({"learning_rate": 0}, "learning_rate must be above 0, not 0"),
        ({"learning_rate": -0.1}, "learning_rate must be above 0"),
        ({"learning_rate": math.nan}, "learning_rate must be a finite number, not nan"),
        ({"learning_rate": math.inf}, "learning_rate must be a finite number, not inf"),
        ({"learning_rate": None}, "learning_rate must be a finite number, not None"),
        ({"input_scale": 0}, "input_scale must not be 0"),
        ({"batch_size": 0}, "batch_size .*must be a whole number of at least 1, not 0"),
        ({"batch_size": 32.0}, "batch_size .*must be a whole number of at least 1, not 32.0"),
        ({"epochs": 0}, "epochs must be a whole number of at least 1, not 0"),
        ({"evaluate_every": 0}, "evaluate_every must be a whole number of at least 1, not 0"),
        ({"epochs": 10, "evaluate_every": 4}, "epochs must be a multiple of evaluate_every .4., not 10"),
        ({"epochs": -5}, "epochs must be a whole number of at least 1, not -5"),
        ({"epoch": 5}, "unknown field of Network 'epoch'; did you mean 'epochs'"),
    ],
    ids=lambda value: "-".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_what_cannot_be_trained_is_refused_in_one_line_that_names_the_field(changes, message):
    with pytest.raises(DeclarationError, match=message) as refused:
        TOY.with_(**changes)
    assert "\n" not in str(refused.value)


REGRESSION = Data(*[np.ones((6, 3), np.float32), np.ones((6, 1), np.float32)] * 2, truth=np.ones(6, np.float32))
IMAGES = Data(*[np.ones((6, 4, 4), np.float32), np.eye(6, dtype=np.float32)] * 2)


@pytest.mark.parametrize(
    ("changes", "data", "message"),
    [
        ({"batch_size": 201}, xor(), "batch_size 201 is more than the 200 training examples of 'xor'"),
        ({"batch_size": 200, "held_out": 0.1}, xor(), "batch_size 200 is more than the 180 training examples of 'xor'"),
        ({"held_out": 0.001}, xor(), "held_out 0.001 of the 200 training examples of 'xor' is 0"),
        ({"measure": ("ablation",), "hidden": ()}, xor(), 'the measurement "ablation" needs a hidden layer'),
        ({"measure": ("test_rmse",)}, xor(), 'the measurement "test_rmse" needs a number behind every test example'),
        ({"measure": ("decision_region",), "batch_size": 1}, IMAGES, "needs two features and classes"),
        (
            {"batch_size": 1},
            IMAGES,
            r"a Network takes rows of features, .* have the shape \(4, 4\)",
        ),
        ({"batch_size": 1}, REGRESSION, "the loss 'categorical_crossentropy' needs classes, and 'xor' has none"),
        ({"batch_size": 1, "loss": "mean_squared_error", "label_noise": 0.1}, REGRESSION, "label_noise needs classes"),
    ],
)
def test_what_the_data_do_not_allow_is_refused_before_anything_is_trained(changes, data, message):
    with pytest.raises(DeclarationError, match=message):
        TOY.with_(**changes).check(data)


@pytest.mark.parametrize("changes", [{"hidden": ()}, {"dropout": 0.99}, {"input_scale": -1.0}, {"epochs": 1}])
def test_extreme_but_trainable_values_are_accepted(changes):
    assert TOY.with_(**changes) != TOY


def test_with_changes_only_what_it_is_told_and_leaves_the_original_alone():
    before = TOY.describe()
    changed = TOY.with_(epochs=7)
    assert changed.describe() == {**before, "epochs": 7}
    assert TOY.describe() == before


def test_an_experiment_cannot_be_changed_in_place():
    with pytest.raises(dataclasses.FrozenInstanceError):
        TOY.epochs = 3


@pytest.mark.parametrize(("field", "value"), OTHER_VALUES.items(), ids=OTHER_VALUES)
def test_the_key_changes_with_every_field(field, value):
    assert TOY.with_(**{field: value}).key != TOY.key


def test_equal_experiments_have_the_same_key_however_their_numbers_were_written():
    whole, real = TOY.with_(learning_rate=1, dropout=0), TOY.with_(learning_rate=1.0, dropout=0.0)
    assert whole == real
    assert whole.key == real.key


def test_the_key_is_sixteen_hexadecimal_digits():
    assert len(TOY.key) == 16
    assert int(TOY.key, 16) >= 0


def test_its_description_survives_json_and_gives_the_experiment_back():
    fields = json.loads(json.dumps(TOY.describe()))
    restored = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    assert Network(**restored) == TOY


def test_the_digest_does_not_depend_on_the_order_of_the_keys():
    assert digest({"a": 1, "b": [2, 3]}) == digest({"b": [2, 3], "a": 1})
    assert digest({"a": 1, "b": [2, 3]}) != digest({"a": 1, "b": [3, 2]})


def test_an_unknown_name_without_a_near_one_gets_the_list_of_the_known():
    with pytest.raises(DeclarationError, match=r"unknown thing 'zzz' \(known: apple, pear\)"):
        known("zzz", ("pear", "apple"), "thing")


def test_of_many_names_the_nearest_are_given_and_where_all_are():
    names = [f"thing_{number}" for number in range(100)]
    with pytest.raises(DeclarationError, match=r"did you mean 'thing_42'\?.*pytest --claims-list") as raised:
        known("thng_42", names, "thing")
    assert str(raised.value).count("thing_") < 6
    with pytest.raises(DeclarationError, match="all 100: another place"):
        known("zzz", names, "thing", "another place")
