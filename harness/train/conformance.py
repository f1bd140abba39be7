"""What the harness relies on in any kind of arm, as tests that whoever writes one subclasses in his own tests.

::

    class TestMyArm(ExperimentConformance):
        @pytest.fixture
        def arm(self):
            return MyArm(steps=4)

        @pytest.fixture
        def other_arm(self):
            return MyArm(steps=5)

"""

from __future__ import annotations

import json
import math
import random
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from harness.base.errors import DeclarationError
from harness.base.numbers import digest
from harness.declare.experiment import Experiment
from harness.declare.registry import Registry, current, used
from harness.declare.run_result import RunResult
from harness.train.fresh_process import Found, train_afresh
from harness.train.job import Job
from harness.train.random_state import kept_random_state

SEEDS = (0, 1, 2)
"""Are trained to see whether an arm uses its seed: of a share of few examples, two may well be the same by chance."""
TRAINER = "epoch"
"""How Keras is stepped."""
PATIENCE = 1.0
"""Seconds for which a thread may go on after its run."""


class ExperimentConformance:
    """The contract of an experiment: subclass it, override the fixtures, and run pytest.

    Fixtures to override:
        arm: something small that trains in milliseconds.
        other_arm: one that trains something else.
        shorter_arm: the same training as `arm`, ended earlier; unless overridden, what `arm.training` begins with, and
            none where that has one stop only.
        diverging_arm: one whose training diverges; none unless overridden.
        registry: where its data, metrics and measurements are; the session's unless overridden.
    """

    @pytest.fixture
    def arm(self) -> Experiment:
        """Return the arm that is tested."""
        raise NotImplementedError("override the fixture `arm`: return an experiment that trains in milliseconds")

    @pytest.fixture
    def other_arm(self) -> Experiment:
        """Return an arm that trains something else."""
        raise NotImplementedError("override the fixture `other_arm`: return an experiment that trains something else")

    @pytest.fixture
    def shorter_arm(self, arm: Experiment) -> Experiment | None:
        """Return an arm whose training is the beginning of the other's; None if there is none."""
        training, stop = arm.training
        return training if 0 < training.training[1] < stop else None

    @pytest.fixture
    def diverging_arm(self) -> Experiment | None:
        """Return an arm that diverges; None if there is none."""
        return None

    @pytest.fixture
    def registry(self) -> Registry:
        """Return the registry that knows the arm's data."""
        return current()

    @pytest.fixture(autouse=True)
    def _registry_in_use(self, registry: Registry) -> Iterator[None]:
        with used(registry):
            yield

    def test_the_same_seed_gives_the_same_result(self, arm: Experiment, registry: Registry) -> None:
        """Bit for bit, whatever was trained in between."""
        first = _trained(arm, 0, registry)
        _trained(arm, 1, registry)
        _expect_same(_trained(arm, 0, registry), first, "seed 0, trained twice in one process, gave other results")

    def test_a_new_process_gives_the_same_result(self, arm: Experiment, registry: Registry) -> None:
        """Bit for bit, where it arrives by value, as it does in a worker."""
        ((_, _, result),) = _elsewhere(arm, registry).results
        _expect_same(result, _trained(arm, 0, registry), "seed 0 gave another result in another process")

    def test_another_seed_gives_another_result(self, arm: Experiment, registry: Registry) -> None:
        """By the fingerprint or, without one, by the curves and values."""
        results = [_trained(arm, seed, registry) for seed in SEEDS]
        seen = {result.fingerprint or json.dumps(_numbers(result)) for result in results}
        enough = len(SEEDS) if all(result.fingerprint for result in results) else 2
        _expect(len(seen) >= enough, f"seeds {SEEDS} gave {len(seen)} different results: does it use its seed?")

    def test_a_result_is_ready_for_json(self, arm: Experiment, registry: Registry) -> None:
        """It is written, and read back unchanged: tuples of floats, or texts as series."""
        result = _trained(arm, 0, registry)
        again = RunResult.from_dict(json.loads(json.dumps(result.as_dict(), allow_nan=False)))
        _expect(
            repr(again) == repr(result),
            f"a result must hold floats and tuples of floats, but {result} is {again} when it is read back",
        )

    def test_a_run_has_what_the_arm_records(self, arm: Experiment, registry: Registry) -> None:
        """Every curve, value and series that is promised, and nothing is promised that comes never."""
        result = _trained(arm, 0, registry)
        has = {*result.curves, *result.measurements, *result.series}
        missing = sorted(set(arm.records()) - has)
        _expect(not missing, f"records() promises {missing}, and a run has {sorted(has)}")

    def test_the_description_is_ready_for_json(self, arm: Experiment) -> None:
        """It is the same when it is read back: lists instead of tuples, and no NaN."""
        described = arm.describe()
        again = json.loads(json.dumps(described, allow_nan=False))
        _expect(again == described, f"describe() returns {described}, which is {again} when it is read back")

    def test_arms_that_differ_have_different_keys(self, arm: Experiment, other_arm: Experiment) -> None:
        """What tells two arms apart is in their descriptions."""
        _expect(arm.key != other_arm.key, f"both arms are described as {arm.describe()}")
        _expect(arm != other_arm, "arms with different keys are equal")

    def test_equal_arms_have_equal_hashes_and_keys(self, arm: Experiment) -> None:
        """As those have that are declared twice."""
        twin = arm.with_()
        _expect(twin == arm, "with_() without changes must return an equal arm")
        _expect(hash(twin) == hash(arm), "equal arms have different hashes")
        _expect(twin.key == arm.key, "equal arms have different keys")

    def test_the_key_is_the_same_in_a_new_process(self, arm: Experiment, registry: Registry) -> None:
        """Also that of its code; otherwise every session would train anew."""
        found = _elsewhere(arm, registry)
        _expect(found.key == digest(arm.describe()), f"{arm.describe()} has another key in another process")
        _expect(found.code == arm.code(), "the fingerprint of its code is another one in another process")

    def test_an_unknown_field_is_refused_in_one_line(self, arm: Experiment) -> None:
        """With a DeclarationError."""
        with pytest.raises(DeclarationError):
            arm.with_(no_such_field_anywhere=1)

    def test_what_a_run_costs_is_a_positive_number(self, arm: Experiment, registry: Registry) -> None:
        """By it runs are bundled for the workers."""
        work = arm.work(registry.datasets[arm.data].example if arm.data is not None else None)
        _expect(math.isfinite(work) and work > 0, f"work() returned {work!r}")

    def test_the_training_and_its_stop_are_the_arm(self, arm: Experiment) -> None:
        """`training` and `stopping` undo each other."""
        training, stop = arm.training
        _expect(training.stopping(stop) == arm, "training.stopping(stop), with both from arm.training, is not the arm")
        _expect(training.training[0] == training, "the training of a training is another one")

    def test_a_shorter_training_is_the_beginning_of_a_longer_one(
        self, arm: Experiment, shorter_arm: Experiment | None, registry: Registry
    ) -> None:
        """Bit for bit, as if it had been asked for that long only."""
        if shorter_arm is None:
            pytest.skip("the training has one stop only, or the fixture `shorter_arm` gives no earlier one")
        (training, stop), (shorter, earlier) = arm.training, shorter_arm.training
        _expect(shorter == training, "`shorter_arm` and `arm` have different trainings")
        both = _results(arm, 0, (earlier, stop), registry)
        _expect(list(both) == [earlier, stop], f"stops {[earlier, stop]} were asked for, and {list(both)} came")
        _expect_same(both[earlier], _trained(shorter_arm, 0, registry), f"stop {earlier} on the way to {stop} differs")
        _expect_same(both[stop], _trained(arm, 0, registry), f"stop {stop} differs after a stop on the way")

    def test_a_divergence_is_an_outcome(self, diverging_arm: Experiment | None, registry: Registry) -> None:
        """The run ends with the epoch of it, measures nothing, and is a result as others are."""
        if diverging_arm is None:
            pytest.skip("the fixture `diverging_arm` gives no arm that diverges")
        result = _trained(diverging_arm, 0, registry)
        epoch = result.diverged_at
        _expect(isinstance(epoch, int) and epoch >= 1, f"diverged_at must be an epoch, from 1, and is {epoch!r}")
        measured = {**result.measurements, **result.series}
        _expect(not measured, f"a run that diverged measures nothing, and has {sorted(measured)}")
        again = RunResult.from_dict(json.loads(json.dumps(result.as_dict(), allow_nan=False)))
        _expect_same(again, result, "a run that diverged is another one when it is read back")

    def test_the_global_random_state_is_left_alone(self, arm: Experiment, registry: Registry) -> None:
        """That of Python and of numpy: others may draw from it."""
        with kept_random_state():
            random.seed("a state that no training leaves behind")
            np.random.seed(list(b"a state that no training leaves behind"))  # noqa: NPY002 (others may use it)
            before = _global_random_state()
            _trained(arm, 0, registry)
            after = _global_random_state()
        _expect(after == before, "training changes the global random state of Python or numpy")

    def test_no_thread_goes_on(self, arm: Experiment, registry: Registry) -> None:
        """A worker that ends, or trains on, takes nothing of a run along."""
        before = set(threading.enumerate())
        _trained(arm, 0, registry)
        left = set(threading.enumerate()) - before
        for thread in left:
            thread.join(PATIENCE)
        alive = sorted(thread.name for thread in left if thread.is_alive())
        _expect(not alive, f"threads go on after the run: {', '.join(alive)}")


