"""Small data sets: the same every time, half and half, and of the shape that their names promise."""

import numpy as np
import pytest

from harness.data.synthetic import PLANAR, checkerboard, circles, spirals, xor


def classes(y):
    return y.argmax(axis=1)


@pytest.mark.parametrize("name", PLANAR)
def test_the_data_are_the_same_every_time_and_of_two_features_and_two_classes(name):
    data = PLANAR[name]()
    assert data.sha256 == PLANAR[name]().sha256
    assert not data.is_regression
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        assert x.dtype == y.dtype == np.float32
        assert x.shape == y.shape == (len(x), 2)
        np.testing.assert_array_equal(y.sum(axis=1), 1)
        assert 0.35 < classes(y).mean() < 0.65


@pytest.mark.parametrize("name", sorted(PLANAR.keys() - {"xor"}))
def test_no_point_is_both_trained_and_tested_on(name):
    data = PLANAR[name]()
    points = {row.tobytes() for row in np.concatenate([data.x_train, data.x_test])}
    assert len(points) == len(data.x_train) + len(data.x_test)
    assert len(data.x_train) == len(data.x_test)


def test_xor_has_opposite_corners_alike():
    data = xor()
    corners = {tuple(x): int(c) for x, c in zip(data.x_train.tolist(), classes(data.y_train), strict=True)}
    assert corners == {(-1, -1): 0, (1, 1): 0, (-1, 1): 1, (1, -1): 1}
    np.testing.assert_array_equal(data.x_test, data.x_train)


def test_the_circles_are_one_inside_the_other():
    data = circles()
    radii = np.hypot(*data.x_train.T)
    inner = classes(data.y_train) == 1
    assert radii[inner].max() < 0.75 < radii[~inner].min()


def test_the_spirals_are_each_others_reflection_through_the_middle():
    data = spirals()
    x, y = np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])
    first, second = (x[classes(y) == arm] for arm in (0, 1))
    assert {tuple(point) for point in (-first).tolist()} == {tuple(point) for point in second.tolist()}
    assert np.hypot(*first.T).max() <= 1


def test_the_checkerboards_neighbouring_fields_are_of_different_colours():
    data = checkerboard()
    fields = np.floor((data.x_test.astype(np.float64) + 1) * 2)
    np.testing.assert_array_equal(fields.sum(axis=1) % 2, classes(data.y_test))
    assert len({tuple(field) for field in fields}) == 16
