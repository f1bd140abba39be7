"""Benchmarks of several ways to do one thing, as the page shows them."""

from harness.report.speed_view import speed


def test_every_way_has_its_median_and_its_ratio_to_the_first(made):
    assert speed(made.results) is None
    sides = {"ours": [1.0, 2.0, 3.0], "theirs": [2.0, 4.0, 9.0]}
    benchmark = {"name": "an epoch", "group": "training", "unit": "s", "sides": sides, "facts": {}}
    made.content["speed"] = {"datetime": "2026-11-23T20:02:11", "machine": "a machine", "benchmarks": [benchmark]}
    shown = speed(made.results)
    assert (shown.machine, shown.day) == ("a machine", "2026-11-23")
    (table,) = shown.tables
    assert (table.title, table.unit) == ("training: an epoch", "s")
    assert table.rows == [["ours", "2", "1", "1 to 1", "3"], ["theirs", "4", "2", "2 to 3", "3"]]