def _expect(condition: bool, message: str) -> None:
    if not condition:
        pytest.fail(message, pytrace=False)


def _expect_same(result: RunResult, other: RunResult, message: str) -> None:
    numbers, others = _numbers(result), _numbers(other)
    differing = ", ".join(name for name in numbers if repr(numbers[name]) != repr(others[name]))
    _expect(not differing, f"{message} ({differing})")


def _numbers(result: RunResult) -> dict[str, Any]:
    """Return a result without its time, the one thing about it that may differ."""
    record = result.as_dict()
    del record["seconds"]
    return record


def _job(arm: Experiment, seed: int, stops: Sequence[int], registry: Registry) -> Job:
    return Job.of(arm, tuple(stops), (seed,), registry, TRAINER)


def _results(arm: Experiment, seed: int, stops: Sequence[int], registry: Registry) -> dict[int, RunResult]:
    """Return a run's result at every stop, trained in this process."""
    pool = registry.datasets[arm.data].pool if arm.data is not None else None
    return dict(_job(arm, seed, stops, registry).train(seed, pool))


def _trained(arm: Experiment, seed: int, registry: Registry) -> RunResult:
    """Return a run's result at the arm's own stop."""
    stop = arm.training[1]
    results = _results(arm, seed, (stop,), registry)
    _expect(list(results) == [stop], f"stop {stop} was asked for, and train() yielded {list(results)}")
    return results[stop]


def _elsewhere(arm: Experiment, registry: Registry) -> Found:
    """Return what a new process makes of seed 0."""
    pool = registry.datasets[arm.data].pool if arm.data is not None else None
    return train_afresh(_job(arm, 0, (arm.training[1],), registry), pool)


def _global_random_state() -> tuple[Any, ...]:
    legacy: Any = np.random.get_state(legacy=False)  # noqa: NPY002
    return random.getstate(), legacy["state"]["key"].tobytes(), legacy["state"]["pos"], legacy["gauss"]
