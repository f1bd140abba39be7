"""What a campaign has found out, judged from the runs that are there."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.campaign.store import run_key
from harness.declare.questions import Question
from harness.declare.run_result import Run, RunResult
from harness.judge.control import Control, control
from harness.judge.decide import Judgement, Verdict, judge
from harness.tutorial.digits import Source

UNDECIDED = (None, Verdict.INCONCLUSIVE)


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
