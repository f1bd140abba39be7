"""The tutorial's scope map: its rows are what the claims ask, and what its conditions change is what they say."""

import json
import subprocess
import sys

import numpy as np
import pytest

from claims.elsewhere import ELSEWHERE
from tests.projects import ROOT

COLLECT = """
import json
import pytest

class Recorder:
    def pytest_collection_finish(self, session):
        self.items = session.items

def described(question):
    return [[arm.describe() for arm in question.arms], question.on, question.kind, question.margin]

recorder = Recorder()
given = ["claims", "--collect-only", "-q", "-p", "no:cacheprovider", "-m", "scope or not scope"]
status = pytest.main(given, plugins=[recorder])
claims, cells = {}, []
for item in recorder.items:
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    mark = item.get_closest_marker("claim")
    if "cell" in parameters:
        cell = parameters["cell"]
        asked = described(cell.question) if cell.question else None
        cells.append([cell.row.title, cell.condition.name, asked, cell.reason])
    elif mark:
        for value in parameters.values():
            if hasattr(value, "arms"):
                claims[f"{mark.kwargs['id']}[{item.callspec.id}]"] = described(value)
print("\\n" + json.dumps({"claims": claims, "cells": cells}))
"""
FRAMED = "the tutorial's"


@pytest.fixture(scope="module")
def collected():
    """What pytest collects from claims/ with the map, without running any of it."""
    run = subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(run.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def cells(collected):
    """Each cell's question and reason, by row and condition."""
    return {(row, name): (asked, reason) for row, name, asked, reason in collected["cells"]}


def test_every_row_asks_what_its_claim_asks(collected, cells):
    rows = {row: asked for (row, name), (asked, _) in cells.items() if name == FRAMED}
    assert len(rows) == 16
    for row, asked in rows.items():
        assert asked == collected["claims"][row], row


def test_what_a_condition_does_not_fit_says_why(cells):
    assert cells["NS4[B]", "wider"] == (None, "the arms differ in hidden, which it sets")
    assert cells["LR3[0.01]", "rate tuned"] == (None, "the arms differ in learning rate, which it sets")
    assert cells["EP2[5]", "longer"] == (None, "only trainings of 3 to 5 epochs are made ten times as long")
    assert cells["EP5[60]", "no dropout"] == (None, "the row is framed like that already")
    assert cells["NS4[B]", "5000 images"] == (None, "these are the 5000 images already")
    assert all(asked or reason for asked, reason in cells.values())


@pytest.mark.parametrize(
    ("condition", "changes"),
    [
        ("scaled", {"input_scale": 1 / 255}),
        ("scaled, ReLU", {"input_scale": 1 / 255, "activation": "relu"}),
        ("momentum", {"optimizer": "momentum"}),
        ("Adam", {"optimizer": "adam", "learning_rate": 0.001}),
        ("no dropout", {"dropout": 0.0}),
        ("longer", {"epochs": 30}),
        ("small digits", {"data": "sklearn-digits"}),
        ("tumours", {"data": "breast-cancer"}),
        ("first images", {"data": "digits-listed"}),
    ],
)
def test_a_condition_changes_what_it_says_in_every_arm(cells, condition, changes):
    own, under = cells["NS4[B]", FRAMED][0], cells["NS4[B]", condition][0]
    assert under == [[arm | changes for arm in own[0]], *own[1:]]


@pytest.mark.parametrize(("name", "sizes"), [("sklearn-digits", (1297, 500)), ("breast-cancer", (426, 143))])
def test_other_data_are_split_anew_for_every_seed(name, sizes):
    load, draw = ELSEWHERE[name]
    whole = load()
    one, other = (draw(whole, np.random.default_rng(seed)) for seed in (0, 1))
    assert (len(one.x_train), len(one.x_test)) == sizes
    assert not np.array_equal(one.x_test, other.x_test)


def test_tumours_are_standardized_by_those_to_train_on():
    load, draw = ELSEWHERE["breast-cancer"]
    drawn = draw(load(), np.random.default_rng(0))
    np.testing.assert_allclose(drawn.x_train.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(drawn.x_train.std(axis=0), 1, atol=1e-4)
    assert np.abs(drawn.x_test.mean(axis=0)).max() > 0.01
