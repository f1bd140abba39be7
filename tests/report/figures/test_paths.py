"""Path data are read, moved and written short, and mean the same."""

import pytest

from harness.report.figures import paths


@pytest.mark.parametrize(
    ("data", "short"),
    [
        ("M 1 2 L 1.04 2.04 L 3 2", "M1 2h2"),
        ("M 10 10 L 10 5.5 L 0 0 z M 3 3 L 3 3", "M10 10v-4.5l-10-5.5zm-7-7h0"),
        ("M 0.25 0.5 C 1 1 2 2 3.5 3 L 4 4 L 5 5", "M.2 .5c.8 .5 1.8 1.5 3.3 2.5l.5 1 1 1"),
        ("M 0 0 Q 1 -1 2 0", "M0 0q1-1 2 0"),
        ("M 1e-05 0 L 1 0", "M0 0h1"),
    ],
    ids=["no way", "closed", "curve", "quadratic", "exponent"],
)
def test_a_path_is_as_short_as_its_precision_allows(data, short):
    assert paths.written(paths.parsed(data)) == short


def test_rounding_does_not_add_up():
    steps = paths.parsed("M 0 0 " + " ".join(f"L {0.14 * step:.2f} {step}" for step in range(1, 101)))
    ways = paths.written(steps).partition("l")[2].replace("-", " -").split()
    assert sum(map(float, ways[::2])) == pytest.approx(14.0)


def test_a_path_has_a_box_and_can_be_moved():
    steps = paths.moved(paths.parsed("M 1 2 L 3 -4 z"), (10, 20))
    assert paths.box(steps) == (11, 16, 13, 22)
