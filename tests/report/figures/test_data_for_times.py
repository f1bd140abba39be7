"""The figures of times."""

from harness.report import page as report
from harness.report.figures.data_for_times import benchmark_figure, time_figure
from tests.report_content import Results, text_of


def test_the_benchmarks_figure_states_a_finding():
    drawing = benchmark_figure(["a", "b", "c"], [2.0, 0.5, 1.0], [(1, 3), (0.4, 0.6), (0.9, 1.1)], "F")
    said = "A round of “a” takes the longest, 2 s in the median; one of “b” the shortest, 500 ms."
    assert drawing.caption == said
    assert f'aria-label="{said}"' in drawing.svg


def test_a_lone_benchmark_is_not_compared():
    drawing = benchmark_figure(["a"], [2.0], [(1, 3)], "F")
    assert drawing.caption == "A round of “a” takes the longest, 2 s in the median."


def test_the_networks_figure_names_the_costliest():
    drawing = time_figure(["a network", "another"], [90.0, 1.0], "2 networks.", "F")
    assert drawing.caption == "2 networks."
    assert "a network took the longest, 90 s" in drawing.svg


def test_a_benchmark_is_called_by_what_its_test_says():
    made = Results()
    made.benchmark("test_backpropagation_is_cheap[cost]")
    source = report.render(made.content)
    assert "backpropagation is cheap (cost)" in text_of(source)
    assert "test_backpropagation" not in source
