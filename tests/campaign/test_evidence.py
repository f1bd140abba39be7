"""Evidence: a question is judged once, and anew when other results arrive; runs that are no replicates are none."""

import math

import pytest

from harness.campaign.evidence import Evidence
from harness.campaign.plan import Failure
from harness.declare.claim import at_least, beats, holds, rises
from harness.declare.metrics import SHARE, metric
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.declare.tuned import tuned
from harness.judge.decide import Verdict
from harness.judge.finer import Finer
from harness.train.function import experiment
from tests.toys import TOY, toy_registry

OTHER = TOY.with_(hidden=(8,))
QUESTION = beats(TOY, OTHER, on="test_accuracy", by=0.01)


def runs(seeds):
    """Return runs of both arms with these seeds, the first arm ahead."""
    for seed in seeds:
        for arm, accuracy in ((TOY, 0.9), (OTHER, 0.8)):
            curves = {"test_accuracy": (accuracy,)}
            yield Run(arm, seed), RunResult(curves, {}, None, f"{arm.key}-{seed}", 1.0)


def nothing_found(max_seeds=None):
    return Evidence(toy_registry(), "epoch", 2, max_seeds)


@pytest.fixture
def evidence():
    found = nothing_found()
    found.add(runs(range(3)))
    return found


def test_a_question_is_judged_once(evidence):
    assert evidence.judgement(QUESTION) is evidence.judgement(QUESTION)


def test_it_is_judged_anew_when_results_arrive(evidence):
    assert evidence.judgement(QUESTION).seeds == 3
    evidence.add(runs(range(3, 12)))
    assert evidence.judgement(QUESTION).verdict is Verdict.SUPPORTED


def test_and_when_a_run_could_not_be_trained(evidence):
    assert "next look" not in evidence.judgement(QUESTION).reason
    evidence.add_crashed({Run(TOY, 3): Failure("its worker died")})
    assert evidence.judgement(QUESTION).reason == "seed 3 could not be trained: its worker died"


def test_results_arrive_by_add_alone(evidence):
    with pytest.raises(TypeError):
        evidence.results[Run(TOY, 5)] = None


# -- functions: runs that say nothing of themselves but their values ---------------------------------------------------


@experiment(
    metrics={
        "loss": metric("loss", higher_is_better=False),
        "accuracy": metric("loss", higher_is_better=True, span=(0, 1)),
        "share": metric("loss", higher_is_better=True, unit=SHARE),
    }
)
def trained(seed, *, size=1):
    """Stand for a function, whose results are made up here."""


def judged(on, values, fingerprint="", diverged=()):
    """Return the verdict on a function's runs, one for each value."""
    question = at_least(trained(), on=on, value=0.0)
    found = nothing_found()
    found.add(
        (
            Run(trained(), seed),
            RunResult({}, {"loss": value}, 1 if seed in diverged else None, fingerprint.format(seed), 1.0),
        )
        for seed, value in enumerate(values)
    )
    return found.judgement(question)


def test_a_number_that_is_the_same_with_every_seed_is_no_evidence():
    invalid = judged("loss", [0.25] * 12)
    assert invalid.verdict is Verdict.INVALID
    assert invalid.reason == "all 12 seeds gave the same loss; does the training use its seed?"


@pytest.mark.parametrize("on", ["accuracy", "share"])
def test_a_share_may_be_the_same_with_every_seed(on):
    assert judged(on, [0.25] * 12).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize("value", [0.0, 1.0, 17.0, -2.0, math.inf])
def test_so_may_a_count_or_a_value_that_is_none(value):
    assert judged("loss", [value] * 12).verdict is not Verdict.INVALID


def test_one_seed_that_differs_is_enough_to_be_replicates():
    assert judged("loss", [*[0.25] * 11, 0.2500001]).verdict is Verdict.SUPPORTED


def test_one_seed_alone_has_no_twin():
    assert judged("loss", [0.25]).verdict is Verdict.INCONCLUSIVE


def test_runs_that_tell_themselves_apart_may_have_the_same_value():
    assert judged("loss", [0.25] * 12, fingerprint="weights-{}").verdict is Verdict.SUPPORTED


def test_runs_that_are_the_same_by_their_own_word_are_no_evidence():
    invalid = judged("accuracy", [0.25] * 12, fingerprint="weights")
    assert invalid.verdict is Verdict.INVALID
    assert invalid.reason.startswith("seeds 0 and 1 gave bit-identical results: they are no replicates")


def test_runs_that_diverged_are_not_compared():
    assert judged("loss", [0.25] * 12, diverged=range(12)).verdict is not Verdict.INVALID


def test_only_the_seeds_that_the_verdict_rests_on_are_compared():
    assert judged("loss", [*[0.25] * 11, 0.5, *[0.25] * 12]).verdict is Verdict.SUPPORTED


