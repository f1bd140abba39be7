"""Splits drawn for every seed: stratified, of one size, from the whole pool, and known by their share."""

from dataclasses import replace

import numpy as np
import pytest

from harness import Estimator, from_arrays, split
from harness.base.errors import DeclarationError
from harness.data.dataset import Dataset
from harness.declare.registry import Registry, used
from harness.train.job import Job
from tests.toys import builtin_registry, tiny_data

SIZES = [50, 23, 11, 2]
LABELS = np.repeat([0, 1, 2, 3], SIZES)
ROWS = np.arange(86.0)[:, None]


def pool():
    return from_arrays(ROWS, LABELS, test=0.5)


def test_every_seed_has_as_many_of_each_class_and_other_examples():
    data = Dataset("mine", pool, split(test=0.25))
    draws = [data.for_seed(seed) for seed in range(5)]
    for one in draws:
        # A quarter of 86 is 22: of 50, 23 and 11 a quarter is 12.5, 5.75 and 2.75; of 2 there is one for each part.
        assert one.y_test.sum(axis=0).tolist() == [12, 6, 3, 1]
        assert (one.y_train.sum(axis=0) + one.y_test.sum(axis=0)).tolist() == SIZES
        rows = np.concatenate([one.x_train, one.x_test])[:, 0].astype(int)
        assert sorted(rows) == list(range(86)), "the whole pool, each example once"
        np.testing.assert_array_equal(np.concatenate([one.y_train, one.y_test]).argmax(axis=1), LABELS[rows])
    assert len({tuple(sorted(one.x_test[:, 0])) for one in draws}) == 5
    again = Dataset("mine", pool, split(test=0.25))
    assert again.for_seed(3).sha256 == draws[3].sha256


def test_every_example_is_tested_on_about_as_often():
    data = Dataset("mine", pool, split(test=0.5))
    counts = np.zeros(86)
    for seed in range(400):
        counts[data.for_seed(seed).x_test[:, 0].astype(int)] += 1
    # 200 times, with a standard deviation of 10.
    assert 150 < counts.min() < counts.max() < 250


@pytest.mark.parametrize("share", [0.05, 0.1, 1 / 3, 0.5, 0.9, 0.95])
def test_the_sizes_are_those_of_the_share_and_no_part_lacks_a_class(share):
    for one in (Dataset("mine", pool, split(test=share)).for_seed(seed) for seed in range(3)):
        assert len(one.x_test) == round(share * 86)
        assert one.y_train.any(axis=0).all()
        assert one.y_test.any(axis=0).all()


def test_a_regression_is_split_too_and_its_truth_is_that_of_the_new_test_part():
    for targets in (ROWS[:, 0] ** 2, np.hstack([ROWS**2, ROWS])):
        whole = from_arrays(ROWS, targets, test=0.5, regression=True)
        drawn = split(0.25)(whole, np.random.default_rng(1))
        assert drawn.is_regression
        assert drawn.y_test.shape == (22, targets.ndim)
        np.testing.assert_allclose(drawn.y_test[:, 0], drawn.x_test[:, 0] ** 2)
        np.testing.assert_array_equal(drawn.truth, drawn.y_test[:, 0] if targets.ndim == 1 else drawn.y_test)


def test_the_share_is_part_of_the_datas_fingerprint():
    prints = [Dataset("mine", pool, draw).fingerprint for draw in (split(0.25), split(test=0.25), split(0.5), None)]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3


def test_a_worker_draws_the_same_and_can_standardize_what_it_drew():
    from sklearn.dummy import DummyClassifier

    for draw in (split(test=0.25), standardized):
        registry = Registry(datasets={"mine": Dataset("mine", pool, draw)})
        with used(registry):
            job = Job.of(Estimator(DummyClassifier(), data="mine"), (1,), (7,), registry, "epoch")
            sent = Job.unpickled(job.pickled())
        one, other = (Dataset("mine", pool, each).for_seed(7) for each in (draw, sent.draw))
        assert one.sha256 == other.sha256
    np.testing.assert_allclose(other.x_train.std(axis=0), 1, rtol=1e-5)


def standardized(data, rng):
    return split(test=0.25)(data, rng).standardized()


@pytest.mark.parametrize("share", [0, 1, -0.1, 25, True, "a quarter", None, float("nan")])
def test_what_is_no_share_is_refused_when_it_is_declared(share):
    with pytest.raises(DeclarationError, match="test must be a share above 0 and below 1"):
        split(test=share)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"truth": np.zeros(20, np.float32), "class_values": np.zeros(3, np.float32)}, "`truth` is another"),
        ({"truth": np.zeros(20, np.float32)}, "`truth` is another"),
    ],
    ids=["binned", "another truth"],
)
def test_a_truth_that_only_the_test_part_has_is_not_lost_in_silence(changes, message):
    with pytest.raises(DeclarationError, match=message):
        split(0.25)(replace(tiny_data(), **changes), np.random.default_rng(0))


def test_a_class_of_one_example_cannot_be_in_both_parts():
    lone = replace(tiny_data(), y_train=np.eye(4, dtype=np.float32)[[3, *[0, 1] * 24, 2]])
    data = Dataset("mine", lambda: replace(lone, y_test=np.eye(4, dtype=np.float32)[[0, 1] * 10]), split(0.25))
    with pytest.raises(DeclarationError, match=r"^data 'mine': class 2 .* has one example only"):
        data.example  # noqa: B018


def test_the_builtin_data_can_be_split():
    registry = builtin_registry()
    drawn = Dataset("circles", registry.datasets["circles"].load, split(0.25)).for_seed(0)
    assert drawn.y_test.sum(axis=0).tolist() == [50, 50]
