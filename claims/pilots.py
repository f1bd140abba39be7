"""The pilot runs behind `claims/chosen.py`: `python -m claims.pilots` trains them and compares their figures."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from claims import data
from harness import Registry, RunResult
from harness.builtin import pytest_claims_register
from harness.campaign.execute import Execution
from harness.campaign.plan import tasks_for
from harness.campaign.workers.protocol import open_workers
from harness.declare.experiment import Experiment
from harness.declare.registry import used
from harness.declare.run import Run

RUN_LIMIT = 600
"""Seconds that a run may take."""


def trained(arms: Sequence[Experiment], seeds: Iterable[int], registry: Registry) -> dict[Run, RunResult]:
    """Train every arm with every seed.

    Raises:
        RuntimeError: a run could not be trained.

    """
    results: dict[Run, RunResult] = {}
    runs = [Run(arm, seed) for arm in arms for seed in seeds]
    count = os.cpu_count() or 1
    with open_workers(count, None, RUN_LIMIT) as workers:
        tasks = tasks_for(runs, lambda arm: arm.work(registry.datasets[str(arm.data)].example), count)
        failed = Execution(registry, "epoch", workers, results.update, print).run(tasks)
    if failed:
        raise RuntimeError(f"{len(failed)} pilot runs could not be trained: {next(iter(failed.values())).reason}")
    return results


def figures(seeds: Sequence[int], registry: Registry) -> tuple[dict[float, int], dict[str, tuple[float, ...]]]:
    """Return what `chosen.LEARNED_BY_TURNS` and `chosen.HELD_OUT_LOSS` are with these seeds."""
    from claims import chosen  # whose networks need a registry

    tried = {
        name: [chosen.TUTORIAL.with_(optimizer=name, learning_rate=rate, held_out=0.2) for rate in chosen.RATES]
        for name in chosen.OPTIMIZERS
    }
    deep = {
        turns: [arm.with_(learning_rate=rate) for rate in chosen.TOY_RATES]
        for turns, arm in chosen.DEEP_BY_TURNS.items()
    }
    results = trained([arm for arms in (*deep.values(), *tried.values()) for arm in arms], seeds, registry)

    def losses(arm: Experiment) -> list[float]:
        runs = [results[Run(arm, seed)] for seed in seeds]
        return [math.inf if run.diverged_at else run.value("held_out_loss") for run in runs]

    def accuracy(arm: Experiment, seed: int) -> float:
        run = results[Run(arm, seed)]
        return -math.inf if run.diverged_at else run.value("train_accuracy")

    learned = {
        turns: sum(max(accuracy(arm, seed) for arm in arms) >= chosen.LEARNED for seed in seeds)
        for turns, arms in deep.items()
    }
    return learned, {name: tuple(round(median(losses(arm)), 4) for arm in arms) for name, arms in tried.items()}


def pilot_registry() -> Registry:
    """Return a registry with what pilot runs need: the drawn data of mnist5k."""
    registry = Registry()
    pytest_claims_register(registry)
    data.register(registry, "mnist5k", None, "draw")
    return registry


def main() -> int:
    """Train the pilot runs, print their figures and whether they are the recorded ones."""
    registry = pilot_registry()
    with used(registry):
        from claims import chosen

        learned, held_out = figures(chosen.PILOTS, registry)
    said: list[tuple[str, Any, Any]] = [
        ("LEARNED_BY_TURNS", learned, chosen.LEARNED_BY_TURNS),
        ("HELD_OUT_LOSS", held_out, chosen.HELD_OUT_LOSS),
    ]
    for name, found, recorded in said:
        print(f"{name} = {found}  # {'as recorded' if found == recorded else f'recorded: {recorded}'}")
    return 0 if all(found == recorded for _, found, recorded in said) else 1


if __name__ == "__main__":
    raise SystemExit(main())
