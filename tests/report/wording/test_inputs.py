"""What is said of inputs that are of another unit than was declared, or than in the other part."""

import numpy as np
import pytest

from harness.report.wording.inputs import notices
from harness.results.model import Dataset, Inputs, Size

PIXELS = (0.0, 255.0)


def said(trained, tested=None, declared=None):
    size = Size(train=3, test=3, inputs=Inputs(trained=trained, tested=tested or trained, declared=declared))
    return list(notices(Dataset(name="", sha256=None, sizes={"mine": size}, samples={})))


@pytest.mark.parametrize(
    ("found", "declared"),
    [
        ((0.0, 1.0), PIXELS),
        (PIXELS, (0.0, 1.0)),
        ((-1.0, 1.0), PIXELS),
        ((0.0, 25.0), PIXELS),
        ((7.0, 7.0), PIXELS),
    ],
)
def test_inputs_that_are_not_as_declared_are_said_once_with_both_ranges(found, declared):
    (line,) = said(found, declared=declared)
    assert line.startswith("data 'mine': inputs from ")
    for numbers in (found, declared):
        assert " to ".join(f"{end:g}".replace("-", "−") for end in numbers) in line
    assert "used as they are" in line


@pytest.mark.parametrize("found", [PIXELS, (0.0, 254.0), (1.0, 26.5)])
def test_nothing_is_said_of_inputs_that_fit_or_of_which_nothing_is_declared(found):
    assert said(found, declared=PIXELS) == []
    assert said(found) == []


def test_a_test_part_in_another_unit_is_said_though_nothing_is_declared():
    (line,) = said(PIXELS, (0.0, 1.0))
    assert "inputs from 0 to 255 are trained on, but from 0 to 1 tested on" in line
    assert said((0.0, 1.0), PIXELS) != []
    assert said(PIXELS, (0.0, 1.0), declared=PIXELS)[0].count("inputs from 0 to 1 are tested on") == 1
    assert said((-3.1, 3.2), (-2.5, 2.6)) == []
    assert said((0.0, 1.0), (0.5, 0.5)) == [], "a single test example has no unit"


def test_older_files_say_nothing():
    assert list(notices(Dataset(name="", sha256=None, sizes={"mine": Size(train=3, test=3)}, samples={}))) == []


def test_ranges_of_float32_are_kept_whatever_their_size():
    most = float(np.finfo(np.float32).max)
    assert Inputs(trained=(-most, most), tested=(0.0, 0.0)).trained == (-most, most)
