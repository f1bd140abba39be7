"""The tutorial's data: the right images under every name, drawn anew for every seed or the tutorial's own cuts."""

import numpy as np
import pytest

from claims.data import SIZES, SMALL, WOUND, diabetes, images, listing
from claims.draws import BINS, PATIENTS, binned_patients, patients
from harness.data.mnist import mnist5k
from tests.claims.suite import Options, tutorial_registry
from tests.data.test_mnist import MNIST_SHAPES, labels, mnist_file  # noqa: F401 (a fixture)

DIGITS = ("digits", "digits-epochs")
SHAPES = {
    "diabetes": (342, 100),
    "diabetes-binned": (342, 100),
    "noise": (200, 200),
    "two-circles": (200, 200),
    "two-spirals": (200, 200),
    **dict.fromkeys(WOUND.values(), (400, 200)),
}


@pytest.mark.parametrize(("name", "train", "test"), [("digits", 4000, 1000), ("digits-epochs", 1500, 3500)])
def test_mnist5k_is_cut_into_balanced_parts_without_a_common_image(name, train, test):
    data = listing("mnist5k", name)
    assert data.x_train.shape == (train, 784)
    assert data.x_test.shape == (test, 784)
    np.testing.assert_array_equal(np.bincount(labels(data.y_train)), [train // 10] * 10)
    np.testing.assert_array_equal(np.bincount(labels(data.y_test)), [test // 10] * 10)
    assert len(rows(data.x_train, data.x_test)) == 5000


def rows(*arrays):
    return {row.tobytes() for row in np.concatenate(arrays)}


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


def datasets_of(request, dataset="mnist5k", split="draw"):
    given = {"dataset": dataset, "split": split}
    if dataset == "mnist":
        given["data"] = str(request.getfixturevalue("mnist_file"))
    return tutorial_registry(Options(**given)).datasets


@pytest.mark.parametrize("split", ["draw", "listing"])
@pytest.mark.parametrize("dataset", SIZES)
def test_a_session_has_all_data_of_the_suite_under_their_names(dataset, split, request):
    datasets = datasets_of(request, dataset, split)
    expected = SIZES[dataset] | SHAPES
    drawn = {name: datasets[name].example for name in expected}
    assert {name: (len(one.x_train), len(one.x_test)) for name, one in drawn.items()} == expected


@pytest.mark.parametrize("dataset", SIZES)
def test_what_all_seeds_share_is_the_tutorials_own_cut_where_that_is_chosen(dataset, request):
    datasets = datasets_of(request, dataset, "listing")
    file = request.getfixturevalue("mnist_file") if dataset == "mnist" else None
    for name in DIGITS:
        assert datasets[name].for_seed(1000).sha256 == datasets[name].for_seed(1001).sha256
        assert datasets[name].for_seed(1000).sha256 == listing(dataset, name, file).sha256
    for name in SMALL:
        assert datasets[name].for_seed(1000).sha256 == datasets[name].for_seed(1001).sha256


@pytest.mark.parametrize("name", [*DIGITS, *SMALL])
def test_every_seed_has_its_own_draw_and_the_same_one_every_time(name, request):
    first, again = datasets_of(request)[name], datasets_of(request)[name]
    assert first.fingerprint == again.fingerprint
    drawn = [first.for_seed(seed).sha256 for seed in (1000, 1001, 1002)]
    assert len(set(drawn)) == 3
    assert again.for_seed(1001).sha256 == drawn[1]


@pytest.mark.parametrize("name", DIGITS)
def test_a_seed_splits_the_5000_images_with_as_many_of_each_digit(name, request):
    train, test = SIZES["mnist5k"][name]
    data = datasets_of(request)[name].for_seed(1000)
    np.testing.assert_array_equal(np.bincount(labels(data.y_train)), [train // 10] * 10)
    np.testing.assert_array_equal(np.bincount(labels(data.y_test)), [test // 10] * 10)
    whole = mnist5k()
    assert rows(data.x_train, data.x_test) == rows(whole.x_train, whole.x_test)
    digit_of = dict(zip(map(bytes, whole.x_train), labels(whole.y_train), strict=True))
    assert all(
        digit_of.get(bytes(x), digit) == digit for x, digit in zip(data.x_test, labels(data.y_test), strict=True)
    )


def test_a_seed_draws_from_the_two_parts_of_mnist_without_replacement(request):
    datasets = datasets_of(request, "mnist")
    pool = images("mnist", request.getfixturevalue("mnist_file"))
    known = [set(map(bytes, part)) for part in (pool.x_train, pool.x_test)]
    for name in DIGITS:
        data = datasets[name].for_seed(1000)
        for x, part in zip((data.x_train, data.x_test), known, strict=True):
            assert x.dtype == np.float32
            drawn = set(map(bytes, x.astype(np.uint8)))
            assert len(drawn) == len(x)  # MNIST has no image twice
            assert drawn <= part
    # Each image has its own label: of the digit 1 the ink is the least.
    ink = [data.x_train[labels(data.y_train) == digit].mean() for digit in range(10)]
    assert int(np.argmin(ink)) == 1


def test_both_sets_of_digits_are_drawn_from_one_pool(request):
    datasets = datasets_of(request)
    assert datasets["digits"].pool is datasets["digits-epochs"].pool


def test_fingerprints_tell_every_data_set_apart(request):
    datasets = datasets_of(request)
    names = [*DIGITS, *SMALL, "xor", "circles", "spirals", "checkerboard"]
    assert len({datasets[name].fingerprint for name in names}) == len(names)


def test_two_splits_are_different_data(request):
    drawn, listed = datasets_of(request), datasets_of(request, split="listing")
    assert all(drawn[name].fingerprint != listed[name].fingerprint for name in [*DIGITS, *SMALL])


def patients_of(seed):
    return patients(diabetes(), np.random.default_rng(seed))


def test_the_diabetes_targets_are_standardized_by_the_training_patients_and_nobody_is_in_both_parts():
    data = patients_of(3)
    assert data.is_regression
    assert len(data.x_train) == PATIENTS
    assert data.y_train.mean() == pytest.approx(0, abs=1e-6)
    assert data.y_train.std() == pytest.approx(1, rel=1e-6)
    np.testing.assert_array_equal(data.truth, data.y_test[:, 0])
    np.testing.assert_allclose(np.concatenate([data.x_train, data.x_test]).std(axis=0), 1, rtol=1e-5)
    assert len(rows(data.x_train, data.x_test)) == 442


def test_the_binned_targets_are_deciles_that_stand_for_their_patients_mean():
    numbers, classes = patients_of(5), binned_patients(diabetes(), np.random.default_rng(5))
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


def test_the_noise_has_a_mean_of_nothing_and_no_targets(request):
    data = datasets_of(request)["noise"].for_seed(1000)
    assert abs(data.x_train.mean(dtype=np.float64)) < 1e-6
    assert 0.8 < data.x_train.std() < 1.2
    assert not data.y_train.any()
    assert data.is_regression
    np.testing.assert_array_equal(data.x_test, data.x_train)


@pytest.mark.parametrize("name", ["two-circles", "two-spirals", *WOUND.values()])
def test_points_have_as_many_of_each_class_and_none_in_both_parts(name, request):
    data = datasets_of(request)[name].for_seed(1000)
    for y in (data.y_train, data.y_test):
        np.testing.assert_array_equal(y.sum(axis=0), [len(y) / 2] * 2)
    assert len(rows(data.x_train, data.x_test)) == len(data.x_train) + len(data.x_test)


def test_circles_have_the_radii_of_their_class(request):
    data = datasets_of(request)["two-circles"].for_seed(1000)
    radii = np.hypot(*data.x_train.T)
    for label, radius in ((0, 1.0), (1, 0.5)):
        own = radii[labels(data.y_train) == label]
        assert own.mean() == pytest.approx(radius, abs=0.02)
        assert own.std() == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize("turns", WOUND)
def test_spirals_wind_as_often_as_they_say(turns, request):
    data = datasets_of(request)[WOUND[turns]].for_seed(1000)
    radius, angle = np.hypot(*data.x_train.T), np.arctan2(data.x_train[:, 1], data.x_train[:, 0])
    behind = np.pi * labels(data.y_train)  # the second arm is the first, turned by half a circle
    left = (angle - behind - 2 * np.pi * turns * radius + np.pi) % (2 * np.pi) - np.pi
    np.testing.assert_allclose(left, 0, atol=1e-4)
    assert radius.max() <= 1
