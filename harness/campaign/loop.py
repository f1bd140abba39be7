"""The campaign: plan, execute and judge in rounds, until every claim is decided or out of seeds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from harness.campaign.evidence import Evidence
from harness.campaign.execute import Execution, Results
from harness.campaign.plan import runs_for, seeds_at, tasks_for
from harness.campaign.store import Store
from harness.campaign.workers.protocol import Workers
from harness.declare.experiment import Experiment
from harness.declare.questions import Question
from harness.declare.run import Run
from harness.declare.sweep import Sweep
from harness.judge.decide import Judgement


class Progress(Protocol):
    """Told how the campaign goes on."""

    def plan(self, runs: int, work: float) -> None:
        """So many more runs are to be trained, with so much work (multiply-adds)."""

    def goes_on(self, questions: int, seeds: int, runs: int) -> None:
        """More runs than were planned so far are needed, because so many questions go on to so many seeds."""

    def advance(self, runs: int, work: float) -> None:
        """So many of them are done, with so much work."""

    def judged(self, question: Question, judgement: Judgement) -> None:
        """A question has its verdict; told again whenever it is looked at."""

    def note(self, text: str) -> None:
        """Something else to be said, such as the traceback of a run that failed."""


def run_campaign(
    questions: Sequence[Question],
    evidence: Evidence,
    store: Store,
    workers: Workers,
    progress: Progress,
    since: float = 0.0,
    sweeps: Sequence[Sweep] = (),
) -> None:
    """Gather evidence until every question is decided or has had all its seeds, and then what sweeps describe.

    Runs in the store since that time (Unix time) are read, all others trained. What has been found is in
    `evidence` at any moment, also if this is interrupted.
    """
    started = time.perf_counter()
    campaign = _Campaign(evidence, store, workers, progress, since)
    try:
        for look in range(max((len(question.looks) for question in questions), default=0)):
            campaign.look(
                {
                    question: seeds_at(question, look, evidence.most_seeds(question))
                    for question in questions
                    if evidence.is_open(question)
                }
            )
        for question in questions:
            progress.judged(question, evidence.judgement(question))
        campaign.describe(runs_for((sweep, evidence.seeds_of(sweep)) for sweep in sweeps))
    finally:
        evidence.wall_seconds += time.perf_counter() - started


@dataclass
class _Campaign:
    """What gathers the evidence, look by look."""

    evidence: Evidence
    store: Store
    workers: Workers
    progress: Progress
    since: float
    waiting: dict[Question, set[Run]] = field(default_factory=dict)
    """The runs that a question lacks at this look."""
    asked_by: dict[Run, list[Question]] = field(default_factory=dict)

    def look(self, seeds: Mapping[Question, int]) -> None:
        """Bring the runs that open questions need for so many seeds into the evidence, and judge each when it is there.

        They come from the store, or else are trained.
        """
        wanted = [run for run in runs_for(seeds.items()) if run not in self.evidence.results]
        missing = [run for run in wanted if not self._stored(run)]
        self._await(seeds, set(missing))
        for question in seeds:
            if not self.waiting[question]:
                self._judge(question)
        if missing:
            open_ones = [question for question in seeds if self.waiting[question]]
            if self.evidence.runs_trained:
                self.progress.goes_on(len(open_ones), max(seeds[question] for question in open_ones), len(missing))
            self._train(missing)
        for question in seeds:
            self._judge(question)

    def describe(self, runs: Iterable[Run]) -> None:
        """Bring runs into the evidence that no question waits for."""
        missing = [run for run in runs if run not in self.evidence.results and not self._stored(run)]
        if missing:
            self._train(missing)

    def _stored(self, run: Run) -> bool:
        result = self.store.get(self.evidence.key(run), self.since)
        if result is None:
            return False
        self.evidence.add([(run, result)])
        self.evidence.runs_cached += 1
        return True

    def _await(self, seeds: Mapping[Question, int], missing: set[Run]) -> None:
        self.waiting = {one: missing.intersection(runs_for([(one, number)])) for one, number in seeds.items()}
        self.asked_by = {}
        for question, runs in self.waiting.items():
            for run in runs:
                self.asked_by.setdefault(run, []).append(question)

    def _judge(self, question: Question) -> None:
        """Tell of a question's verdict, unless more seeds are to give it one."""
        judgement = self.evidence.judgement(question)
        if judgement.look is not None or not self.evidence.is_open(question):
            self.progress.judged(question, judgement)

    def _train(self, missing: list[Run]) -> None:
        tasks = tasks_for(missing, self.evidence.work, self.workers.count)
        self.progress.plan(len(missing), sum(self._work(task.runs) for task in tasks))
        evidence, progress = self.evidence, self.progress
        execution = Execution(
            evidence.registry, evidence.trainer, self.workers, self._done, progress.note, evidence.survival
        )
        evidence.add_crashed(execution.run(tasks))

    def _done(self, results: Results) -> None:
        self.store.put((self.evidence.key(run), result) for run, result in results)
        self.evidence.add(results)
        self.evidence.runs_trained += len(results)
        # Results of one training share its time: the one that took longest has all of it.
        longest: dict[tuple[Experiment, int], float] = {}
        for run, result in results:
            training = run.experiment.training[0].unwatched(), run.seed
            longest[training] = max(longest.get(training, 0.0), result.seconds)
        self.evidence.busy_seconds += sum(longest.values())
        self.progress.advance(len(results), self._work(run for run, _ in results))
        for question in self._complete(results):
            self._judge(question)

    def _complete(self, results: Results) -> list[Question]:
        """Return the questions that lacked no other runs than these."""
        complete = []
        for run, _ in results:
            for question in self.asked_by.pop(run, ()):
                self.waiting[question].discard(run)
                if not self.waiting[question]:
                    complete.append(question)
        return complete

    def _work(self, runs: Iterable[Run]) -> float:
        """Return the work of runs, of those that share a training the longest one's."""
        longest: dict[tuple[Experiment, int], float] = {}
        for run in runs:
            training = run.experiment.training[0].unwatched(), run.seed
            longest[training] = max(longest.get(training, 0.0), self.evidence.work(run.experiment))
        return sum(longest.values())
