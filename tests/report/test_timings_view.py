"""Where the time went: networks and benchmarks."""

from harness.report.addresses import Addresses
from harness.report.timings_view import MOST_BARS, timings


def spend(made, experiments, seconds):
    """Add experiments, and runs that took so many seconds: each an experiment's key, a seed and the seconds."""
    made.content["experiments"] = experiments
    for number, (key, seed, spent) in enumerate(seconds):
        made.content["runs"][str(number)] = {
            **{"experiment": key, "seed": seed, "seconds": spent, "curves": {}, "measurements": {}, "series": {}},
            **{"diverged_at": None, "fingerprint": ""},
        }
    return timings(made.results, Addresses())


def test_a_training_with_several_stops_takes_its_time_once(made):
    experiments = {
        "short": {"epochs": 5, "hidden": [4]},
        "long": {"epochs": 60, "hidden": [4]},
        "other": {"epochs": 5, "hidden": [8]},
    }
    seconds = [("short", 0, 1.0), ("long", 0, 9.0), ("short", 1, 2.0), ("other", 0, 3.0), ("other", 1, 4.0)]
    shown = spend(made, experiments, seconds)
    assert shown.networks == [("epochs 60", 1, "9 s"), ("hidden 8", 2, "7 s"), ("the commonest settings", 1, "2 s")]
    assert dict(shown.facts)["training time of all runs, whenever they were trained"] == "18 s"
    assert shown.network_figure.arguments[:2] == (["epochs 60", "hidden 8", "the commonest settings"], [9.0, 7.0, 2.0])


def test_the_figure_has_the_costliest_networks_and_says_so(made):
    experiments = {str(units): {"hidden": [units]} for units in range(1, MOST_BARS + 3)}
    shown = spend(made, experiments, [(key, 0, float(key)) for key in experiments])
    names, seconds, caption = shown.network_figure.arguments
    assert len(names) == len(seconds) == MOST_BARS
    assert min(seconds) == 3.0
    assert f"{MOST_BARS} costliest of {MOST_BARS + 2}" in caption


def test_without_runs_and_benchmarks_there_is_nothing_to_draw(made):
    shown = timings(made.results, Addresses())
    assert (shown.network_figure, shown.benchmark_figure, shown.networks, shown.benchmarks) == (None, None, [], [])


def test_a_benchmark_is_called_by_what_its_test_says(made):
    made.benchmark("test_an_epoch_is_quick[32]", 0.25)
    made.benchmark("test_an_epoch_is_quick", 0.5)["group"] = None
    shown = timings(made.results, Addresses())
    assert [row[:3] for row in shown.benchmarks] == [
        ["an epoch is quick (32)", "MB3", "250 ms"],
        ["an epoch is quick", "–", "500 ms"],
    ]
    names, medians, quartiles = shown.benchmark_figure.arguments
    assert (names[0], medians, quartiles[0]) == ("an epoch is quick (32)", [0.25, 0.5], (0.2375, 0.275))
