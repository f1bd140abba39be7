"""A run's record: JSON without losing a bit, also where JSON has no number for it."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.base.numbers import from_json, to_json
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from tests.toys import TOY

names = st.text(max_size=8)
curves = st.dictionaries(names, st.lists(st.floats(), max_size=4).map(tuple), max_size=3)
series = st.dictionaries(names, st.lists(st.floats(), max_size=4).map(tuple) | st.text("0123456789"), max_size=3)
records = st.builds(
    RunResult,
    curves=curves,
    measurements=st.dictionaries(names, st.floats(), max_size=3),
    seconds=st.floats(0, 1e6),
    series=series,
)


@given(records)
def test_a_record_comes_back_from_strict_json_bit_for_bit(record):
    text = json.dumps(record.as_dict(), allow_nan=False)
    # repr, not ==: a NaN is to come back too, and -0.0 is not 0.0.
    assert repr(RunResult.from_dict(json.loads(text))) == repr(record)


@pytest.mark.parametrize(
    ("value", "written"), [(math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity"), (0.1, 0.1)]
)
def test_a_number_that_json_lacks_is_written_by_its_name(value, written):
    assert to_json(value) == written
    assert repr(from_json(written)) == repr(value)


def test_a_text_that_is_no_number_is_refused():
    with pytest.raises(KeyError):
        from_json("many")


def test_runs_are_equal_by_what_is_trained_and_by_seed():
    assert len({Run(TOY, 1), Run(TOY.with_(), 1), Run(TOY, 2), Run(TOY.with_(epochs=9), 1)}) == 3
