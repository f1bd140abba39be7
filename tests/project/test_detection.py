"""The faults that `make detection` plants can still be planted; that they are caught takes minutes, and is no test."""

import ast
from collections import Counter
from dataclasses import replace

import pytest

from tests.detection.__main__ import ROOT, planted
from tests.detection.faults import FAULTS


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_faults_text_is_in_its_file_exactly_once_and_leaves_it_python(fault):
    wrong = planted(fault, ROOT)
    assert ast.dump(ast.parse(wrong)) != ast.dump(ast.parse((ROOT / fault.file).read_text("utf-8")))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_tests_that_could_catch_it_are_there(fault):
    assert all((ROOT / test).exists() for test in fault.tests)


def test_every_room_that_makes_numbers_has_faults_and_each_has_its_own_name():
    rooms = Counter(fault.file.split("/")[1] for fault in FAULTS)
    assert {"train", "data", "declare", "judge", "campaign", "results"} <= rooms.keys()
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 15


@pytest.mark.parametrize("old", ["nowhere to be found", "import"])
def test_a_text_that_is_not_there_once_is_an_error(old):
    with pytest.raises(ValueError, match="and once is due"):
        planted(replace(FAULTS[0], old=old), ROOT)
