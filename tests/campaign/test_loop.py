"""The campaign: rounds of seeds for what is undecided, nothing trained twice, nothing lost when it ends early."""

import contextlib
import math
import sqlite3
import time
from dataclasses import dataclass, field

import pytest

from harness.campaign import loop
from harness.campaign.evidence import Evidence
from harness.campaign.loop import run_campaign
from harness.campaign.plan import Failure
from harness.campaign.store import Store
from harness.campaign.workers.processes import Processes
from harness.declare.claim import beats
from harness.declare.experiment import Setting
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.judge.bounds import LOOKS
from harness.judge.decide import Verdict
from harness.judge.finer import Finer
from tests.toys import TOY, ask, toy_registry

GOOD, BAD, NOISY, WIDE = TOY, TOY.with_(hidden=(2,)), TOY.with_(hidden=(3,)), TOY.with_(hidden=(99,))
ACCURACY = {
    WIDE.hidden: lambda _: 0.5,
    GOOD.hidden: lambda _: 0.9,
    BAD.hidden: lambda _: 0.5,
    NOISY.hidden: lambda seed: 1.0 if seed % 4 else 0.8,
}


CLEAR, REVERSED, OPEN = ask(GOOD, BAD), ask(BAD, GOOD), ask(NOISY, GOOD)
"""OPEN is a yes for three of four seeds: it is never decided, and can always still be."""


def result(run, **changes):
    fields = {
        "curves": {"test_accuracy": (ACCURACY[run.experiment.hidden](run.seed),)},
        "measurements": {},
        "diverged_at": None,
        "fingerprint": f"{run.experiment.key}-{run.seed}",
        "seconds": 1.0,
    }
    return RunResult(**{**fields, **changes})


@dataclass
class Execution:
    """Stands in for the training: makes results up at once, except for what is told to go wrong."""

    trained: list[Run] = field(default_factory=list)
    crashing: set[Run] = field(default_factory=set)
    interrupted_after: float = math.inf
    special: dict[Run, dict] = field(default_factory=dict)

    def __call__(self, registry, trainer, workers, done, note, survival):  # noqa: ARG002 (the signature of what it stands for)
        """Stand in for one execution."""
        self.done = done
        return self

    def run(self, tasks):
        """Make up the results of tasks."""
        for task in tasks:
            if len(self.trained) >= self.interrupted_after:
                raise KeyboardInterrupt
            self.done(
                [(run, result(run, **self.special.get(run, {}))) for run in task.runs if run not in self.crashing]
            )
            self.trained += task.runs
        return {run: Failure("its worker died") for task in tasks for run in task.runs if run in self.crashing}

    def seeds(self, experiment):
        """Return the seeds that an experiment was trained with."""
        return sorted(run.seed for run in self.trained if run.experiment == experiment)


class Told:
    """Remembers what a campaign says of its progress."""

    def __init__(self):
        self.planned = self.advanced = 0
        self.work = self.worked = 0.0
        self.more = []
        self.verdicts = []
        """Questions and how many runs were done when each was judged, once each."""

    def plan(self, runs, work):
        """Count runs."""
        self.planned += runs
        self.work += work

    def goes_on(self, questions, seeds, runs):
        """Remember what is needed besides."""
        self.more.append((questions, seeds, runs))

    def advance(self, runs, work):
        """Count runs."""
        self.advanced += runs
        self.worked += work

    def judged(self, question, judgement):
        """Remember the first verdict on a question."""
        if question not in [known for known, _, _ in self.verdicts]:
            self.verdicts.append((question, judgement.verdict, self.advanced))

    def note(self, text):
        """Expect nothing else to be said."""
        raise AssertionError(text)


@pytest.fixture
def execution(monkeypatch):
    standing_in = Execution()
    monkeypatch.setattr(loop, "Execution", standing_in)
    return standing_in


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "runs.sqlite")
    yield opened
    opened.close()


def gather(questions, store, max_seeds=None, **options):
    evidence = Evidence(toy_registry(), "epoch", 2, max_seeds)
    with contextlib.closing(Processes(2, 600)) as workers:
        run_campaign(questions, evidence, store, workers, options.pop("progress", Told()), **options)
    return evidence


