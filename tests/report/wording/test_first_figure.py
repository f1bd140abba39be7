"""The title of the first screen's figure: how claims fail, or how many hold."""

import pytest

from harness.report.wording.first_figure import Outcome, first_title
from harness.results.model import Level

FAILS, DEPENDS, HOLDS, OPEN = Level.FAILS, Level.DEPENDS, Level.HOLDS, Level.OPEN


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ([(FAILS, -2), (FAILS, -1), (HOLDS, 3)], "All 2 claims that fail turn out the other way round"),
        ([(FAILS, 0.5), (HOLDS, 3)], "The one claim that fails falls short"),
        (
            [(FAILS, -2), (DEPENDS, 0), (DEPENDS, 0.9), (OPEN, -4)],
            "Of the 3 claims that fail or depend on the setting, 1 turns out the other way round and 2 fall short",
        ),
        (
            [(DEPENDS, -2), (DEPENDS, 1.5)],
            "Of the 2 claims that depend on the setting, 1 turns out the other way round and 1 is too rarely as "
            "claimed",
        ),
        ([(FAILS, -0.2), (HOLDS, 3)], "The one claim that fails falls short"),
        ([(HOLDS, 3), (HOLDS, 1)], "All 2 measured claims turn out as claimed"),
        ([(HOLDS, 3), (OPEN, 1), (OPEN, 0)], "Of 3 measured claims 1 turns out as claimed and 2 are undecided"),
        ([(OPEN, 3), (OPEN, 1)], "None of 2 measured claims is decided"),
    ],
)
def test_the_title_counts_how_claims_fail(outcomes, said):
    assert first_title([Outcome(level, multiple, multiple <= -1) for level, multiple in outcomes]) == said
