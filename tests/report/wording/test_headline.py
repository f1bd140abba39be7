"""The headline says what became of the text, and which of its sections mostly fail."""

import pytest

from harness.report.wording.headline import headline, summary
from harness.results.model import Level, Suite

H, F, D, OPEN = Level.HOLDS, Level.FAILS, Level.DEPENDS, Level.OPEN
GUIDE = Suite(text="the guide")


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ({"a": [H, H], "b": [H]}, "All of the guide that was tested holds"),
        ({"a": [F, F], "b": [F]}, "Nothing of the guide that was tested holds"),
        ({"a": [H, H, H, H], "b": [F, F, H]}, "Most of the guide holds; its section “b” mostly does not"),
        (
            {"a": [H] * 9, "b": [F, F], "c": [F, F]},
            "Most of the guide holds; its sections “b” and “c” mostly do not",
        ),
        ({"a": [H] * 3, "b": [F]}, "Most of the guide holds; 1 of 4 claims fails"),
        ({"a": [H] * 3 + [D]}, "Most of the guide holds, but for 1 claim that depends"),
        ({"a": [H, H, OPEN]}, "Most of the guide holds"),
        ({"a": [F, F, H]}, "Most of the guide does not hold"),
        ({"a": [OPEN, OPEN, H]}, "Most of the guide stays undecided"),
        ({"a": [H, F, D, OPEN]}, "The guide holds in part"),
        ({}, "No claim of the guide was tested"),
    ],
)
def test_the_headline_follows_from_the_levels(sections, expected):
    assert headline(GUIDE, sections) == expected


def test_a_section_of_one_claim_or_without_a_title_is_not_named():
    assert "section" not in headline(GUIDE, {"a": [H] * 5, "b": [F], "": [F, F]})


def test_a_suite_without_a_text_has_a_headline():
    assert headline(Suite(), {"": [H, H]}) == "All of the text that was tested holds"


def test_the_summary_counts_what_there_is():
    assert summary([H, H, F, D]) == "Of 4 claims 2 hold, 1 fails and 1 depends on the setting."
    assert summary([OPEN]) == "Of 1 claim 1 is undecided."
    assert summary([]) == ""
