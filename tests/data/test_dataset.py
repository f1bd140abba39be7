"""Data sets by name: drawn for a seed, the same for all of its arms, and known by their content and their draw."""

from dataclasses import asdict, replace

import numpy as np
import pytest

from harness.base.errors import DeclarationError, UserError
from harness.data.arrays import Data
from harness.data.dataset import Dataset
from harness.declare.registry import Registry, used
from harness.train.function import experiment
from harness.train.job import Job
from harness.train.keras.network import Network
from harness.train.sklearn.estimator import Estimator
from tests.toys import TOY, tiny_data


def split(data, rng):
    """Draw 40 examples to train on, of the 70, and test on the rest."""
    x, y = np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])
    order = rng.permutation(len(x))
    return Data(x[order[:40]], y[order[:40]], x[order[40:]], y[order[40:]])


def other_split(data, rng):
    return split(data, rng)


DRAWN = Dataset("drawn", tiny_data, split)


def test_without_a_draw_every_seed_has_the_pool_itself():
    fixed = Dataset("fixed", tiny_data)
    assert fixed.for_seed(0) is fixed.for_seed(1) is fixed.pool is fixed.example


def test_a_seeds_data_are_the_same_every_time_and_other_seeds_have_others():
    prints = [DRAWN.for_seed(seed).sha256 for seed in (0, 1, 2, 3)]
    assert len(set(prints)) == 4
    again = Dataset("drawn", tiny_data, split)
    assert [again.for_seed(seed).sha256 for seed in (3, 2, 1, 0)] == prints[::-1]
    assert DRAWN.example.sha256 == prints[0]


def test_the_pool_is_loaded_once_and_when_it_is_needed():
    loads = []
    data = Dataset("x", lambda: loads.append(1) or tiny_data(), split)
    assert loads == []
    for seed in range(3):
        data.for_seed(seed)
    assert data.fingerprint
    assert loads == [1]


def test_what_a_draw_makes_of_its_generator_is_no_other_seeds_affair():
    def greedy(data, rng):
        rng.random(seeds.pop())
        return split(data, rng)

    seeds = [5, 1000, 5]
    data = Dataset("x", tiny_data, greedy)
    first, _, third = (data.for_seed(seed).sha256 for seed in (2, 1, 2))
    assert first == third


@pytest.fixture
def seen(monkeypatch):
    """Collect the training set that every arm was given, whatever it then does with it."""
    collected = []
    taken = Data.scaled

    def scaled(data, factor):
        collected.append(data.x_train.copy())
        return taken(data, factor)

    monkeypatch.setattr(Data, "scaled", scaled)
    return collected


def test_all_arms_of_a_seed_train_on_the_same_draw(seen):
    registry = Registry(datasets={"drawn": DRAWN})
    with used(registry):
        arm = Network(**{**asdict(TOY), "data": "drawn", "epochs": 1})
        for one in (arm, arm.with_(hidden=(5,), dropout=0.5, batch_size=4), arm.with_(library="sklearn")):
            for seed in (3, 4):
                [_] = Job.of(one, (1,), (seed,), registry, "epoch").train(seed, DRAWN.pool)
    assert [rows.tobytes() for rows in seen] == [DRAWN.for_seed(seed).x_train.tobytes() for seed in (3, 4)] * 3


def test_an_estimators_data_are_drawn_too():
    from sklearn.dummy import DummyClassifier

    registry = Registry(datasets={"drawn": DRAWN})
    with used(registry):
        arm = Estimator(DummyClassifier(strategy="prior"), data="drawn")
        runs = [next(Job.of(arm, (1,), (s,), registry, "epoch").train(s, DRAWN.pool))[1] for s in (3, 4)]
    for seed, run in zip((3, 4), runs, strict=True):
        data = DRAWN.for_seed(seed)
        commonest = data.y_train.sum(axis=0).argmax()
        assert run.measurements["test_accuracy"] == data.y_test[:, commonest].mean(dtype=np.float64)


def test_an_arm_without_data_needs_none():
    @experiment(metrics={"one": TOY.metric("test_loss")})
    def arm(seed):
        return {"test_loss": float(seed)}

    [(_, run)] = Job.of(arm(), (1,), (7,), Registry(), "epoch").train(7, None)
    assert run.measurements == {"test_loss": 7.0}