def test_only_undecided_questions_go_on_to_more_seeds(execution, store):
    evidence = gather([CLEAR, REVERSED, OPEN], store)
    assert execution.seeds(BAD) == list(range(18)), "that the opposite holds takes more than that the claim does not"
    assert execution.seeds(NOISY) == execution.seeds(GOOD) == list(range(48))
    verdicts = [evidence.judgement(question) for question in (CLEAR, REVERSED, OPEN)]
    assert [judged.verdict for judged in verdicts] == [Verdict.SUPPORTED, Verdict.REFUTED, Verdict.INCONCLUSIVE]
    assert [judged.seeds for judged in verdicts] == [12, 18, 48]
    assert evidence.runs_trained == 18 + 48 + 48


def test_no_more_seeds_are_trained_than_allowed(execution, store):
    gather([OPEN], store, max_seeds=29)
    assert execution.seeds(NOISY) == list(range(24))  # at 29 seeds there is no look
    evidence = gather([OPEN], store, max_seeds=5)
    assert evidence.judgement(OPEN).seeds == 5


def test_a_question_with_looks_of_its_own_gets_all_its_seeds(execution, store):
    patient = ask(NOISY, GOOD, looks=(12, 60))
    assert gather([patient], store).judgement(patient).seeds == 60
    assert execution.seeds(NOISY) == list(range(60))


def test_a_second_campaign_trains_nothing_and_says_the_same(execution, store):
    first = gather([CLEAR, OPEN], store)
    execution.trained.clear()
    second = gather([CLEAR, OPEN], store)
    assert execution.trained == []
    assert (second.runs_trained, second.runs_cached) == (0, first.runs_trained)
    assert [second.judgement(q) for q in (CLEAR, OPEN)] == [first.judgement(q) for q in (CLEAR, OPEN)]


def test_another_selection_trains_only_what_is_missing(execution, store):
    gather([CLEAR], store)
    execution.trained.clear()
    gather([REVERSED, OPEN], store, max_seeds=12)
    assert {run.experiment for run in execution.trained} == {NOISY}


def test_fresh_runs_replace_those_of_before(execution, store):
    gather([CLEAR], store)
    evidence = gather([CLEAR], store, since=time.time())
    assert (evidence.runs_trained, evidence.runs_cached) == (24, 0)
    assert len(execution.trained) == 48


def test_a_damaged_row_is_trained_again(execution, store):
    evidence = gather([CLEAR], store)
    damaged = Run(GOOD, 7)
    with sqlite3.connect(store.path) as file:
        file.execute("UPDATE runs SET result = replace(result, '0.9', '0.1') WHERE key = ?", [evidence.key(damaged)])
    file.close()
    execution.trained.clear()
    again = gather([CLEAR], store)
    assert execution.trained == [damaged]
    assert again.judgement(CLEAR) == evidence.judgement(CLEAR)


def test_a_run_that_crashed_leaves_its_claim_inconclusive_with_the_reason_and_all_others_decided(execution, store):
    execution.crashing = {Run(NOISY, 3)}
    evidence = gather([OPEN, CLEAR], store)
    judged = evidence.judgement(OPEN)
    assert judged.verdict is Verdict.INCONCLUSIVE
    assert judged.reason == "seed 3 could not be trained: its worker died"
    assert judged.seeds == 3, "no seed is dropped: what comes after the missing one has no place"
    assert evidence.judgement(CLEAR).verdict is Verdict.SUPPORTED
    assert execution.seeds(NOISY) == list(range(12)), "neither the crash nor more seeds are tried at the next look"


def test_a_crash_that_only_another_claim_has_come_to_does_not_close_an_open_one(store):
    evidence = gather([], store)
    evidence.add((Run(arm, seed), result(Run(arm, seed))) for arm in OPEN.arms for seed in range(24))
    evidence.add_crashed({Run(OPEN.arms[0], 40): Failure("its worker died")})
    assert evidence.is_open(OPEN)
    evidence.add_crashed({Run(OPEN.arms[0], 24): Failure("its worker died")})
    assert not evidence.is_open(OPEN)


def test_a_crash_among_seeds_that_a_verdict_does_not_rest_on_leaves_it(execution, store):
    execution.crashing = {Run(GOOD, 30)}
    evidence = gather([CLEAR, OPEN], store)
    assert evidence.judgement(OPEN).reason == "seed 30 could not be trained: its worker died"
    assert evidence.judgement(CLEAR) == gather([CLEAR], store).judgement(CLEAR)


def test_bit_identical_seeds_are_no_replicates(execution, store):
    execution.special = {Run(BAD, seed): {"fingerprint": "same"} for seed in (4, 9)}
    judged = gather([CLEAR], store).judgement(CLEAR)
    assert judged.verdict is Verdict.INVALID
    assert judged.reason == (
        "seeds 4 and 9 gave bit-identical results: they are no replicates; does the training use its seed?"
    )


