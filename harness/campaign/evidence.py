"""The campaign: plan, execute and judge in rounds, until every claim is decided or out of seeds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from harness.base.errors import DeclarationError
from harness.campaign.execute import Results, Workers, execute
from harness.campaign.plan import runs_for, seeds_at, tasks_for, work
from harness.campaign.store import Store, run_key
from harness.declare.experiment import Experiment
from harness.declare.questions import Question
from harness.declare.run_result import Run, RunResult
from harness.judge.control import Control, control
from harness.judge.decide import Judgement, Verdict, judge
from harness.tutorial.digits import Source

UNDECIDED = (None, Verdict.INCONCLUSIVE)


class Progress(Protocol):
    """Told how the campaign goes on."""

    def plan(self, runs: int) -> None:
        """So many more runs are to be trained."""

    def advance(self, runs: int) -> None:
        """So many of them are done."""

    def decided(self, claims: int, of: int) -> None:
        """So many claims have their verdict."""


@dataclass
class Evidence:
    """What a campaign has found out so far; judged afresh from the runs that are there."""

    source: Source
    trainer: str
    workers: int
    max_seeds: int | None
    """Seeds beyond this are neither trained nor used; None: as many as the questions ask for."""
    results: dict[Run, RunResult] = field(default_factory=dict)
    crashed: dict[Run, str] = field(default_factory=dict)
    runs_trained: int = 0
    runs_cached: int = 0
    wall_seconds: float = 0.0
    busy_seconds: float = 0.0
    _keys: dict[Run, str] = field(default_factory=dict)

    def key(self, run: Run) -> str:
        """Return the run's key in the store and in results.json; it is asked for several times."""
        if run not in self._keys:
            self._keys[run] = run_key(run, self.source, self.trainer)
        return self._keys[run]

    def values(self, question: Question) -> list[tuple[float, ...]]:
        """Return the figure's value in each arm, seed by seed, as far as all arms have been trained."""
        rows: list[tuple[float, ...]] = []
        for seed in range(min(self.max_seeds or question.looks[-1], question.looks[-1])):
            results = [self.results.get(Run(arm, seed)) for arm in question.arms]
            if None in results:
                break
            rows.append(tuple(question.metric.of(result) for result in results if result))
        return rows

    def judgement(self, question: Question) -> Judgement:
        """Return the verdict that the runs trained so far give."""
        effects = [question.effect(row) for row in self.values(question)]
        answers = [question.answer(effect) for effect in effects]
        within = question.margin if isinstance(question.margin, tuple) else None
        judged = judge(answers, effects, p0=question.p0, looks=question.looks, within=within)
        # Only what the verdict rests on can void it: more seeds may be there for another claim's sake.
        void = self._twins(question, judged.seeds)
        if void is None and judged.look is None:
            void = self._crash(question)
        return judge(answers, effects, p0=question.p0, looks=question.looks, void=void) if void else judged

    def control(self, question: Question) -> Control | None:
        """Return how the first arm of a comparison fares against itself on the seeds that the verdict rests on."""
        if not question.compares:
            return None
        values = [row[0] for row in self.values(question)[: self.judgement(question).seeds]]
        return control(
            values, len(question.arms), question.effect, question.answer, p0=question.p0, looks=question.looks
        )

    def is_open(self, question: Question) -> bool:
        """Return whether more seeds could decide the question."""
        return self.judgement(question).verdict in UNDECIDED and self._crash(question) is None

    def _crash(self, question: Question) -> tuple[Verdict, str] | None:
        """Return why there is no verdict, if the next seed could not be trained: no seed is ever dropped.

        A later one is another claim's affair until this question asks for it.
        """
        seed = len(self.values(question))
        for run in (Run(arm, seed) for arm in question.arms):
            if run in self.crashed:
                return Verdict.INCONCLUSIVE, f"seed {seed} could not be trained: {self.crashed[run]}"
        return None

    def _twins(self, question: Question, seeds: int) -> tuple[Verdict, str] | None:
        """Return why the runs are no evidence, if the replicates among so many seeds are identical."""
        for arm in question.arms:
            seen: dict[object, int] = {}
            for seed in range(seeds):
                result = self.results.get(Run(arm, seed))
                if result is None or result.diverged_at is not None:
                    continue
                # The whole course counts: trainings of different starts may well end in the same place.
                course = result.fingerprint, tuple(result.curves.items())
                twin = seen.setdefault(course, seed)
                if twin != seed:
                    return (
                        Verdict.INVALID,
                        f"seeds {twin} and {seed} gave bit-identical networks: they are no replicates",
                    )
        return None


def check_sizes(questions: Iterable[Question], source: Source) -> None:
    """Hold the experiments against the data.

    Raises:
        DeclarationError: a batch is larger than the training set, or a part of it is empty.

    """
    for arm in dict.fromkeys(arm for question in questions for arm in question.arms):
        whole = source.shape(arm.data)[0]
        held_out = round(arm.held_out * whole)
        if arm.held_out and not 0 < held_out < whole:
            raise DeclarationError(
                f"held_out {arm.held_out} of the {whole} training examples of {arm.data!r} is {held_out}"
            )
        if not isinstance(arm.batch_size, str) and arm.batch_size > whole - held_out:
            raise DeclarationError(
                f"batch_size {arm.batch_size} is more than the {whole - held_out} training examples of {arm.data!r}"
            )


def run_campaign(
    questions: Sequence[Question],
    evidence: Evidence,
    store: Store,
    workers: Workers,
    progress: Progress,
    since: float = 0.0,
) -> None:
    """Gather evidence until every question is decided or has had all its seeds.

    Runs in the store since that time (Unix time) are read, all others trained. What has been found is in
    `evidence` at any moment, also if this is interrupted.
    """
    started = time.perf_counter()
    try:
        for look in range(max((len(question.looks) for question in questions), default=0)):
            undecided = [question for question in questions if evidence.is_open(question)]
            progress.decided(len(questions) - len(undecided), len(questions))
            wanted = runs_for((question, seeds_at(question, look, evidence.max_seeds)) for question in undecided)
            _gather([run for run in wanted if run not in evidence.results], evidence, store, workers, progress, since)
        decided = sum(evidence.judgement(q).verdict not in UNDECIDED for q in questions)
        progress.decided(decided, len(questions))
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
            evidence.results[run] = result
            evidence.runs_cached += 1
    if not missing:
        return
    progress.plan(len(missing))

    def done(results: Results) -> None:
        store.put((evidence.key(run), result) for run, result in results)
        evidence.results.update(results)
        evidence.runs_trained += len(results)
        # Results of one training at several stops share its time: the longest one has all of it.
        longest: dict[tuple[Experiment, int], float] = {}
        for run, result in results:
            training = run.experiment.with_(epochs=run.experiment.evaluate_every), run.seed
            longest[training] = max(longest.get(training, 0.0), result.seconds)
        evidence.busy_seconds += sum(longest.values())
        progress.advance(len(results))

    evidence.crashed.update(
        execute(
            tasks_for(missing, lambda experiment: _work(experiment, evidence.source)),
            evidence.source,
            trainer=evidence.trainer,
            workers=workers,
            done=done,
        )
    )


def _work(experiment: Experiment, source: Source) -> float:
    return work(experiment, *source.shape(experiment.data))
