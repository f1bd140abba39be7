"""Data from arrays: classes and targets in any form, a fixed stratified split, one line for what cannot be meant."""

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_digits, load_iris
from sklearn.linear_model import LinearRegression
from sklearn.utils import Bunch

from harness import Estimator, KerasModel, Network, from_arrays, from_bunch
from harness.base.errors import DeclarationError
from harness.data.arrays import Data
from harness.data.dataset import Dataset
from harness.declare.claim import at_most
from harness.declare.registry import used
from tests.toys import builtin_registry
from tests.training import train

X = np.arange(24.0).reshape(12, 2)
NUMBERS = np.array([7, 3, 3, 9, 7, 3, 9, 9, 7, 3, 7, 9])
PLACES = [1, 0, 0, 2, 1, 0, 2, 2, 1, 0, 1, 2]
"""Which class in ascending order each of `NUMBERS` is."""
TEXTS = np.array(["b", "a", "a", "c", "b", "a", "c", "c", "b", "a", "b", "c"])


def classes(y):
    np.testing.assert_array_equal(np.sort(y, axis=1)[:, -2:], [[0, 1]] * len(y))
    return y.argmax(axis=1).tolist()


@pytest.mark.parametrize(
    ("y", "expected"),
    [
        (NUMBERS, PLACES),
        (NUMBERS.tolist(), PLACES),
        (NUMBERS.astype(np.uint8), PLACES),
        (NUMBERS.astype(np.float64), PLACES),
        (NUMBERS[:, None], PLACES),
        (-NUMBERS, [2 - place for place in PLACES]),
        (TEXTS, PLACES),
        (TEXTS.astype(object), PLACES),
        (TEXTS.astype("S"), PLACES),
        (NUMBERS == 7, [int(place == 1) for place in PLACES]),
        (np.eye(3)[PLACES], PLACES),
        (np.eye(4, dtype=bool)[PLACES], PLACES),
    ],
    ids=range(12),
)
def test_classes_are_the_same_in_whatever_form_they_are_given(y, expected):
    data = from_arrays(X, y, x_test=X, y_test=y)
    assert classes(data.y_train) == classes(data.y_test) == expected
    assert not data.is_regression
    np.testing.assert_array_equal(data.x_train, X)
    drawn = from_arrays(X, y, test=0.25)
    rows = np.concatenate([drawn.x_train, drawn.x_test])[:, 0].astype(int) // 2
    together = np.concatenate([drawn.y_train, drawn.y_test])
    assert [expected[row] for row in rows] == classes(together)


def test_one_hot_columns_stay_though_no_example_is_of_them():
    assert from_arrays(X, np.eye(5)[PLACES], test=0.25).y_train.shape == (9, 5)


@pytest.mark.parametrize("shape", [(1,), (5,), (4, 4), (4, 4, 3), (2, 1, 2, 1)])
def test_examples_may_have_any_shape(shape):
    x = np.random.default_rng(0).normal(size=(12, *shape))
    data = from_arrays(x, NUMBERS, test=0.25)
    assert (data.x_train.shape, data.x_test.shape) == ((9, *shape), (3, *shape))


@pytest.mark.parametrize("kind", [bool, np.uint8, np.int64, ">f4", np.float16, np.float64])
def test_every_kind_of_number_becomes_float32(kind):
    x = (np.arange(24) % 2).reshape(12, 2).astype(kind)
    data = from_arrays(x, NUMBERS, x_test=x, y_test=NUMBERS)
    assert {array.dtype.str for array in (data.x_train, data.y_train, data.x_test, data.y_test)} == {"<f4"}
    np.testing.assert_array_equal(data.x_train, [[0, 1]] * 12)


def test_what_happens_to_the_arrays_afterwards_is_no_matter():
    x, y = X.astype(np.float32), np.eye(3, dtype=np.float32)[PLACES]
    data = from_arrays(x, y, x_test=x, y_test=y)
    before = data.sha256
    x[:], y[:] = 0, 0
    assert data.sha256 == before


