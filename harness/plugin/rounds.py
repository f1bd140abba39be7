"""Rounds of a benchmark: played until they decide, or there are enough of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from harness.declare.timed_question import LOOKS, Timing


def play_rounds(asked: Timing, play: Callable[[], Sequence[float]], benchmark: Any) -> list[Sequence[float]]:
    """Play rounds under pytest-benchmark, and return what each gave.

    The first round warms up. With --benchmark-disable there is one, and no verdict.
    """
    rounds: list[Sequence[float]] = []
    first, *later = LOOKS
    benchmark.pedantic(lambda: rounds.append(play()), rounds=first, warmup_rounds=1)
    if benchmark.stats is None:
        return rounds
    rounds.pop(0)
    for look in later:
        if asked.judgement(rounds).look is not None:
            break
        while len(rounds) < look:
            started = time.perf_counter()
            rounds.append(play())
            benchmark.stats.update(time.perf_counter() - started)
    return rounds
