"""The conformance suite: every kind of arm passes it, and an arm that breaks one promise fails the test of it."""
# ruff: noqa: D101, D102 (what the base classes document)

import inspect
import random
import threading
import time

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from harness import Estimator, ExperimentConformance, KerasModel, experiment, metric
from harness.declare.registry import used
from harness.declare.run_result import RunResult
from tests.own_kind import Walk
from tests.toys import TOY, toy_registry


@pytest.fixture(scope="module")
def toys():
    return toy_registry()


class OnToys(ExperimentConformance):
    """Arms that are trained on tiny data."""

    @pytest.fixture
    def registry(self, toys):
        return toys


class TestWalk(ExperimentConformance):
    @pytest.fixture
    def arm(self):
        return Walk(steps=4)

    @pytest.fixture
    def other_arm(self):
        return Walk(steps=4, drift=1.0)

    @pytest.fixture
    def shorter_arm(self):
        return Walk(steps=3)


class TestNetwork(OnToys):
    @pytest.fixture
    def arm(self):
        return TOY.with_(dropout=0.3).measuring("updates", "first_batch_loss")

    @pytest.fixture
    def other_arm(self):
        return TOY.with_(hidden=(5,))

    @pytest.fixture
    def diverging_arm(self):
        return TOY.with_(activation="relu", learning_rate=1e30, epochs=4)