def test_twins_among_seeds_that_a_verdict_does_not_rest_on_leave_it(execution, store):
    execution.special = {Run(GOOD, seed): {"fingerprint": "same"} for seed in (20, 21)}
    evidence = gather([CLEAR, OPEN], store)
    assert evidence.judgement(CLEAR).verdict is Verdict.SUPPORTED
    assert evidence.judgement(OPEN).verdict is Verdict.INVALID


def test_twins_among_seeds_that_only_a_finer_statement_needs_leave_the_verdict_and_forbid_the_statement(
    execution, store
):
    execution.special = {Run(BAD, seed): {"fingerprint": "same"} for seed in (3, 15)}
    judged = gather([REVERSED], store).judgement(REVERSED)
    assert (judged.verdict, judged.seeds) == (Verdict.REFUTED, 12)
    assert judged.finer is not Finer.OPPOSITE
    assert not judged.is_open


def test_a_run_that_diverged_counts_as_the_worst_outcome_and_not_as_a_twin(execution, store):
    diverged = {"diverged_at": 1, "fingerprint": "nan"}
    execution.special = {Run(BAD, seed): diverged for seed in range(12)}
    judged = gather([CLEAR], store).judgement(CLEAR)
    assert judged.verdict is Verdict.SUPPORTED
    assert set(judged.effects) == {math.inf}


def test_what_an_interrupted_campaign_has_trained_is_kept_and_judged(execution, store):
    execution.interrupted_after = 1
    evidence = Evidence(toy_registry(), "epoch", 2, None)
    with pytest.raises(KeyboardInterrupt):
        run_campaign([CLEAR, OPEN], evidence, store, Processes(2, 600), Told())
    kept = len(execution.trained)
    assert 0 < kept < 36
    assert evidence.runs_trained == len(evidence.results) == kept
    assert evidence.wall_seconds > 0
    assert evidence.judgement(OPEN).verdict is Verdict.INCONCLUSIVE
    execution.interrupted_after = math.inf
    assert gather([CLEAR, OPEN], store, max_seeds=12).runs_cached == kept


def test_the_time_of_a_training_that_answers_several_runs_counts_once(execution, store):
    longer = GOOD.with_(epochs=9)
    execution.special = {Run(longer, seed): {"seconds": 3.0} for seed in range(12)}
    evidence = gather([ask(GOOD, longer)], store, max_seeds=12)
    assert evidence.runs_trained == 24
    assert evidence.busy_seconds == pytest.approx(36.0)


def test_progress_is_told_of_every_run_of_its_work_and_why_there_are_more_than_at_first(execution, store):  # noqa: ARG001
    told = Told()
    gather([CLEAR, OPEN], store, progress=told)
    assert told.planned == told.advanced == 12 + 48 + 48
    assert told.worked == pytest.approx(told.work)
    assert told.work > 0
    assert told.more == [(1, look, 12) for look in LOOKS[1:]]


def test_a_verdict_is_told_as_soon_as_its_runs_are_there_and_not_when_all_of_the_look_are(execution, store):  # noqa: ARG001
    told = Told()
    wide = ask(GOOD, WIDE)
    gather([wide, CLEAR], store, progress=told)
    assert told.verdicts == [(wide, Verdict.SUPPORTED, 24), (CLEAR, Verdict.SUPPORTED, 36)]
    again = Told()
    gather([CLEAR], store, progress=again)
    assert again.verdicts == [(CLEAR, Verdict.SUPPORTED, 0)], "from the store"
    assert again.planned == 0


def test_no_questions_are_no_work(execution, store):
    assert gather([], store).runs_trained == 0
    assert execution.trained == []


def test_with_real_workers_a_campaign_ends_with_the_numbers_that_are_trained_here(store):
    arms = [TOY.with_(library="sklearn", learning_rate=rate, epochs=20) for rate in (0.5, 1e-6)]
    question = beats(*arms, on="test_loss", by=0.01)
    evidence = gather([question], store, max_seeds=12)
    assert evidence.judgement(question).verdict is Verdict.SUPPORTED
    assert evidence.runs_trained == 24
    assert evidence.busy_seconds > 0
    setting = Setting(toy_registry().datasets["xor"].for_seed(3), {}, "epoch")
    ((_, here),) = arms[0].train(3, (arms[0].epochs,), setting)
    there = evidence.results[Run(arms[0], 3)]
    assert (there.curves, there.fingerprint) == (here.curves, here.fingerprint)
