"""What stands below an axes: names where there is room, else the key's business."""

import numpy as np

from harness.report.figures import style
from harness.report.figures.places import name_places


def written(names, at=None, colours=None, **how):
    """Return what stands at each place, and what the key says."""
    at = np.arange(len(names), dtype=float) if at is None else np.array(at, dtype=float)
    with style.drawing() as axes:
        axes.set_xlim(at[0] - 0.5, at[-1] + 0.5)
        key = name_places(axes, at, names, colours or range(len(names)), **how)
        return axes.xaxis.get_major_formatter().seq, [entry.name for entry in key]


def test_names_with_room_stand_in_whole_and_in_two_lines_at_most():
    assert written(["sigmoid", "ReLU"]) == (["sigmoid", "ReLU"], [])
    assert written(["256-32 units", "8 units", "9 units", "10 units"])[0][0] == "256-32\nunits"


def test_what_is_in_brackets_goes_to_the_key():
    names = ["A (256-128-128-128 units)", "B (two)", "none at all"]
    assert written(names) == (["A", "B", "none at all"], names[:2])


def test_names_without_any_room_are_told_by_the_colours_of_their_marks():
    names = ["256-128-128-128-128", "256-1568", "8"]
    assert written(names) == (["", "", ""], names)
    assert written(names, colours=[0, 1, 1]) == (["i", "ii", "iii"], [f"i: {names[0]}", "ii: 256-1568", "iii: 8"])


def test_beside_what_the_axis_is_called_a_name_has_one_line():
    names = ["a long name of six words", "b"]
    assert written(names)[1] == []
    assert written(names, across="schedule")[1] == names


def test_of_numbers_on_a_scale_none_touches_the_next():
    texts, key = written([str(number) for number in range(40)], on_scale=True)
    shown = [int(text) for text in texts if text]
    assert (shown[0], shown[-1], key) == (0, 39, [])
    assert min(np.diff(shown)) >= 2
