"""The campaign: plan, execute and judge in rounds, until every claim is decided or out of seeds."""

from __future__ import annotations

import time
from collections.abc import Sequence
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
from harness.judge.decide import Verdict


class Progress(Protocol):
    """Told how the campaign goes on."""

    def plan(self, runs: int) -> None:
        """So many more runs are to be trained."""

    def advance(self, runs: int) -> None:
        """So many of them are done."""

    def decided(self, claims: int, of: int) -> None:
        """So many claims have their verdict."""

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
    try:
        for look in range(max((len(question.looks) for question in questions), default=0)):
            undecided = [question for question in questions if evidence.is_open(question)]
            progress.decided(len(questions) - len(undecided), len(questions))
            wanted = runs_for(
                (question, seeds_at(question, look, evidence.most_seeds(question))) for question in undecided
            )
            _gather([run for run in wanted if run not in evidence.results], evidence, store, workers, progress, since)
        without = (Verdict.INCONCLUSIVE, Verdict.NOT_JUDGED)
        decided = sum(evidence.judgement(q).verdict not in without for q in questions)
        progress.decided(decided, len(questions))
        described = runs_for((sweep, evidence.seeds_of(sweep)) for sweep in sweeps)
        _gather([run for run in described if run not in evidence.results], evidence, store, workers, progress, since)
    finally:
        evidence.wall_seconds += time.perf_counter() - started


def _gather(
    runs: list[Run], evidence: Evidence, store: Store, workers: Workers, progress: Progress, since: float
) -> None:
    """Bring runs into the evidence: from the store, or else by training."""
    missing = []
    for run in runs:
        result = store.get(evidence.key(run), since)
        if result is None:
            missing.append(run)
        else:
            evidence.add([(run, result)])
            evidence.runs_cached += 1
    if not missing:
        return
    progress.plan(len(missing))

    def done(results: Results) -> None:
        store.put((evidence.key(run), result) for run, result in results)
        evidence.add(results)
        evidence.runs_trained += len(results)
        # Results of one training share its time: the one that took longest has all of it.
        longest: dict[tuple[Experiment, int], float] = {}
        for run, result in results:
            training = run.experiment.training[0].unwatched(), run.seed
            longest[training] = max(longest.get(training, 0.0), result.seconds)
        evidence.busy_seconds += sum(longest.values())
        progress.advance(len(results))

    tasks = tasks_for(missing, evidence.work, workers.count)
    execution = Execution(evidence.registry, evidence.trainer, workers, done, progress.note, evidence.survival)
    evidence.add_crashed(execution.run(tasks))
