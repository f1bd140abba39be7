"""The figures of times."""

from harness.report.figures.times import BenchmarkTimes, NetworkTimes
from tests.report.figures.helpers import alt


def test_the_benchmarks_figure_states_a_finding():
    drawing = BenchmarkTimes(["a", "b", "c"], [2.0, 0.5, 1.0], [(1, 3), (0.4, 0.6), (0.9, 1.1)]).drawing("F")
    said = "A round of “a” takes the longest, 2 s in the median; one of “b” the shortest, 500 ms."
    assert drawing.caption == alt(drawing) == said


def test_a_lone_benchmark_is_not_compared():
    drawing = BenchmarkTimes(["a"], [2.0], [(1, 3)]).drawing("F")
    assert "“a”" in drawing.caption
    assert ";" not in drawing.caption


def test_the_networks_figure_names_the_costliest():
    drawing = NetworkTimes(["a network", "another"], [90.0, 1.0], "2 networks.").drawing("F")
    assert drawing.caption == "2 networks."
    assert "a network took the longest, 90 s" in alt(drawing)


def test_names_cannot_reorder_the_page():
    assert "\u202e" not in NetworkTimes(["a\u202eb"], [1.0], "").drawing("F").svg
    assert "\u202e" not in BenchmarkTimes(["a\u202eb"], [1.0], [(1, 1)]).drawing("F").svg
