"""Benchmarks of several ways to do the same thing: timed in turn, reported as ratios.

pytest-benchmark times one test after the other; on a machine that is not always equally fast, that compares moments as
much as ways. Here a round plays every side once, in an order that rotates from round to round, and what is compared is
the sides' times within a round. pytest-benchmark records the rounds, and in `extra_info` the time of each side.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from claims import data
from harness import Registry
from harness.results import benchmark_merge

Compare = Callable[..., None]


def pytest_claims_register(registry: Registry) -> None:
    """Register the tutorial's data, as the claims have them unless told otherwise."""
    data.register(registry, "mnist5k", None, "draw")


@pytest.fixture
def compare(benchmark: Any) -> Compare:
    """Return what times sides against each other: `compare(sides, rounds=5, per=1, unit="s")`.

    `sides` are functions by name, the first being what the others are compared with. Each is played once beforehand:
    what a process does only once (imports, compiling) is not timed unless the side is a process of its own. A side's
    time is divided by `per`, how much of the thing it does; `facts` (numbers by name) are kept beside the times.
    """

    def compared(
        sides: Mapping[str, Callable[[], object]],
        *,
        rounds: int,
        per: Mapping[str, float],
        unit: str,
        warm: bool = True,
        facts: Mapping[str, float] | None = None,
    ) -> None:
        if warm:
            for play in sides.values():
                play()
        times: dict[str, list[float]] = {name: [] for name in sides}
        order = list(sides)

        def play_round() -> None:
            for name in order:
                started = time.perf_counter()
                sides[name]()
                times[name].append((time.perf_counter() - started) / per[name])
            order.append(order.pop(0))

        benchmark.pedantic(play_round, rounds=rounds, iterations=1)
        benchmark.extra_info.update(sides=times, unit=unit, facts=dict(facts or {}))

    return compared


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print each benchmark's sides with their ratios."""
    session = getattr(config, "_benchmarksession", None)
    for bench in session.benchmarks if session else []:
        if "sides" in bench.extra_info:
            terminalreporter.section(f"{bench.group}: {bench.name}" if bench.group else bench.name)
            for line in benchmark_merge.lines(**bench.extra_info):
                terminalreporter.write_line(line)