def test_of_a_trend_that_is_none_at_every_step_it_is_said_where_it_leads():
    found, between = nothing_found(), TOY.with_(hidden=(2,))
    found.add(runs(range(18)))
    found.add(
        (Run(between, seed), RunResult({"test_accuracy": (0.95,)}, {}, None, f"{seed}", 1.0)) for seed in range(18)
    )
    judged = found.judgement(rises(OTHER, between, TOY, on="test_accuracy"))
    assert (judged.verdict, judged.finer) == (Verdict.REFUTED, Finer.END_TO_END)


SLOW, FAST = (TOY.with_(held_out=0.5, learning_rate=rate) for rate in (0.1, 0.3))
BEST = tuned(SLOW, learning_rate=[0.1, 0.3], by="held_out_loss")
TUNED_BEATS = beats(BEST, OTHER.with_(held_out=0.5), on="test_accuracy", by=0.01)


def tuning(seed, losses, accuracies):
    """Return the runs of both settings and of the arm beside them with a seed."""
    arms = (SLOW, FAST, *TUNED_BEATS.arms[1:])
    for arm, loss, accuracy in zip(arms, (*losses, 1.0), (*accuracies, 0.5), strict=True):
        curves = {"held_out_loss": (loss,), "test_accuracy": (accuracy,)}
        diverged = 1 if math.isinf(loss) else None
        yield Run(arm, seed), RunResult(curves, {}, diverged, f"{arm.key}-{seed}", 1.0)


def test_a_tuned_arm_has_in_each_seed_the_result_of_the_setting_with_the_best_held_out_loss():
    found = nothing_found()
    for seed, losses in enumerate([(0.2, 0.1), (0.1, 0.2), (0.1, 0.1), (math.inf, 9.0), (0.1, math.nan)]):
        found.add(tuning(seed, losses, (0.7, 0.9)))
    chosen = [found.run_of(BEST, seed).experiment for seed in range(5)]
    assert chosen == [FAST, SLOW, SLOW, FAST, SLOW]
    assert found.values(TUNED_BEATS) == [(0.9, 0.5), (0.7, 0.5), (0.7, 0.5), (0.9, 0.5), (0.7, 0.5)]


def test_a_tuned_arm_waits_for_all_its_settings_and_has_no_result_if_one_could_not_be_trained():
    found = nothing_found()
    found.add(list(tuning(0, (0.2, 0.1), (0.7, 0.9))))
    found.add(list(tuning(1, (0.2, 0.1), (0.7, 0.9)))[1:])
    assert found.run_of(BEST, 1) is None
    assert len(found.values(TUNED_BEATS)) == 1
    found.add_crashed({Run(SLOW, 1): Failure("it died")})
    assert found.judgement(TUNED_BEATS).reason == "seed 1 could not be trained: it died"


def test_what_is_neither_true_nor_false_is_not_judged():
    @experiment(metrics={"ok": metric("ok", higher_is_better=True)})
    def trained(seed):
        return {"ok": seed > 0}

    question = holds(trained(), on="ok")
    found = nothing_found()
    values = [0.9 if seed == 4 else 1.0 for seed in range(12)]
    found.add((Run(trained(), seed), RunResult({}, {"ok": one}, None, str(seed), 0)) for seed, one in enumerate(values))
    judged = found.judgement(question)
    assert judged.verdict is Verdict.NOT_JUDGED
    assert judged.reason == "seed 4: ok is 0.9, which is neither true (1) nor false (0)"
    assert not found.is_open(question)


def test_a_share_that_is_the_same_with_every_seed_is_judged_with_a_word_about_it():
    @experiment(metrics={"share": metric("share", higher_is_better=True, unit=SHARE, span=(0, 1))})
    def trained(seed):
        return {"share": 0.5 + 0 * seed}

    def judged(values, fingerprint=""):
        found = nothing_found()
        for seed, value in enumerate(values):
            mark = fingerprint and f"{fingerprint}{seed}"
            found.add([(Run(trained(), seed), RunResult({}, {"share": value}, None, mark, 0))])
        return found.judgement(at_least(trained(), on="share", value=0.4))

    said = "all 12 seeds gave the same share; does the training use its seed?"
    assert judged([0.5] * 12).verdict is Verdict.SUPPORTED
    assert said in judged([0.5] * 12).reason
    assert said not in judged([0.5] * 11 + [0.6]).reason
    assert said not in judged([0.5] * 12, fingerprint="network").reason


def test_a_value_outside_of_the_declared_span_is_not_judged():
    @experiment(metrics={"share": metric("share", higher_is_better=True, unit=SHARE, span=(0, 1))})
    def trained(seed):
        return {"share": 85.0 + seed}

    found = nothing_found()
    found.add((Run(trained(), seed), RunResult({}, {"share": 85.0}, None, str(seed), 0)) for seed in range(12))
    judged = found.judgement(at_least(trained(), on="share", value=0.4))
    assert judged.verdict is Verdict.NOT_JUDGED
    assert judged.reason == "seed 0: the share is 85, and its span was declared as 0 to 1"
