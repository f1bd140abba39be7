"""The figure of a claim as a whole is chosen by what its arms differ in."""

import re

import numpy as np
import pytest

from harness.report.figures.grid import Grid
from harness.report.figures.page_wide import PageWide
from harness.report.figures.region_maps import RegionMaps
from harness.report.figures.sweep import Sweep
from harness.report.figures.whole_claim import claim_figure
from tests.report.figures.helpers import alt
from tests.report_content import REGION


def question(made, *changes, **record):
    """Add a question of claim Q1 whose arms differ from one another as is said, and in nothing else."""
    kind = {} if len(changes) > 1 else {"kind": "proportion", "margin": 0.8}
    number = str(len(made.content["claims"]))
    entry = made.statistical("Q1", number, levels=(0.9, 0.8, 0.7)[: len(changes)], **kind, **record)
    for arm, change in zip(entry["arms"], changes, strict=True):
        made.content["experiments"][arm["experiment"]] |= {"dropout": 0.0, "epochs": 10} | change
    return entry


def figure_of(made, **names):
    results = made.results
    return claim_figure(
        results.claims,
        PageWide.of(results.model_copy(update={"suite": results.suite.model_copy(update={"names": names})})),
    )


def test_questions_along_one_field_are_a_sweep_with_its_values_in_their_order(made):
    question(made, {"learning_rate": 0.1}, {"learning_rate": 1.0})
    question(made, {"learning_rate": 0.01}, {"learning_rate": 10.0})
    figure = figure_of(made)
    assert type(figure) is Sweep
    assert figure.at == (0.01, 0.1, 1.0, 10.0)
    assert [one.name for one in figure.series] == ["0.01", "0.1", "1", "10"]
    assert len({one.colour for one in figure.series}) == 4
    assert figure.bounds == (), "a margin of differences is no line on a scale of values"
    assert "by learning rate" in figure.drawing("F").caption


def test_lone_networks_along_a_field_are_held_against_what_their_questions_say(made):
    for epochs in (1, 5, 20):
        question(made, {"epochs": epochs})
    assert [value for _, value in figure_of(made).bounds] == [0.8]


def test_layers_are_sorted_and_named_in_the_key_where_there_is_no_room(made):
    question(made, {"hidden": [256, 128]}, {"hidden": [256, 128, 128, 128, 128]})
    question(made, {"hidden": [256, 128]}, {"hidden": [256, 1568]})
    figure = figure_of(made)
    assert [one.name for one in figure.series] == ["256-128", "256-1568", "256-128-128-128-128"]
    texts = re.findall(">([^<]+)</text>", figure.drawing("F").svg)
    assert texts.count("256-128-128-128-128") == 1
    assert not {"i", "ii", "iii"} & set(texts)
    figure = figure_of(made, **{"hidden 256-128-128-128-128": "B (five layers of 256 to 128 units)"})
    texts = re.findall(">([^<]+)</text>", figure.drawing("F").svg)
    assert {"B", "B (five layers of 256 to 128 units)"} < set(texts)


def test_widths_of_one_layer_are_numbers(made):
    question(made, {"hidden": [32]}, {"hidden": [2]})
    question(made, {"hidden": [8]}, {"hidden": [32]})
    assert figure_of(made).at == (2, 8, 32)


def test_places_have_the_names_that_the_suite_gives_their_settings(made):
    for activation in ("relu", "tanh", "sigmoid"):
        question(made, {"activation": activation})
    figure = figure_of(made, **{"activation relu": "ReLU"})
    assert (figure.across, [one.name for one in figure.series]) == ("", ["ReLU", "tanh", "sigmoid"])


def test_questions_over_two_fields_are_a_grid(made):
    for optimizer in ("sgd", "adam"):
        question(
            made,
            {"optimizer": optimizer, "learning_rate": 0.1},
            {"optimizer": optimizer, "learning_rate": 0.01},
            kind="trend",
        )
    figure = figure_of(made)
    assert type(figure) is Grid
    assert (figure.by, figure.rows, figure.columns) == (
        ("optimizer", "learning rate"),
        ("sgd", "adam"),
        ("0.01", "0.1"),
    )
    assert figure_of(made, **{"optimizer sgd": "SGD"}).rows == ("SGD", "adam")
    assert len(figure.medians) == 4
    assert alt(figure.drawing("F")).startswith("Test accuracy by optimizer and learning rate")


def test_a_cell_whose_runs_diverged_has_a_cross(made):
    for optimizer in ("sgd", "adam"):
        question(made, {"optimizer": optimizer, "epochs": 1}, {"optimizer": optimizer}, kind="trend", diverged=12)
    assert "×: most runs have no finite value" in figure_of(made).drawing("F").caption


def test_maps_stand_together_in_rows_of_the_field_with_the_fewest_values(made):
    for data in ("xor", "circles"):
        for activation in ("sigmoid", "relu", "tanh"):
            question(made, {"data": data, "activation": activation, "hidden": [len(data)]})
    for run in made.content["runs"].values():
        run["series"] = REGION
    figure = figure_of(made)
    assert type(figure) is RegionMaps
    assert figure.titles == tuple((data, name) for data in ("xor", "circles") for name in ("sigmoid", "relu", "tanh"))
    assert figure_of(made, **{"activation relu": "ReLU"}).titles[1] == ("xor", "ReLU")
    assert figure.drawing("F").svg.count("sigmoid") == 2 + alt(figure.drawing("F")).count("sigmoid")


@pytest.mark.parametrize(
    "arms",
    [
        [({"epochs": 1}, {"epochs": 2})],
        [({"epochs": 1}, {"epochs": 2}), ({"epochs": 1}, {"epochs": 2})],
        [({"epochs": 1}, {"optimizer": "adam"}), ({"hidden": [1]}, {"loss": "mse"})],
    ],
    ids=["one question", "two values", "a star of fields"],
)
def test_any_other_claim_has_none(made, arms):
    for pair in arms:
        question(made, *pair)
    assert figure_of(made) is None


def test_questions_about_different_metrics_are_not_drawn_on_one_scale(made):
    question(made, {"epochs": 1}, {"epochs": 2})
    question(made, {"epochs": 3}, {"epochs": 4}, metric={"name": "x", "label": "loss", "unit": "nats"})
    assert figure_of(made) is None


def test_an_arm_of_several_questions_is_drawn_once_with_its_most_seeds(made):
    first = question(made, {"epochs": 1}, {"epochs": 2}, seeds=12)
    second = question(made, {"epochs": 1}, {"epochs": 3}, seeds=24)
    second["arms"][0]["experiment"] = first["arms"][0]["experiment"]
    figure = figure_of(made)
    assert [len(one.values) for one in figure.series] == [24, 12, 24]
    np.testing.assert_array_equal(figure.series[0].values, second["arms"][0]["values"])
