"""A training that takes no time and whose results are made up, and what it runs on: all else is as in a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import fields
from typing import Any, Self

import numpy as np

from harness.data.arrays import Data
from harness.declare.experiment import Setting
from harness.declare.questions import Question
from harness.declare.run_result import RunResult
from harness.judge.decide import Judgement
from harness.train.keras.network import Network


class MadeUp(Network):
    """A network that is not trained."""

    @classmethod
    def like(cls, network: Network, **more: Any) -> Self:
        """Return one with the fields of a network, and more of its own."""
        return cls(**{field.name: getattr(network, field.name) for field in fields(network)}, **more)

    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:  # noqa: ARG002
        """Yield noise of the usual size, the same for the same run: hardly any claim is decided before its end."""
        rng = np.random.default_rng([seed, int(self.key[:8], 16)])
        names = ("running_loss", "running_accuracy", "test_loss", "test_accuracy")
        for stop in stops:
            yield (
                stop,
                RunResult(
                    curves={name: tuple(rng.normal(0.9, 0.01, stop).tolist()) for name in names},
                    measurements={name: float(rng.normal(0.9, 0.01)) for name in ("train_loss", "train_accuracy")},
                    diverged_at=None,
                    fingerprint=rng.bytes(16).hex(),
                    seconds=1.0,
                ),
            )


class Here:
    """In the place of workers: makes every call at once, in this process."""

    count = 1
    run_limit = 600
    deaths = ()

    def share(self, data: Data) -> Callable[[], Data]:
        """Share nothing."""
        return lambda: data

    def submit(self, call: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Make a call."""
        future: Future[Any] = Future()
        future.set_result(call(*arguments))
        return future

    def aloud(self) -> None:
        """Do nothing: it does not die."""

    def cancel(self) -> None:
        """Do nothing: there is never a call under way."""


class Quiet:
    """Hears of the campaign's progress and says nothing."""

    def plan(self, runs: int, work: float) -> None:
        """Say nothing."""

    def advance(self, runs: int, work: float) -> None:
        """Say nothing."""

    def goes_on(self, questions: int, seeds: int, runs: int) -> None:
        """Say nothing."""

    def judged(self, question: Question, judgement: Judgement) -> None:
        """Say nothing."""

    def note(self, text: str) -> None:
        """Say nothing."""
