"""Metrics: read off a run, and at their worst where it diverged."""

import math

import pytest

from harness.base.errors import DeclarationError
from harness.declare.claim import at_least
from harness.declare.metrics import METRICS, Requirement, metric
from harness.declare.registry import current
from harness.declare.run_result import RunResult
from tests.toys import TOY

CURVES = {"running_loss": (2.0, 1.5), "test_loss": (1.9, 1.4), "test_accuracy": (0.4, 0.75)}


def result(diverged_at=None, **values):
    final = {} if diverged_at else {"train_loss": 1.3, "train_accuracy": 0.8, **values}
    return RunResult(curves=CURVES, measurements=final, diverged_at=diverged_at, fingerprint="f", seconds=0.1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("test_accuracy", 0.75),
        ("test_loss", 1.4),
        ("train_accuracy", 0.8),
        ("train_loss", 1.3),
        ("generalization_gap", 0.05),
    ],
)
def test_a_metric_is_the_last_value_of_its_name(name, value):
    assert METRICS[name].of(result()) == pytest.approx(value)


def test_every_measured_metric_is_the_one_of_its_name():
    names = [name for name, one in METRICS.items() if one.reads == (name,) and name not in CURVES]
    values = {name: 0.9 / (1 + number) for number, name in enumerate(names)}
    assert {name: METRICS[name].of(result(**values)) for name in names} == values


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_of_a_diverged_run_is_infinitely_bad_and_not_a_gap(name):
    one = METRICS[name]
    assert one.of(result(diverged_at=1)) == (-math.inf if one.higher_is_better else math.inf)


def test_the_labels_tell_the_metrics_apart():
    assert len({one.label for one in METRICS.values()}) == len(METRICS)


def test_a_metric_of_ones_own_reads_a_name_or_is_a_function():
    last = metric("test_loss", higher_is_better=False)
    assert (last.of(result()), last.label, last.reads) == (1.4, "test loss", ("test_loss",))
    best = metric(lambda run: min(run.curves["test_loss"]), higher_is_better=False, reads=("test_loss",), label="best")
    assert (best.of(result()), best.label) == (1.4, "best")


def test_the_measurement_that_a_metric_is_read_from_is_taken():
    question = at_least(TOY, on="update_norm_p99", value=0)
    assert question.arms[0].measure == ("updates",)
    assert at_least(TOY, on="test_loss", value=0).arms[0].measure == ()


def test_what_nothing_records_is_refused(monkeypatch):
    nowhere = metric("nowhere", higher_is_better=True)
    monkeypatch.setitem(current().metrics, "nowhere", nowhere)
    with pytest.raises(DeclarationError, match="'nowhere' needs nowhere, which an arm does not record"):
        at_least(TOY, on="nowhere", value=0)


def test_what_a_metric_requires_of_its_arms_is_said(monkeypatch):
    long = Requirement("nine epochs", lambda arm: arm.epochs == 9)
    monkeypatch.setitem(current().metrics, "late", metric("test_loss", higher_is_better=False, requires=(long,)))
    with pytest.raises(DeclarationError, match="'late' needs nine epochs, which an arm is without"):
        at_least(TOY, on="late", value=0)
    assert at_least(TOY.with_(epochs=9), on="late", value=0)