def test_the_split_is_fixed_stratified_without_a_common_example_and_in_random_order():
    labels = np.repeat([0, 1, 2], [60, 30, 10])
    x = np.arange(200.0).reshape(100, 2)
    data = from_arrays(x, labels, test=0.3)
    assert data.y_train.sum(axis=0).tolist() == [42, 21, 7]
    assert data.y_test.sum(axis=0).tolist() == [18, 9, 3]
    rows = np.concatenate([data.x_train, data.x_test])[:, 0].tolist()
    assert sorted(rows) == list(range(0, 200, 2))
    assert data.sha256 == from_arrays(x, labels, test=0.3).sha256
    # A share that is held out of the training part is its end, which must not be of one class.
    assert set(classes(data.y_train[-20:])) == {0, 1, 2} == set(classes(data.y_train[:20]))


def test_a_regression_is_recognised_and_its_targets_are_kept():
    y = np.linspace(-1, 1, 12)
    data = from_arrays(X, y, x_test=X[:3], y_test=y[:3], regression=True)
    assert data.is_regression
    np.testing.assert_array_equal(data.y_train, y.astype(np.float32)[:, None])
    np.testing.assert_array_equal(data.truth, data.y_test[:, 0])
    several = from_arrays(X, np.stack([y, y**2], axis=1), test=0.25, regression=True)
    assert several.is_regression
    assert several.y_train.shape == (9, 2)
    np.testing.assert_array_equal(several.truth, several.y_test)


def of_class(count):
    """Return labels of which one has so many examples."""
    return [0] * (12 - count) + [1] * count


BAD = {
    "neither part nor share": ({"test": None}, "and neither is given"),
    "part and share": ({"x_test": X, "y_test": NUMBERS}, "not both"),
    "half a part": ({"test": None, "x_test": X}, "one of them is missing"),
    "share 0": ({"test": 0}, "a share above 0 and below 1"),
    "share 1": ({"test": 1.0}, "a share above 0 and below 1"),
    "share of text": ({"test": "0.25"}, "a share above 0 and below 1"),
    "share nan": ({"test": float("nan")}, "a share above 0 and below 1"),
    "share too small": ({"test": 0.1}, "is 1, and each part needs at least one of each of the 3 classes"),
    "regression as text": ({"regression": "yes"}, "regression must be True or False"),
    "no examples": ({"x": X[:0], "y": NUMBERS[:0]}, "y has no example|x has no example"),
    "lengths": ({"y": NUMBERS[:-1]}, "x has 12 examples, y 11"),
    "x one axis": ({"x": X[:, 0]}, r"x must have the shape \(examples, features\)"),
    "x without features": ({"x": X[:, :0]}, r"x must have the shape \(examples, features\)"),
    "x none": ({"x": None}, "x must be an array of one kind of values, not NoneType"),
    "x ragged": ({"x": [[1], [2, 3]] * 6}, "x is no array: its rows have different lengths"),
    "x texts": ({"x": TEXTS[:, None]}, "x must be numbers, not texts"),
    "x objects": ({"x": np.array([[1, "a"]] * 12, object)}, "x must be an array of one kind of values, not objects"),
    "x complex": ({"x": X * 1j}, "x must be numbers, not complex"),
    "x dates": ({"x": X.astype("M8[s]")}, "x must be numbers, not datetime"),
    "x nan": ({"x": np.where(X == 8, np.nan, X)}, r"x has NaN or an infinite number, first in example 4"),
    "x inf": ({"x": np.where(X == 9, -np.inf, X)}, r"x has NaN or an infinite number, first in example 4"),
    "x too large": ({"x": X * 1e300}, "x has numbers beyond 3.4e[+]38"),
    "x masked": ({"x": np.ma.masked_equal(X, 3)}, "x has masked values"),
    "y nan": ({"y": np.where(NUMBERS == 7, np.nan, 1)}, "y has NaN or an infinite number, first in example 0"),
    "y one class": ({"y": np.full(12, 5)}, "y has the one class 5; at least two are needed"),
    "y one text": ({"y": ["a"] * 12}, "y has the one class 'a'"),
    "y one column of two": ({"y": np.eye(2)[np.zeros(12, int)]}, "y has the one class 0"),
    "y broken": ({"y": np.linspace(0, 1.5, 12)}, "classes are whole numbers; for a regression say regression=True"),
    "y huge": ({"y": NUMBERS * 1e300}, "classes are whole numbers"),
    "y not one-hot": ({"y": np.ones((12, 2))}, "y has rows that are not one-hot"),
    "y mixed": ({"y": np.array([1, "a"] * 6, object)}, "y must be an array of one kind of values, not objects"),
    "y of three axes": ({"y": np.ones((12, 2, 2))}, "y must be classes .* not of the shape"),
    "y one of a class": ({"y": of_class(1)}, "class 1 .* has one example only, .*regression=True"),
    "regression texts": ({"y": TEXTS, "regression": True}, "y must be numbers, not texts"),
    "regression nan": ({"y": np.where(NUMBERS == 7, np.nan, 1), "regression": True}, "y has NaN"),
    "regression constant": ({"y": np.ones(12), "regression": True}, "one and the same number for every example"),
    "regression shape": ({"y": np.ones((12, 2, 2)), "regression": True}, "y must have the shape"),
    "regression share": ({"y": NUMBERS, "regression": True, "test": 0.01}, "is 0, and each part needs at least one$"),
}


