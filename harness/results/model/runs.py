"""What was measured: the runs, and the benchmarks."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from harness.results.model.fields import Amount, Finite, MisfitError, Number, Place, Positive, Record, Seed, Text

Experiment = dict[Text, JsonValue]
"""The fields of an experiment, by name: whatever describes it."""
Sizes = tuple[Positive, Positive, Positive, Positive, Positive, Positive]


class DecisionRegion(Record):
    """Which class a network sees where, in the plane of its two features."""

    classes: Annotated[Text, Field(pattern="^[0-9]{576}$")]
    """The class at each point of a grid of 24 x 24, a digit each, row by row and both features ascending."""
    extent: tuple[Finite, Finite, Finite, Finite]
    """The grid's ends: first feature low and high, second feature low and high."""

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        left, right, bottom, top = self.extent
        if not (left < right and bottom < top):
            raise MisfitError("does not ascend", ".extent")
        return self


class GradientVariance(Record):
    """The gradient's variance at several batch sizes."""

    batch_sizes: Sizes
    variances: Sizes


class Run(Record):
    """One experiment trained with one seed."""

    experiment: Text
    """Its key in `experiments`."""
    seed: Seed
    curves: dict[Text, tuple[Number, ...]]
    """By name; one value for each epoch, or each `printed_every` (names in "running_"), or for each evaluation."""
    printed_every: Place = 1
    """Epochs from one value of the curves in "running_" to the next."""
    measurements: dict[Text, Number]
    """By name: what was measured once, after the last epoch."""
    diverged_at: Place | None
    """The epoch in which the loss stopped being finite."""
    fingerprint: Text
    """A hash of the final weights; empty if it was not recorded."""
    seconds: Amount
    decision_region: DecisionRegion | None
    gradient_variance: GradientVariance | None


class BenchmarkStats(Record):
    """The times of a benchmark's rounds, in seconds."""

    median: Amount
    iqr: Amount
    min: Amount
    max: Amount
    q1: Amount
    q3: Amount
    rounds: Place
    mean: Amount | None
    stddev: Amount | None
    total: Amount | None


class Benchmark(Record):
    """What pytest-benchmark reports of one test."""

    name: Text
    fullname: Text
    group: Text | None
    extra_info: dict[Text, JsonValue]
    """What the test noted."""
    stats: BenchmarkStats


class SpeedBenchmark(Record):
    """Several ways to do the same thing, each timed once in every round."""

    name: Text
    group: Text
    unit: Text
    sides: Annotated[dict[Text, Annotated[tuple[Positive, ...], Field(min_length=1)]], Field(min_length=1)]
    """The times of each way, by its name; the first is what the others are compared with."""
    facts: dict[Text, Finite]


class Speed(Record):
    """Benchmarks that `python -m harness merge-benchmarks` added."""

    datetime: Text
    machine: Text
    benchmarks: tuple[SpeedBenchmark, ...]
