"""Data: identified by their content; and what is done to them before training: labels made wrong, a part held out."""

from dataclasses import replace

import numpy as np
import pytest

from harness.data.arrays import Data, one_hot
from tests import numpy_network
from tests.toys import TOY, tiny_data
from tests.training import train

CLASSES = 5


def labelled(examples=3000):
    """Return data of five classes, each example with its own number as its one feature."""
    labels = np.random.default_rng(0).integers(0, CLASSES, examples)
    numbers = np.arange(examples, dtype=np.float32)[:, None]
    y = one_hot(labels, CLASSES)
    return Data(numbers, y, numbers + examples, y[::-1].copy())


def classes(y):
    return [row.tolist().index(1) for row in y]


def test_the_hash_of_data_is_that_of_all_arrays_with_their_names_types_and_shapes():
    data = tiny_data()
    others = [
        data,
        replace(data, x_train=data.x_train[:-1]),
        replace(data, x_train=data.x_test, x_test=data.x_train),
        replace(data, x_test=data.x_test.astype(np.float64)),
        replace(data, x_test=data.x_test.reshape(20, 2, 3)),
        replace(data, truth=data.y_test[:, 0]),
        replace(data, class_values=data.y_test[:, 0]),
        data.scaled(2.0),
    ]
    assert tiny_data().sha256 == data.sha256
    assert len({other.sha256 for other in others}) == len(others)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.99])
def test_label_noise_gives_exactly_its_share_of_the_training_examples_another_class(share):
    data = labelled(200)
    noisy = data.with_label_noise(share, np.random.default_rng(1))
    wrong = [a != b for a, b in zip(classes(data.y_train), classes(noisy.y_train), strict=True)]
    assert sum(wrong) == {0.0: 0, 0.01: 2, 0.3: 60, 0.99: 198}[share]
    assert sorted(set(noisy.y_train.flat)) == [0, 1]
    np.testing.assert_array_equal(noisy.y_train.sum(axis=1), 1)
    assert noisy.y_train.dtype == np.float32


def test_label_noise_leaves_everything_else_as_it_was():
    data, untouched = labelled(), labelled()
    noisy = data.with_label_noise(0.4, np.random.default_rng(1))
    for name in ("x_train", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(noisy, name), getattr(untouched, name))
    np.testing.assert_array_equal(data.y_train, untouched.y_train, err_msg="the data it was asked of are as before")


def test_wrong_labels_are_of_all_other_classes_about_equally_and_at_random_places():
    data = labelled()
    noisy = data.with_label_noise(0.5, np.random.default_rng(1))
    pairs = np.zeros((CLASSES, CLASSES))
    for right, given in zip(classes(data.y_train), classes(noisy.y_train), strict=True):
        pairs[right, given] += 1
    off = pairs[~np.eye(CLASSES, dtype=bool)]
    # 1500 wrong ones of 20 kinds: 75 of each, with a standard deviation of 8.4 if all kinds are alike.
    assert off.sum() == 1500
    assert 75 - 4 * 8.4 < off.min() < off.max() < 75 + 4 * 8.4
    wrong = (data.y_train != noisy.y_train).any(axis=1)
    thirds = wrong.reshape(3, -1).sum(axis=1)
    assert thirds.min() > 440, "500 in each third of the examples, with a standard deviation of 13"


def test_label_noise_is_of_its_random_numbers():
    noisy = [labelled().with_label_noise(0.3, np.random.default_rng(seed)).y_train.tobytes() for seed in (1, 1, 2)]
    assert noisy[0] == noisy[1] != noisy[2]


def test_what_is_held_out_is_the_last_share_of_the_training_examples_and_nothing_is_in_both_parts():
    data = labelled(200)
    kept, x, y = data.split_off(0.15)
    assert kept.x_train[:, 0].tolist() == list(range(170))
    assert x[:, 0].tolist() == list(range(170, 200))
    np.testing.assert_array_equal(kept.y_train, data.y_train[:170])
    np.testing.assert_array_equal(y, data.y_train[170:])
    np.testing.assert_array_equal(kept.x_test, data.x_test)
    np.testing.assert_array_equal(kept.y_test, data.y_test)


def test_the_held_out_curves_are_of_the_part_held_out_which_no_training_sees():
    """Its labels are all wrong, and an epoch is one step of steepest descent: numpy can make it by itself."""
    data = tiny_data()
    held_out = slice(40, 50)
    data.y_train[held_out] = np.roll(data.y_train[held_out], 1, axis=1)
    experiment = TOY.with_(held_out=0.2, batch_size="all", learning_rate=0.5, epochs=3)
    network = experiment.build((6,), 3, regression=False)
    network.start(5, 0.5)
    weights = [array.astype(np.float64) for array in network.model.get_weights()]
    losses, accuracies = [], []
    for _ in range(3):
        slopes = numpy_network.gradients(weights, data.x_train[:40], data.y_train[:40], "sigmoid")
        weights = [array - 0.5 * slope for array, slope in zip(weights, slopes, strict=True)]
        losses.append(numpy_network.loss(weights, data.x_train[40:], data.y_train[40:], "sigmoid"))
        accuracies.append(numpy_network.accuracy(weights, data.x_train[40:], data.y_train[40:], "sigmoid"))
    result = train(experiment.measuring("training_set"), 5, data=data)
    assert result.curves["held_out_loss"] == pytest.approx(losses, rel=1e-4)
    assert result.curves["held_out_accuracy"] == pytest.approx(accuracies)
    assert result.measurements["train_loss"] == pytest.approx(
        numpy_network.loss(weights, data.x_train[:40], data.y_train[:40], "sigmoid"), rel=1e-4
    )


def test_the_scale_of_the_inputs_is_that_of_the_part_held_out_too_and_its_labels_are_never_noisy():
    experiment = TOY.with_(held_out=0.2, batch_size="all", learning_rate=1e-30, epochs=1)  # nothing moves
    data = tiny_data()
    network = experiment.build((6,), 3, regression=False)
    network.start(5, 1.0)
    weights = [array.astype(np.float64) for array in network.model.get_weights()]
    result = train(experiment.with_(input_scale=3.0, label_noise=0.5, measure=("training_set",)), 5, data=data)
    loss = numpy_network.loss(weights, 3 * data.x_train[40:], data.y_train[40:], "sigmoid")
    assert result.curves["held_out_loss"] == pytest.approx([loss], rel=1e-5)
    loss = numpy_network.loss(weights, 3 * data.x_test, data.y_test, "sigmoid")
    assert result.curves["test_loss"] == pytest.approx([loss], rel=1e-5)
    losses = numpy_network.losses(weights, 3 * data.x_train[:40], data.y_train[:40], "sigmoid")
    assert abs(result.measurements["train_loss"] - losses.mean()) > 0.01, "20 of the 40 have a wrong label"