def changed():
    return replace(tiny_data(), y_test=tiny_data().y_test[::-1].copy())


def test_the_fingerprint_is_that_of_the_pool_and_of_the_draw_but_not_of_the_name():
    before = DRAWN.fingerprint
    assert Dataset("another name", tiny_data, split).fingerprint == before
    others = [Dataset("drawn", changed, split), Dataset("drawn", tiny_data, other_split), Dataset("drawn", tiny_data)]
    assert len({before, *(other.fingerprint for other in others)}) == 4


@pytest.mark.parametrize("load", [lambda: None, lambda: [1, 2], lambda: np.zeros(3), dict], ids=range(4))
def test_a_load_that_returns_no_data_is_refused_in_one_line(load):
    with pytest.raises(DeclarationError, match=r"data 'mine': load\(\) must return harness.Data, not \w+$"):
        Dataset("mine", load).example  # noqa: B018


def raising(*_):
    raise FileNotFoundError("no sensors.csv\nhere")


def test_a_load_or_draw_that_raises_is_named_in_one_line():
    for data, function in ((Dataset("mine", raising), "load"), (Dataset("mine", tiny_data, raising), "draw")):
        with pytest.raises(UserError, match=rf"data 'mine': {function}\(\) raised FileNotFoundError: no") as refused:
            data.example  # noqa: B018
        assert "\n" not in str(refused.value)


def test_an_error_that_is_one_line_already_stays_as_it_is():
    def load():
        raise UserError("no such file: x")

    with pytest.raises(UserError, match=r"^no such file: x$"):
        Dataset("mine", load).example  # noqa: B018


TINY = tiny_data()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"x_train": TINY.x_train.astype(np.float64)}, "as x_train no array of float32, but float64"),
        ({"y_test": TINY.y_test.astype(np.int64)}, "as y_test no array of float32, but int64"),
        ({"x_test": [[1.0]]}, "as x_test no array of float32, but list"),
        ({"y_train": TINY.y_train[:, 0], "y_test": TINY.y_test[:, 0]}, r"targets of the shapes \(50,\) and \(20,\): "),
        ({"y_test": TINY.y_test[:, :2]}, r"targets of the shapes \(50, 3\) and \(20, 2\): rows of as many outputs"),
        ({"x_test": TINY.x_test[:, :2]}, r"examples of different shapes: \(6,\) and \(2,\)"),
        ({"y_train": TINY.y_train[:-1]}, "50 examples as x_train, but 49 as y_train"),
        ({"x_test": TINY.x_test[:-1]}, "19 examples as x_test, but 20 as y_test"),
        ({"x_test": TINY.x_test[:0], "y_test": TINY.y_test[:0]}, "no example as x_test"),
        ({"truth": TINY.y_test[:-1, 0]}, "20 examples as x_test, but 19 as truth"),
    ],
    ids=range(10),
)
def test_data_that_cannot_be_trained_and_tested_on_are_refused_in_one_line(changes, message):
    wrong = replace(TINY, **changes)
    for function, data in {
        "load": Dataset("mine", lambda: wrong),
        "draw": Dataset("mine", tiny_data, lambda *_: wrong),
    }.items():
        with pytest.raises(DeclarationError, match=rf"data 'mine': {function}\(\) returned {message}"):
            data.example  # noqa: B018


@pytest.mark.parametrize("name", ["x_train", "y_train", "x_test", "y_test", "truth"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_data_that_are_not_finite_are_refused_before_a_network_seems_to_diverge(name, value):
    array = (TINY.y_test[:, 0] if name == "truth" else getattr(TINY, name)).copy()
    array[3] = value
    for draw in (None, lambda pool, _: pool):
        with pytest.raises(DeclarationError, match=f"^data 'mine': {name} has NaN or infinite numbers$"):
            Dataset("mine", lambda: replace(TINY, **{name: array}), draw).example  # noqa: B018


def test_a_draw_that_returns_no_data_is_refused_in_one_line():
    with pytest.raises(DeclarationError, match=r"data 'mine': draw\(\) must return harness.Data, not NoneType"):
        Dataset("mine", tiny_data, lambda *_: None).for_seed(3)
