"""What a campaign has found out, judged from the runs that are there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypedDict

from harness.base.errors import RunError
from harness.campaign.plan import Failure
from harness.campaign.store import run_key
from harness.campaign.survival import Survival
from harness.declare.arm import Arm
from harness.declare.experiment import Experiment
from harness.declare.questions import Question, Trend
from harness.declare.registry import Registry
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.declare.sweep import Sweep
from harness.judge.decide import Judgement, Verdict, judge


class _Design(TypedDict):
    p0: float
    looks: tuple[int, ...]
    alpha: float
    three_way: bool


@dataclass
class Evidence:
    """What a campaign has found out so far; a question is judged once, until other results arrive."""

    registry: Registry
    trainer: str
    workers: int
    max_seeds: int | None
    """Seeds beyond this are neither trained nor used; None: as many as the questions ask for."""
    runs_trained: int = 0
    runs_cached: int = 0
    wall_seconds: float = 0.0
    busy_seconds: float = 0.0
    survival: Survival = field(default_factory=Survival)
    """What workers have survived."""
    _results: dict[Run, RunResult] = field(default_factory=dict)
    _crashed: dict[Run, Failure] = field(default_factory=dict)
    _keys: dict[Run, str] = field(default_factory=dict)
    _faults: dict[Question, str] = field(default_factory=dict)
    _judgements: dict[Question, Judgement] = field(default_factory=dict)

    @property
    def results(self) -> Mapping[Run, RunResult]:
        """What the runs gave, by run; `add` adds to it."""
        return MappingProxyType(self._results)

    def add(self, results: Iterable[tuple[Run, RunResult]]) -> None:
        """Take in what runs gave; what was judged without them is judged anew when it is asked for."""
        self._results.update(results)
        self._forget()

    def add_crashed(self, crashed: Mapping[Run, Failure]) -> None:
        """Take in which runs could not be trained, and how each has failed."""
        self._crashed.update(crashed)
        self._forget()

    def _forget(self) -> None:
        self._judgements.clear()

    def key(self, run: Run) -> str:
        """Return the run's key in the store and in results.json; it is asked for several times."""
        if run not in self._keys:
            self._keys[run] = run_key(run, self.registry, self.trainer)
        return self._keys[run]

    def work(self, experiment: Experiment) -> float:
        """Return about how many multiply-adds one run of an experiment takes."""
        data = self.registry.datasets[experiment.data].example if experiment.data is not None else None
        return experiment.work(data)

    def seeds(self) -> dict[str, int]:
        """Return the seed of every run that is there, by the run's key."""
        return {self.key(run): run.seed for run in self._results}

    def run_of(self, arm: Arm, seed: int) -> Run | None:
        """Return the run whose result an arm has with a seed; None unless all that it is chosen from are there."""
        runs = [Run(setting, seed) for setting in arm.settings()]
        results = [self._results[run] for run in runs if run in self._results]
        return runs[arm.chosen(results)] if len(results) == len(runs) else None

    def values(self, question: Question) -> list[tuple[float, ...]]:
        """Return the metric's value in each arm, seed by seed, as far as all arms have been trained and can be read."""
        rows: list[tuple[float, ...]] = []
        last = question.looks[-1]
        for seed in question.seeds(min(self.most_seeds(question) or last, last)):
            runs = [self.run_of(arm, seed) for arm in question.arms]
            if None in runs:
                break
            try:
                row = tuple(question.metric.of(self._results[run]) for run in runs if run)
            except RunError as error:
                self._faults[question] = f"seed {seed}: {error}"
                break
            if misfit := question.misfit(row):
                self._faults[question] = f"seed {seed}: {misfit}"
                break
            rows.append(row)
        return rows

    def most_seeds(self, question: Question) -> int | None:
        """Return how many seeds a question may use, if there is a limit: the session's, or that of recorded runs."""
        limits = [len(arm.recorded.seeds) for arm in question.arms if arm.recorded]
        return min(limits if self.max_seeds is None else [*limits, self.max_seeds], default=None)

    def seeds_of(self, sweep: Sweep) -> int:
        """Return with how many seeds each value of a sweep is trained."""
        return len(sweep.seeds(self.max_seeds))

    def failure(self, run: Run) -> Failure | None:
        """Return how a run failed; None if it did not, or was not tried."""
        return self._crashed.get(run)

    def judgement(self, question: Question) -> Judgement:
        """Return the verdict that the runs trained so far give."""
        if question not in self._judgements:
            self._judgements[question] = self._judge(question)
        return self._judgements[question]

    def _judge(self, question: Question) -> Judgement:
        values = self.values(question)
        effects = [question.effect(row) for row in values]
        answers = [question.answer(effect) for effect in effects]
        within = question.margin if isinstance(question.margin, tuple) else None
        margin = question.stated_margin
        design: _Design = {
            "p0": question.p0,
            "looks": question.looks,
            "alpha": question.alpha,
            "three_way": question.three_way,
        }
        changes = [question.change(row) for row in values] if isinstance(question, Trend) else None
        judged = judge(answers, effects, **design, within=within, margin=margin, changes=changes)
        # Only what the verdict rests on can void it: more seeds may be there for a finer statement, or another claim.
        resting = judged.resting
        void = self._twins(question, resting)
        if void is None and judged.look is None:
            void = self._crash(question) or self._fault(question)
        if void is not None:
            return judge(answers, effects, **design, void=void)
        if judged.seeds > resting and self._twins(question, judged.seeds):
            judged = judge(
                answers[:resting], effects[:resting], **design, within=within, margin=margin, changes=changes
            )
            judged = replace(judged, is_open=False)
        notes = [self._too_short(question) if judged.look is None else None, self._note(question, judged.seeds)]
        return replace(judged, reason="; ".join(filter(None, (judged.reason, *notes))))

    def _fault(self, question: Question) -> tuple[Verdict, str] | None:
        """Return why there is no verdict, if the next seed's run could not be read."""
        return (Verdict.NOT_JUDGED, self._faults[question]) if question in self._faults else None

    def _too_short(self, question: Question) -> str | None:
        """Return which file has fewer seeds than the question asks for, if nothing else stops it earlier."""
        wanted = min(self.max_seeds or question.looks[-1], question.looks[-1])
        for recorded in (arm.recorded for arm in question.arms if arm.recorded):
            seeds = len(recorded.seeds)
            if seeds < wanted and seeds == self.most_seeds(question):
                return f"{recorded.file} has {seeds} seed{'s' * (seeds != 1)}"
        return None

    def is_open(self, question: Question) -> bool:
        """Return whether more seeds could decide the question, or say more of it than its verdict does."""
        judged = self.judgement(question)
        return judged.is_open and self._crash(question) is None and self._fault(question) is None

    def _crash(self, question: Question) -> tuple[Verdict, str] | None:
        """Return why there is no verdict, if the next seed could not be trained: no seed is ever dropped.

        An error in the code that was to be trained says nothing of the claim, which is not judged; a worker that died
        leaves it open. A later one is another claim's affair until this question asks for it.
        """
        asked = len(self.values(question))
        for seed in question.seeds(asked + 1)[asked:]:
            for run in (Run(setting, seed) for arm in question.arms for setting in arm.settings()):
                if run in self._crashed:
                    failure = self._crashed[run]
                    verdict = Verdict.NOT_JUDGED if failure.final else Verdict.INCONCLUSIVE
                    return verdict, f"seed {seed} could not be trained: {failure.reason}"
        return None

    def _twins(self, question: Question, seeds: int) -> tuple[Verdict, str] | None:
        """Return why the runs are no evidence, if replicates among so many seeds are identical."""
        for arm in question.arms:
            results = self._of_arm(question, arm, seeds)
            finished = {seed: result for seed, result in results.items() if result.diverged_at is None}
            seen: dict[object, int] = {}
            for seed, run in finished.items():
                if not run.fingerprint:
                    continue
                # The whole course counts: trainings of different starts may well end in the same place.
                twin = seen.setdefault((run.fingerprint, tuple(run.curves.items())), seed)
                if twin != seed:
                    return (
                        Verdict.INVALID,
                        f"seeds {twin} and {seed} gave bit-identical results: they are no replicates; "
                        "does the training use its seed?",
                    )
            value = self._only_value(question, list(finished.values()))
            # A share of examples, or a count, may be the same by chance; any other number is not.
            if value is not None and not question.metric.is_share and not value.is_integer():
                return Verdict.INVALID, self._alike(question, len(finished))
        return None

    def _of_arm(self, question: Question, arm: Arm, seeds: int) -> dict[int, RunResult]:
        """Return what an arm's runs gave with a question's first so many seeds, by seed, as far as they are there."""
        runs = {seed: self.run_of(arm, seed) for seed in question.seeds(seeds)}
        return {seed: self._results[run] for seed, run in runs.items() if run is not None}

    def _only_value(self, question: Question, runs: Sequence[RunResult]) -> float | None:
        """Return the value of runs that tell nothing of themselves but their metric, if all have the same one."""
        values = {question.metric.of(run) for run in runs if not run.fingerprint}
        if len(runs) < 2 or len(values) != 1 or any(run.fingerprint for run in runs):
            return None
        (value,) = values
        return value if math.isfinite(value) else None

    def _alike(self, question: Question, seeds: int) -> str:
        return f"all {seeds} seeds gave the same {question.metric.label}; does the training use its seed?"

    def _note(self, question: Question, seeds: int) -> str | None:
        """Return what a reader has to know of runs that may be alike by chance, or because no seed was used."""
        for arm in question.arms:
            if self._only_value(question, list(self._of_arm(question, arm, seeds).values())) is not None:
                return self._alike(question, seeds)
        return None
