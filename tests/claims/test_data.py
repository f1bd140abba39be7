"""The tutorial's data: the right images under every name, and small sets of known content."""

from dataclasses import replace

import numpy as np
import pytest

from claims import data as module
from claims.data import BINS, SIZES, diabetes, diabetes_binned, listing, noise
from harness.data.mnist import mnist5k
from tests.claims.suite import Options, tutorial_registry
from tests.data.test_mnist import MNIST_SHAPES, labels, mnist_file  # noqa: F401 (a fixture)

OWN = ("digits", "digits-epochs", "diabetes", "diabetes-binned", "noise")


@pytest.mark.parametrize(("name", "train", "test"), [("digits", 4000, 1000), ("digits-epochs", 1500, 3500)])
def test_mnist5k_is_cut_into_balanced_parts_without_a_common_image(name, train, test):
    data = listing("mnist5k", name)
    assert data.x_train.shape == (train, 784)
    assert data.x_test.shape == (test, 784)
    np.testing.assert_array_equal(np.bincount(labels(data.y_train)), [train // 10] * 10)
    np.testing.assert_array_equal(np.bincount(labels(data.y_test)), [test // 10] * 10)
    images = {row.tobytes() for row in np.concatenate([data.x_train, data.x_test])}
    assert len(images) == 5000


def test_the_digits_are_the_harness_own_cut_of_the_5000_images():
    assert listing("mnist5k", "digits").sha256 == mnist5k().sha256


@pytest.mark.parametrize(("name", "train", "test"), [("digits", 6000, 1000), ("digits-epochs", 1500, 6000)])
def test_mnist_from_a_file_has_the_tutorials_sizes_and_first_images(mnist_file, name, train, test):  # noqa: F811
    data = listing("mnist", name, mnist_file)
    with np.load(mnist_file) as archive:
        expected = {part: archive[part] for part in MNIST_SHAPES}
    np.testing.assert_array_equal(data.x_train, expected["x_train"][:train].reshape(train, 784))
    np.testing.assert_array_equal(data.x_test, expected["x_test"][:test].reshape(test, 784))
    np.testing.assert_array_equal(labels(data.y_train), expected["y_train"][:train])
    np.testing.assert_array_equal(labels(data.y_test), expected["y_test"][:test])


@pytest.mark.parametrize("dataset", SIZES)
def test_a_session_has_all_data_of_the_suite_under_their_names(dataset, request):
    given = {"dataset": dataset}
    if dataset == "mnist":
        given["data"] = str(request.getfixturevalue("mnist_file"))
    datasets = tutorial_registry(Options(**given)).datasets
    assert set(OWN) <= datasets.keys()
    shapes = {name: (len(datasets[name].pool.x_train), len(datasets[name].pool.x_test)) for name in OWN}
    small = {"diabetes": (342, 100), "diabetes-binned": (342, 100), "noise": (200, 200)}
    assert shapes == SIZES[dataset] | small


@pytest.mark.parametrize("name", OWN[2:])
def test_the_small_data_are_the_same_every_time(name):
    assert (tutorial_registry().datasets[name].fingerprint) == tutorial_registry().datasets[name].fingerprint


def test_fingerprints_tell_every_data_set_apart():
    datasets = tutorial_registry().datasets
    names = [*OWN, "xor", "circles", "spirals", "checkerboard"]
    assert len({datasets[name].fingerprint for name in names}) == len(names)


def test_changed_data_under_the_same_name_are_other_data(monkeypatch):
    before = tutorial_registry().datasets["noise"].fingerprint

    def changed():
        data = noise()
        data.x_test[0] += 1
        return data

    monkeypatch.setattr(module, "noise", changed)
    assert tutorial_registry().datasets["noise"].fingerprint != before


def test_the_diabetes_targets_are_standardized_by_the_training_patients_and_nobody_is_in_both_parts():
    data = diabetes()
    assert data.is_regression
    assert data.y_train.mean() == pytest.approx(0, abs=1e-6)
    assert data.y_train.std() == pytest.approx(1, rel=1e-6)
    np.testing.assert_array_equal(data.truth, data.y_test[:, 0])
    np.testing.assert_allclose(np.concatenate([data.x_train, data.x_test]).std(axis=0), 1, rtol=1e-5)
    assert len({row.tobytes() for row in np.concatenate([data.x_train, data.x_test])}) == 442


def test_the_binned_targets_are_deciles_that_stand_for_their_patients_mean():
    numbers, classes = diabetes(), diabetes_binned()
    assert not classes.is_regression
    for part in ("x_train", "x_test", "truth"):
        np.testing.assert_array_equal(getattr(classes, part), getattr(numbers, part))
    assert classes.y_train.shape == (342, BINS)
    assert set(classes.y_train.sum(axis=0)) <= {33, 34, 35, 36}
    decile = labels(classes.y_train)
    for label in range(BINS):
        own = numbers.y_train[decile == label]
        assert classes.class_values[label] == pytest.approx(own.mean(), abs=1e-6)
        assert own.max() <= numbers.y_train[decile > label].min(initial=np.inf)
    # A test patient's class is the one that its number lies in.
    for number, label in zip(numbers.truth, labels(classes.y_test), strict=True):
        below, above = (numbers.y_train[decile == other] for other in (label - 1, label + 1))
        assert len(below) == 0 or number > below.max() - 0.2
        assert len(above) == 0 or number < above.min() + 0.2


def test_the_noise_has_a_mean_of_nothing_and_no_targets():
    data = noise()
    assert abs(data.x_train.mean(dtype=np.float64)) < 1e-6
    assert 0.8 < data.x_train.std() < 1.2
    assert not data.y_train.any()
    assert data.is_regression
    assert replace(data, x_test=data.x_train).sha256 == data.sha256
