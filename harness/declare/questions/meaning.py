"""What cannot be meant by a question, although each of its parts is sound: refused with what was probably meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from harness.base.errors import DeclarationError
from harness.base.numbers import plain
from harness.data.dataset import Dataset
from harness.declare.arm import Arm
from harness.declare.losses import check_losses, listed

if TYPE_CHECKING:
    from harness.declare.questions.base import Question


def check_meaning(question: Question) -> None:
    """Hold a question to comparing like with like, by a margin that its metric can reach.

    Raises:
        DeclarationError: its arms' values are not comparable, or the answer is known beforehand.

    """
    if any(name.endswith("loss") for name in question.metric.reads):
        for arms in question.compared:
            check_losses(arms, question.on)
    _check_reach(question)


def check_same_examples(arms: Sequence[Arm], datasets: Mapping[str, Dataset]) -> None:
    """Hold arms that are compared to being tested on the same examples: a difference would be one of the data.

    Raises:
        DeclarationError: they are not.

    """
    names = list(dict.fromkeys(arm.data for arm in arms if arm.data is not None))
    tested = [datasets[name].example.x_test for name in names]
    if any(not np.array_equal(tested[0], other) for other in tested[1:]):
        raise DeclarationError(
            f"arms that are tested on different examples ({listed(names)}) cannot be compared: compare arms on each "
            "of them, or how much one arm leads on each, with gains_more(...)"
        )


def _check_reach(question: Question) -> None:
    """Refuse a margin or a threshold with which the answer is known beforehand, for the metric has an end."""
    low, high = question.reach
    label, share = question.metric.label, question.metric.is_share
    for bound in question.bounds:
        points = f"; as a share, {plain(bound.value)} points are {plain(bound.value / 100)}"
        hint = points if share and bound.value > 1 else ""
        if question.compares and bound.value >= high:
            raise DeclarationError(f"{bound.label}: no two {label} values differ by more{hint}")
        if bound.side == "above" and bound.value > high:
            raise DeclarationError(f"{bound.label}: the {label} is never above {plain(high)}{hint}")
        if bound.side == "below" and bound.value < low:
            raise DeclarationError(f"{bound.label}: the {label} is never below {plain(low)}")