def dense(shape, outputs, rate=0.1):
    import keras

    model = keras.Sequential(
        [
            keras.Input(shape),
            keras.layers.Dense(4),
            keras.layers.BatchNormalization(),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(outputs, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.SGD(rate), "categorical_crossentropy", metrics=["accuracy"])
    return model


class TestKerasModel(OnToys):
    @pytest.fixture
    def arm(self):
        return KerasModel(dense, data="xor", batch_size=8, epochs=2)

    @pytest.fixture
    def other_arm(self, arm):
        return arm.with_(rate=0.2)


class TestEstimator(OnToys):
    @pytest.fixture
    def arm(self):
        return Estimator(RandomForestClassifier(3), data="xor")

    @pytest.fixture
    def other_arm(self, arm):
        return arm.with_(n_estimators=4)


LEVEL = {"level": metric("level", higher_is_better=True)}


def drawn(seed, size=None):
    return np.random.default_rng(seed).normal(size=size)


@experiment(metrics=LEVEL)
def noise(seed, *, size=3):
    return {"level": drawn(seed, size).sum(), "curve": drawn(seed, size)}


class TestFunction(ExperimentConformance):
    @pytest.fixture
    def arm(self):
        return noise()

    @pytest.fixture
    def other_arm(self):
        return noise(size=4)


class TestClosure(TestFunction):
    """Of a function that has kept a set, whose order is another in every process."""

    @pytest.fixture
    def arm(self):
        names = {f"name {index}" for index in range(20)}

        @experiment(metrics=LEVEL)
        def closure(seed):
            return {"level": drawn(seed) + len(names)}

        return closure()


def failed_tests(arm, other_arm, *, expected, **others):
    """Return the tests of the suite that an arm fails, by name without "test_".

    Those that start a process take half a second each, and are left out where none of them is expected to fail.
    """
    in_processes = {name for name in dir(ExperimentConformance) if "new_process" in name}
    left_out = set() if {f"test_{name}" for name in expected} & in_processes else in_processes
    registry = toy_registry()
    fixtures = {"arm": arm, "other_arm": other_arm, "shorter_arm": None, "diverging_arm": None, "registry": registry}
    suite, failed = ExperimentConformance(), set()
    for name in dir(suite):
        if name.startswith("test_") and name not in left_out:
            test = getattr(suite, name)
            with used(registry):
                try:
                    test(**{one: {**fixtures, **others}[one] for one in inspect.signature(test).parameters})
                except pytest.skip.Exception:
                    continue
                except (pytest.fail.Exception, TypeError):
                    failed.add(name.removeprefix("test_"))
    return failed


def function_arm(train):
    def named(seed, *, size=3):
        return train(seed, size)

    make = experiment(metrics=LEVEL)(named)
    return make(), make(size=4)


def touching(seed, size):
    random.seed(seed)
    return {"level": random.random() * size}


def threaded(seed, size):
    threading.Thread(target=time.sleep, args=(3,), name="left over", daemon=True).start()
    return {"level": drawn(seed, size).sum()}


def constant(seed, size):  # noqa: ARG001
    return {"level": size / 3}


def unseeded(seed, size):  # noqa: ARG001
    return {"level": drawn(None, size).sum()}


REPEATED = {"the_same_seed_gives_the_same_result", "a_new_process_gives_the_same_result"}
BROKEN_FUNCTIONS = {
    "ignores its seed": (constant, {"another_seed_gives_another_result"}),
    "unseeded": (unseeded, REPEATED),
    "touches the global state": (touching, {"the_global_random_state_is_left_alone"}),
    "leaves a thread": (threaded, {"no_thread_goes_on"}),
}


@pytest.mark.parametrize("kind", BROKEN_FUNCTIONS)
def test_a_function_that_breaks_a_promise_fails_its_test(kind):
    train, expected = BROKEN_FUNCTIONS[kind]
    assert failed_tests(*function_arm(train), expected=expected) == expected


class Listing(Walk):
    """A walk whose curve is a list."""

    def train(self, seed, stops, setting):
        for stop, result in super().train(seed, stops, setting):
            yield stop, RunResult({"height": list(result.curves["height"])}, {}, None, result.fingerprint, 0.1)


class Foreign(Walk):
    """A walk that measures a number of numpy's."""

    def train(self, seed, stops, setting):
        for stop, result in super().train(seed, stops, setting):
            yield stop, RunResult(result.curves, {"end": np.float32(1.5)}, None, result.fingerprint, 0.1)


class Lying(Walk):
    """A walk that records less than it says."""

    def records(self):
        return ("height", "depth")


class Restless(Walk):
    """A walk whose steps depend on how long it goes on."""

    def train(self, seed, stops, setting):
        yield from super().train(seed + stops[-1], stops, setting)


class Nameless(Walk):
    """A walk that leaves out of its description what tells walks apart."""

    def describe(self):
        return {"steps": self.steps}


class Unordered(Walk):
    """A walk that is described by a set, in the order that it happens to have."""

    def describe(self):
        return {**super().describe(), "names": list({f"name {index}" for index in range(20)})}


class Tupled(Walk):
    """A walk that is described by a tuple."""

    def describe(self):
        return {**super().describe(), "trips": self.trips}


class Lenient(Walk):
    """A walk that takes any field."""

    def with_(self, **changes):
        return super().with_(**{name: value for name, value in changes.items() if name in ("steps", "drift")})


class Wandering(Walk):
    """A walk that is another after it has been taken apart."""

    def stopping(self, stop):
        return self.with_(steps=stop, drift=self.drift + 1)


class Skipping(Walk):
    """A walk that ends at its last stop only."""

    def train(self, seed, stops, setting):
        yield from super().train(seed, stops[-1:], setting)


READ_BACK, BEGINNING = "a_result_is_ready_for_json", "a_shorter_training_is_the_beginning_of_a_longer_one"
BROKEN_WALKS = {
    Listing: {READ_BACK},
    Foreign: {READ_BACK},
    Lying: {"a_run_has_what_the_arm_records"},
    Restless: {BEGINNING},
    Nameless: {"arms_that_differ_have_different_keys"},
    Unordered: {"the_key_is_the_same_in_a_new_process"},
    Tupled: {"the_description_is_ready_for_json"},
    Lenient: {"an_unknown_field_is_refused_in_one_line"},
    Wandering: {"the_training_and_its_stop_are_the_arm"},
    Skipping: {BEGINNING},
}


@pytest.mark.parametrize("kind", BROKEN_WALKS)
def test_a_kind_of_arm_that_breaks_a_promise_fails_its_test(kind):
    arms = kind(steps=4), kind(steps=4, drift=1.0)
    expected = BROKEN_WALKS[kind]
    assert failed_tests(*arms, expected=expected, shorter_arm=kind(steps=3)) == expected
