"""The figure of several arms in their order."""

from tests.report.figures.helpers import figures_of


def trend(made, **changes):
    return made.statistical(kind="trend", levels=(0.9, 0.8, 0.7), **changes)


def test_arms_that_differ_in_one_setting_stand_at_its_values(made):
    trend(made)
    figure = figures_of(made)["seeds"]
    assert (figure.across, figure.places) == ("dropout", ("0.1", "0.2", "0.3"))


def test_arms_that_the_suite_has_names_for_stand_at_these(made):
    entry = trend(made)
    for arm, hidden in zip(entry["arms"], ([256, 128], [256, 1568], [8]), strict=True):
        experiment = made.content["experiments"][arm["experiment"]]
        experiment |= {"dropout": 0.0, "hidden": hidden}
    for arm, name in zip(entry["arms"], ("A (small)", "B (wide)", "hidden 8"), strict=True):
        arm["name"] = name
    figure = figures_of(made)["seeds"]
    assert (figure.across, figure.places) == ("", ("A (small)", "B (wide)", "8"))


def test_sides_of_a_benchmark_stand_at_what_they_differ_in(made):
    made.timed()
    figure = figures_of(made)["seeds"]
    assert (figure.across, figure.places) == ("batch size", ("16", "64", "256"))
    assert [one.name for one in figure.series] == ["batch size 16", "batch size 64", "batch size 256"]


def test_arms_that_differ_in_more_stand_at_their_names(made):
    entry = trend(made)
    made.content["experiments"][entry["arms"][1]["experiment"]]["epochs"] = 99
    figure = figures_of(made)["seeds"]
    assert (figure.across, figure.places) == ("", tuple(arm["name"] for arm in entry["arms"]))


def test_arms_whose_experiments_the_file_lacks_stand_at_their_names(made):
    entry = trend(made)
    made.content["experiments"] = {}
    figure = figures_of(made)["seeds"]
    assert (figure.across, figure.places) == ("", tuple(arm["name"] for arm in entry["arms"]))