@pytest.mark.parametrize(("changes", "message"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_meant_is_refused_in_one_line(changes, message):
    arguments = {"x": X, "y": NUMBERS, "test": 0.25, **changes}
    with pytest.raises(DeclarationError, match=message) as refused:
        from_arrays(arguments.pop("x"), arguments.pop("y"), **arguments)
    assert "\n" not in str(refused.value)


BAD_TEST_PART = {
    "lengths": ({"x_test": X[:5]}, "x_test has 5 examples, y_test 12"),
    "shapes": ({"x_test": X[:, :1]}, r"examples of x have the shape \(2,\), those of x_test \(1,\)"),
    "nan": ({"x_test": X * np.nan}, "x_test has NaN"),
    "new class": ({"y_test": NUMBERS + (NUMBERS == 9)}, "y_test has the class 10, which y has not"),
    "other form": ({"y_test": TEXTS}, "alike, not as numbers and as texts"),
    "one-hot": ({"y_test": np.eye(3)[PLACES]}, "alike, not as numbers and as 3 one-hot columns"),
    "outputs": ({"y_test": np.ones((12, 2)), "regression": True}, "y has 1 outputs, y_test 2"),
}


@pytest.mark.parametrize(("changes", "message"), BAD_TEST_PART.values(), ids=BAD_TEST_PART.keys())
def test_a_test_part_that_does_not_fit_is_refused_in_one_line(changes, message):
    with pytest.raises(DeclarationError, match=message):
        from_arrays(X, NUMBERS, **{"x_test": X, "y_test": NUMBERS, **changes})


def test_an_error_in_a_load_names_the_data():
    with pytest.raises(DeclarationError, match=r"^data 'mine': x has 12 examples, y 11$"):
        Dataset("mine", lambda: from_arrays(X, NUMBERS[1:], test=0.25)).example  # noqa: B018


def test_a_bunch_of_scikit_learn_is_data():
    iris = load_iris()
    data = from_bunch(iris, test=0.2)
    assert (data.x_train.shape, data.y_test.shape) == ((120, 4), (30, 3))
    assert data.y_test.sum(axis=0).tolist() == [10, 10, 10]
    assert from_bunch(load_digits(), test=0.2).x_train.shape[1:] == (64,)
    images = Bunch(images=load_digits().images, target=load_digits().target)
    assert from_bunch(images, test=0.2).x_train.shape[1:] == (8, 8)
    diabetes = from_bunch(load_diabetes(), test=0.2, regression=True)
    assert diabetes.is_regression
    assert len(diabetes.y_test) == 88


@pytest.mark.parametrize(
    ("bunch", "message"),
    [
        ((X, NUMBERS), "from_bunch takes a Bunch with data and target; tuple has no data"),
        (Bunch(data=X), "Bunch has no target"),
        (load_diabetes(), "regression=True"),
    ],
    ids=range(3),
)
def test_what_is_no_bunch_is_refused_in_one_line(bunch, message):
    with pytest.raises(DeclarationError, match=message):
        from_bunch(bunch, test=0.25)


SLOPES = np.array([[1.0, -2.0], [0.5, 3.0]])


def line(outputs):
    """Return a regression that a straight line solves: 40 examples of two features."""
    x = np.random.default_rng(0).normal(size=(40, 2))
    return from_arrays(x, (x @ SLOPES[:, :outputs]).squeeze(), test=0.25, regression=True)


def dense(outputs):
    import keras

    model = keras.Sequential([keras.layers.Dense(outputs)])
    model.compile(optimizer=keras.optimizers.Adam(0.2), loss="mean_squared_error")
    return model


@pytest.mark.parametrize("outputs", [1, 2])
def test_every_kind_of_arm_learns_a_regression_of_ones_own(outputs):
    registry = builtin_registry()
    registry.dataset("line", lambda: line(outputs))
    steps = {"data": "line", "batch_size": 10, "epochs": 60, "measure": ("test_rmse",), "evaluate_every": 60}
    with used(registry):
        arms = [
            Estimator(LinearRegression(), data="line"),
            KerasModel(dense, **steps),
            Network(
                hidden=(),
                activation="relu",
                dropout=0.0,
                optimizer="adam",
                learning_rate=0.2,
                loss="mean_squared_error",
                **steps,
            ),
        ]
        data = registry.datasets["line"].example
        for arm in arms:
            at_most(arm, on="test_rmse", value=0.1).check(registry.datasets)
            untrained = np.sqrt(np.mean(data.y_test**2))
            run = train(arm, data=data)
            assert run.measurements["test_rmse"] < 0.1 < untrained, arm
            assert not any("accuracy" in name for name in {*run.measurements, *run.curves})


def test_the_error_of_several_outputs_is_over_all_of_them_with_keras_and_with_scikit_learn():
    """A model that has learnt the first output and not the second is off by the second alone."""
    from sklearn.dummy import DummyRegressor

    x = np.random.default_rng(0).normal(size=(20, 2))
    y = np.stack([x[:, 0], np.full(20, 3.0) + (np.arange(20) == 0)], axis=1)
    # Both predict 0 for every output; so their errors are the root of the mean square of all targets.
    data = from_arrays(x, y, x_test=[[1.0, 1.0], [2.0, 2.0]], y_test=[[1.0, 2.0], [3.0, 4.0]], regression=True)
    expected = pytest.approx(np.sqrt((1 + 4 + 9 + 16) / 4), rel=1e-6)
    registry = builtin_registry()
    registry.dataset("two", lambda: data)
    with used(registry):
        constant = Estimator(DummyRegressor(strategy="constant", constant=[0.0, 0.0]), data="two")
        assert train(constant, data=data).measurements["test_rmse"] == expected
        still = KerasModel(zeros, data="two", batch_size=20, epochs=1, measure=("test_rmse",))
        assert train(still, data=data).measurements["test_rmse"] == expected


def zeros(outputs):
    import keras

    model = keras.Sequential([keras.layers.Dense(outputs, kernel_initializer="zeros", trainable=False)])
    model.compile(optimizer="sgd", loss="mean_squared_error")
    return model


def test_standardized_inputs_have_mean_0_and_deviation_1_in_the_training_part():
    rng = np.random.default_rng(0)
    x = rng.normal([5.0, -300.0, 0.1, 1e-3], [2.0, 40.0, 0.0, 1e-5], (60, 4)).astype(np.float32)
    y = np.eye(2, dtype=np.float32)[rng.integers(0, 2, 60)]
    raw = Data(x[:40], y[:40], x[40:] + np.float32([0, 0, 1, 0]), y[40:])
    data = raw.standardized()
    varying = [0, 1, 3]
    np.testing.assert_allclose(data.x_train[:, varying].mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(data.x_train[:, varying].std(axis=0), 1, rtol=1e-5)
    assert not data.x_train[:, 2].any()
    assert not data.x_test[:, 2].any()
    assert data.x_test[0, 1] == pytest.approx((raw.x_test[0, 1] - x[:40, 1].mean()) / x[:40, 1].std(), rel=1e-4)
    assert data.x_train.dtype == np.float32
    np.testing.assert_array_equal(data.y_train, raw.y_train)


def test_images_are_standardized_pixel_by_pixel():
    data = from_arrays(np.random.default_rng(0).integers(0, 256, (12, 3, 3)), NUMBERS, test=0.25).standardized()
    np.testing.assert_allclose(data.x_train.mean(axis=0), np.zeros((3, 3)), atol=1e-5)
    assert data.x_test.dtype == np.float32
