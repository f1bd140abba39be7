"""The records of runs: what a figure can show of their curves."""

import json
import zlib

import numpy as np
import pytest

from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.results.run_records import MOST_PRINTED, run_records
from tests.toys import TOY


def trained(epochs, **changes):
    rng = np.random.default_rng(epochs)
    printed = {
        f"running_{name}": tuple(map(float, rng.random(epochs, dtype=np.float32))) for name in ("loss", "accuracy")
    }
    evaluated = {"test_loss": tuple(map(float, rng.random(epochs // 10, dtype=np.float32)))}
    result = {"measurements": {"weight": 1 / 3}, "diverged_at": None, "fingerprint": "", "seconds": 0.5}
    return RunResult(**{**result, "curves": printed | evaluated, **changes})


def test_a_short_curve_is_kept_to_single_precision():
    result = trained(MOST_PRINTED)
    (record,) = run_records([(Run(TOY, 0), result)])
    assert record.printed_every == 1
    for name, values in result.curves.items():
        assert record.curves[name] == pytest.approx(values, rel=1e-6)
    assert record.measurements == {"weight": 1 / 3}


def test_of_a_long_one_there_are_no_more_values_than_a_figure_needs_at_the_same_epochs_in_every_run():
    early = trained(430, diverged_at=431)
    whole, stopped = run_records([(Run(TOY, 0), trained(1000)), (Run(TOY, 1), early)])
    assert (whole.printed_every, stopped.printed_every) == (4, 4)
    assert len(whole.curves["running_loss"]) == MOST_PRINTED
    assert len(whole.curves["test_loss"]) == 100
    assert stopped.curves["running_loss"] == pytest.approx(early.curves["running_loss"][3::4], rel=1e-6)


def test_a_long_run_takes_less_than_a_quarter_of_the_room():
    result = trained(1000)
    (record,) = run_records([(Run(TOY, 0), result)])
    before, after = (len(zlib.compress(json.dumps(one.curves).encode())) for one in (result, record))
    assert after < before / 4
