"""What all figures of answers have in common, and the one place that has their sentences."""

import pytest

from tests.report.figures.helpers import alt, figures_of
from tests.report_content import Results

METRIC = {"name": "x", "label": "cost", "unit": "share", "infinite": "no stop"}
ADD = {
    "pairs": lambda made: made.statistical(diverged=1),
    "leads": lambda made: named(made.statistical(levels=(0.9, 0.8, 0.7, 0.65))),
    "values": lambda made: made.statistical(kind="proportion", levels=(0.9,), diverged=2, metric=METRIC),
    "arms": lambda made: made.statistical(kind="trend", levels=(0.9, 0.8, 0.7)),
    "rounds": lambda made: made.timed(),
    "none of ours": lambda made: made.statistical(diverged=1),
}
CAPTIONS = {
    "pairs": (
        "Test accuracy, median of 12 seeds; dropout 0.1: 89.6 %; dropout 0.2: 79.4 %. 12 of 12 seeds say yes. "
        "One column a seed, by the difference, a bar under those that say yes. Beside them the differences, with "
        "their median and from 10 % to 90 %. Crosses: 1 run with no finite value."
    ),
    "leads": (
        "Lead of batch size 128 over batch size 16 in test accuracy, median of 12 seeds; label noise 0.4: "
        "9.8 %; label noise 0: 4.9 %. 12 of 12 seeds say yes. One column a seed, by the difference, a bar under "
        "those that say yes. Beside them the differences, with their median and from 10 % to 90 %."
    ),
    "values": (
        "Cost, median of 12 seeds: 0.892. 12 of 12 seeds say yes. One column a seed, a bar under "
        "those that say yes. Crosses: 2 runs with no stop."
    ),
    "arms": (
        "Test accuracy, median of 12 seeds; dropout 0.1: 89.6 %; dropout 0.2: 79.5 %; dropout 0.3: 69.8 %. 12 of"
        " 12 seeds say yes. One line a seed; the thick one joins the medians, the band holds 10 % to 90 %."
    ),
    "rounds": (
        "Seconds per epoch, median of 12 rounds; batch size 16: 0.896; batch size 64: 0.795; batch size 256: "
        "0.698. 12 of 12 rounds say yes. One line a round; the thick one joins the medians, the band holds 10"
        " % to 90 %."
    ),
    "none of ours": (
        "How far dropout 0.1 is above dropout 0.2, median of 12 seeds: 0.098. 12 of 12 seeds say "
        "yes. One column a seed, a bar under those that say "
        "yes. Crosses: 1 seed with no finite effect. There is no figure “violin” for this "
        "question: this one shows its effects instead."
    ),
}


def named(entry):
    """Give a question's four arms the names of two leads."""
    names = [f"batch size {size}, label noise {noise}" for noise in (0.4, 0) for size in (128, 16)]
    for arm, name in zip(entry["arms"], names, strict=True):
        arm["name"] = name


def drawn(made, name):
    """Return one of the figures of answers as it is drawn."""
    ADD[name](made)
    changes = {"figure": "violin"} if name == "none of ours" else {}
    return figures_of(made, **changes)["seeds"].drawing("F")


def test_captions():
    assert {name: drawn(Results(), name).caption for name in ADD} == CAPTIONS


@pytest.mark.parametrize("name", ADD)
def test_those_who_cannot_see_it_are_told_the_finding_and_the_verdict(made, name):
    drawing = drawn(made, name)
    finding = drawing.caption.partition(". ")[0]
    assert alt(drawing)[1:].startswith(finding[1:])
    assert alt(drawing).endswith("Verdict: supported.")


def test_values_that_are_not_finite_are_counted(made):
    made.statistical(diverged=3)
    assert "3 runs" in figures_of(made)["seeds"].crosses
    made.statistical()
    assert figures_of(made)["seeds"].crosses == ""


def test_a_question_without_answers_has_no_figure(made):
    made.statistical(seeds=0)
    assert figures_of(made) == {}
