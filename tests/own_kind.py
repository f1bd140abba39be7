"""A kind of arm that the harness does not know, as small as one can be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from harness.base.numbers import digest
from harness.base.streams import named_stream
from harness.data.arrays import Data
from harness.declare.arm import known_in
from harness.declare.experiment import Experiment, Setting
from harness.declare.metrics import Metric, metric
from harness.declare.run_result import RunResult
from harness.train.own_code import own_code

HEIGHT = metric("height", higher_is_better=True, unit="steps")


@dataclass(frozen=True, kw_only=True)
class Walk(Experiment):
    """A random walk; a shorter one is the beginning of a longer one. Of its data, if it has some, it makes no use.

    Args:
        steps: how many.
        drift: added to each, which is standard normal.
        trips: (seed, step) at which its code raises an exception.

    """

    steps: int
    drift: float = 0.0
    trips: tuple[tuple[int, int], ...] = ()

    def describe(self) -> dict[str, Any]:
        """Return the fields."""
        return {"steps": self.steps, "drift": self.drift, "trips": list(map(list, self.trips)), "data": self.data}

    def records(self) -> Collection[str]:
        """Return the one curve."""
        return ("height",)

    def metric(self, name: str) -> Metric:
        """Return the one metric."""
        found: Metric = known_in({"height": HEIGHT}, name, "metric of a walk")
        return found

    @property
    def training(self) -> tuple[Self, int]:
        """Walks that differ in their length alone are one."""
        return self.stopping(0), self.steps

    def stopping(self, stop: int) -> Self:
        """Return the walk of so many steps."""
        return self.with_(steps=stop)

    def work(self, data: Data | None) -> float:
        """Return next to nothing."""
        assert (data is None) == (self.data is None)
        return float(self.steps)

    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:
        """Walk."""
        assert (setting.data is None) == (self.data is None)
        if setting.data is not None:
            setting.data.scaled(1.0)
        steps = np.random.default_rng(named_stream(seed, "walk")).normal(self.drift, size=stops[-1])
        height = np.cumsum(steps).tolist()
        for step in range(1, stops[-1] + 1):
            with own_code("a walk"):
                if (seed, step) in self.trips:
                    raise ValueError(f"tripped at step {step}")
            if step in stops:
                curve = tuple(height[:step])
                yield step, RunResult({"height": curve}, {}, None, digest(curve)[:16], 0.001)


WALK = Walk(steps=2, data="xor")
OTHERS = [WALK.with_(drift=drift / 10) for drift in range(1, 7)]
