"""The controls of a suite, counted."""

import pytest

from harness.results.controls import suite_controls
from tests.report_content import ACCURACY, aside


def test_a_suite_counts_what_its_controls_promised_each_arm_once(made):
    first = made.statistical("NS4", control=aside(25, alarm=True))
    made.statistical("NS5", control=aside(25, alarm=True), arms=first["arms"])
    made.statistical("NS6", control=aside(level=0.0), metric=ACCURACY | {"name": "train_accuracy"})
    made.statistical("NS7", control=aside(29, fault=True), metric=ACCURACY | {"name": "test_loss"})
    suite = suite_controls(made.results.claims)
    assert (suite.controls, suite.able, suite.alarms, suite.faults) == (3, 2, 2, 1)
    assert suite.expected == pytest.approx(2 * 0.044)
    assert suite.power == pytest.approx(0.6)


def test_a_suite_without_controls_has_no_power(made):
    assert suite_controls(made.results.claims).power is None
