"""The judge: which answers decide, what is said of them, and what is left alone."""

import math
from itertools import pairwise

import numpy as np
import pytest

from harness.judge.bounds import design
from harness.judge.decide import BY_SIGN, Verdict, decide, judge

INF, NAN = math.inf, math.nan


def ask(yes, seeds, **options):
    """Judge that many yeses among so many seeds, spread as evenly as they can be."""
    answers = [(k + 1) * yes // seeds > k * yes // seeds for k in range(seeds)]
    return judge(answers, [0.02 if answer else -0.02 for answer in answers], **options)


@pytest.mark.parametrize(
    ("yes", "seeds", "verdict", "look"),
    [
        (12, 12, Verdict.SUPPORTED, 1),
        (11, 12, Verdict.INCONCLUSIVE, None),
        (1, 12, Verdict.INCONCLUSIVE, None),
        (0, 12, Verdict.REFUTED, 1),
        (17, 18, Verdict.SUPPORTED, 2),
        (16, 18, Verdict.INCONCLUSIVE, None),
        (2, 18, Verdict.INCONCLUSIVE, None),
        (2, 24, Verdict.REFUTED, 2),  # 1 of the first 18
        (22, 24, Verdict.SUPPORTED, 3),
        (21, 24, Verdict.INCONCLUSIVE, None),
        (37, 48, Verdict.SUPPORTED, 7),
        (36, 48, Verdict.INCONCLUSIVE, None),
        (12, 48, Verdict.INCONCLUSIVE, None),
        (11, 48, Verdict.REFUTED, 6),  # 9 of the first 42
        (0, 0, Verdict.INCONCLUSIVE, None),
        (11, 11, Verdict.INCONCLUSIVE, None),
        (23, 23, Verdict.SUPPORTED, 1),
    ],
)
def test_the_bounds_decide(yes, seeds, verdict, look):
    judged = ask(yes, seeds)
    assert (judged.verdict, judged.look) == (verdict, look)


def test_what_comes_after_the_deciding_look_is_not_used():
    judged = judge([True] * 12 + [False] * 36, [0.02] * 12 + [-INF] * 36)
    assert (judged.verdict, judged.seeds, judged.yes) == (Verdict.SUPPORTED, 12, 12)
    assert judged == judge([True] * 12, [0.02] * 12)


@pytest.mark.parametrize(
    ("p0", "looks"), [(0.5, (12, 24, 48)), (0.75, (12, 24, 48)), (0.9, (73, 146)), (0.3, (30,))], ids=str
)
def test_many_claims_at_once_are_decided_as_each_by_itself(p0, looks):
    rng = np.random.default_rng(7)
    bounds = design(p0, looks)
    for p in (0.02, 0.2, 0.5, 0.85, 0.99):
        for seeds in (looks[0] - 1, looks[0], looks[-1] - 1, looks[-1]):
            answers = rng.random((15, seeds)) < p
            signs, numbers = decide(answers, bounds)
            for row, sign, number in zip(answers, signs, numbers, strict=True):
                judged = judge(row.tolist(), row.astype(float).tolist(), p0=p0, looks=looks)
                assert (judged.verdict, judged.look or 0) == (BY_SIGN[sign], number)


def test_a_void_claim_keeps_its_answers_and_its_reason():
    judged = ask(12, 12, void=(Verdict.INVALID, "copies"))
    assert (judged.verdict, judged.reason, judged.look, judged.yes, judged.seeds) == (
        Verdict.INVALID,
        "copies",
        None,
        12,
        12,
    )
    assert judged.seeds_wanted is None


def test_answers_and_effects_belong_together():
    with pytest.raises(ValueError, match="12 answers, but 11 effects"):
        judge([True] * 12, [0.1] * 11)


@pytest.mark.parametrize(
    ("judged", "reason"),
    [
        (ask(12, 12), "12 of 12 seeds say yes: 12 or more are enough for a yes more often than not"),
        (ask(2, 24), "1 of 18 seeds say yes: 1 or fewer rule out a yes more often than not"),
        (
            ask(73, 73, p0=0.9, looks=(73,)),
            "73 of 73 seeds say yes: 73 or more are enough for a yes with probability above 0.9",
        ),
        (ask(5, 5), "5 seeds are fewer than the 12 of the first look"),
        (ask(0, 0), "0 seeds are fewer than the 12 of the first look"),
        (
            ask(11, 12),
            "11 of 12 seeds say yes: at 12, 12 or more would be enough for a yes more often than not, 0 or fewer would "
            "rule it out; the next look is at 18 seeds",
        ),
        (
            ask(12, 12, p0=0.75),
            "12 of 12 seeds say yes: at 12, no number would be enough for a yes with probability above 0.75, 2 or "
            "fewer would rule it out; the next look is at 18 seeds",
        ),
        (
            ask(36, 48),
            "36 of 48 seeds say yes: at 48, 37 or more would be enough for a yes more often than not, 11 or fewer "
            "would rule it out; if the share stays like this, a single look at 66 seeds would probably decide it",
        ),
        (
            ask(24, 48),
            "12 of 24 seeds say yes: at 24, 22 or more would be enough for a yes more often than not, 2 or fewer "
            "would rule it out; an effect this near the margin cannot be told apart with fewer than 2000 seeds",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_reason_is_said_in_words(judged, reason):
    assert judged.reason == reason


def test_verdicts_are_ordered_worst_first_and_know_how_they_are_shown():
    assert [verdict.word for verdict in Verdict] == ["invalid", "not judged", "refuted", "inconclusive", "supported"]
    assert len({verdict.symbol for verdict in Verdict}) == len(Verdict)
    assert set(BY_SIGN.values()) == set(Verdict) - {Verdict.INVALID, Verdict.NOT_JUDGED}


@pytest.mark.parametrize("seeds", [12, 24, 48])
def test_more_yeses_never_make_a_verdict_worse(seeds):
    order = [Verdict.REFUTED, Verdict.INCONCLUSIVE, Verdict.SUPPORTED]
    ranks = [order.index(ask(yes, seeds).verdict) for yes in range(seeds + 1)]
    assert all(a <= b for a, b in pairwise(ranks))
