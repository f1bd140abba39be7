"""Runs from a CSV file as arms: their numbering, their values, what identifies them, and what they cannot be."""

import math

import cloudpickle
import pytest

from harness.base.errors import DeclarationError, RunError
from harness.campaign.evidence import Evidence
from harness.campaign.store import run_key
from harness.declare.claim import at_least, beats, rises
from harness.declare.experiment import Setting
from harness.declare.metrics import metric
from harness.declare.registry import Registry
from harness.declare.run import Run
from harness.judge.decide import Verdict
from harness.train.function import experiment
from harness.train.recorded import recorded
from tests.run_files import write_runs

ACCURACY = {"accuracy": metric("accuracy", higher_is_better=True)}
TWO = {"cnn": {"accuracy": (0.9, 0.8, 0.7)}, "mlp": {"accuracy": (0.6, 0.5, 0.4)}}


@pytest.fixture
def runs(tmp_path):
    """Return a function that writes a file and returns what makes its arms."""

    def write(arms=TWO, metrics=ACCURACY, file="runs.csv", **options):
        return recorded(write_runs(tmp_path / file, arms, **options), metrics=metrics)

    return write


def result(arm, seed):
    ((_, found),) = arm.train(seed, (1,), Setting(None, {}, "epoch"))
    return found


def key(arm, seed=0):
    return run_key(Run(arm, seed), Registry(), "epoch")


def evidence(*arms, seeds, max_seeds=None):
    found = Evidence(Registry(), "epoch", 1, max_seeds)
    found.add((Run(arm, seed), result(arm, seed)) for arm in arms for seed in range(seeds))
    return found


def test_a_run_has_the_seed_of_its_file_and_questions_ask_them_in_ascending_order(tmp_path):
    rows = ["seed,arm,metric,value", "30,cnn,accuracy,0.3", "-2,cnn,accuracy,0.1", "4,cnn,accuracy,0.2"]
    (tmp_path / "runs.csv").write_text("\n".join(rows))
    arm = recorded(str(tmp_path / "runs.csv"), metrics=ACCURACY)("cnn")
    assert [arm.metric("accuracy").of(result(arm, seed)) for seed in (-2, 4, 30)] == [0.1, 0.2, 0.3]
    question = at_least(arm, on="accuracy", value=0)
    assert (question.seeds(2), question.seeds(9)) == ((-2, 4), (-2, 4, 30))


def test_the_report_names_arm_file_and_seeds(runs):
    assert runs(first=1)("cnn").describe() == {"arm": "cnn", "file": "runs.csv", "seeds": "1 to 3"}


def test_arms_are_equal_if_their_rows_are(runs):
    assert runs()("cnn") == runs()("cnn") != runs()("mlp")
    assert len({runs()("cnn"), runs()("cnn"), runs()("mlp")}) == 2


@pytest.mark.parametrize("gone", ["nan", ""])
def test_without_a_value_a_run_has_diverged_in_all_its_metrics(runs, gone):
    metrics = {**ACCURACY, "loss": metric("loss", higher_is_better=False)}
    arm = runs({"cnn": {"loss": (gone, 0.1), "accuracy": (0.1, 0.9)}}, metrics)("cnn")
    first, second = result(arm, 0), result(arm, 1)
    assert (first.measurements, second.diverged_at) == ({}, None)
    assert (arm.metric("loss").of(first), arm.metric("accuracy").of(first)) == (math.inf, -math.inf)
    assert (arm.metric("loss").of(second), arm.metric("accuracy").of(second)) == (0.1, 0.9)


def test_infinite_values_are_values(runs):
    arm = runs({"cnn": {"accuracy": ("inf", "-inf")}})("cnn")
    assert [result(arm, seed).measurements["accuracy"] for seed in (0, 1)] == [math.inf, -math.inf]
    assert result(arm, 0).diverged_at is None


def test_a_metric_may_have_another_name_or_be_calculated(runs):
    gap = metric(
        lambda run: run.value("train") - run.value("test"), higher_is_better=False, label="gap", reads=("train", "test")
    )
    arm = runs({"cnn": {"train": (0.9,), "test": (0.7,)}}, {"gap": gap})("cnn")
    assert arm.metric("gap").of(result(arm, 0)) == pytest.approx(0.2)
    (run,) = cloudpickle.loads(cloudpickle.dumps(arm)).runs
    assert run == result(arm, 0)


def test_the_run_key_changes_with_the_arms_rows_and_with_no_others(runs):
    before = runs()
    other = runs({"cnn": {"accuracy": (0.9, 0.8, 0.7)}, "mlp": {"accuracy": (0.6, 0.5, 0.41)}})
    assert key(before("cnn")) == key(other("cnn"))
    assert key(before("mlp")) != key(other("mlp"))
    assert key(before("cnn"), 0) != key(before("cnn"), 1)
    assert key(before("cnn")) != key(runs(first=1)("cnn"))


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda runs: runs()("cn"), r"unknown arm of runs.csv 'cn'; did you mean 'cnn'\? \(known: cnn, mlp\)"),
        (lambda runs: runs(metrics={"a": metric("acuracy", higher_is_better=True)}), "did you mean 'accuracy'"),
        (lambda runs: at_least(runs()("cnn"), on="acc", value=0), "unknown metric declared for runs.csv 'acc'"),
        (lambda runs: runs(metrics={}), "says which way each metric is better"),
        (lambda runs: runs(metrics={"accuracy": True}), "says which way each metric is better"),
        (lambda runs: recorded(None, metrics=ACCURACY), "takes the path of a CSV file, not None"),  # noqa: ARG005
        (lambda runs: runs()("cnn").with_(width=3), "the runs of runs.csv cannot be run with width changed"),
        (lambda runs: at_least(runs()("cnn"), on="accuracy", value=0, baseline=True), "has no baseline"),
        (
            lambda runs: at_least(runs({"a": {"accuracy": (1,)}, "b": {"f1": (1,)}})("b"), on="accuracy", value=0),
            "runs.csv has no 'accuracy' of arm 'b'",
        ),
        (
            lambda runs: beats(runs()("cnn"), runs(file="b.csv", first=1)("mlp"), on="accuracy", by=0),
            "number 0 is seed 0 in runs.csv but seed 1 in b.csv",
        ),
        (
            lambda runs: beats(trained(), runs(first=1)("cnn"), on="accuracy", by=0),
            "number 0 is seed 0 in an arm that is trained but seed 1 in runs.csv",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(runs, use, message):
    with pytest.raises(DeclarationError, match=message):
        use(runs)


@experiment(metrics=ACCURACY)
def trained(seed):
    """Train something here."""
    return {"accuracy": 0.1 * seed}


def test_arms_that_a_report_could_not_tell_apart_are_not_compared(runs, tmp_path):
    (tmp_path / "new").mkdir()
    first, second = runs()("cnn"), runs({"cnn": {"accuracy": (0.1, 0.2, 0.3)}}, file="new/runs.csv")("cnn")
    with pytest.raises(DeclarationError, match="two arms have the same name in files of the same name"):
        beats(first, second, on="accuracy", by=0)


def test_files_with_the_same_seeds_and_arms_that_are_trained_with_them_are_compared(runs):
    question = rises(trained(), runs()("cnn"), runs(file="b.csv")("mlp"), on="accuracy")
    assert [arm.recorded.file if arm.recorded else None for arm in question.arms] == [None, "runs.csv", "b.csv"]


def arms_of(runs, seeds):
    """Return two arms of a file, of which nobody knows which is ahead."""
    ahead = {"accuracy": [0.8 + 0.001 * seed for seed in range(seeds)]}
    turns = {"accuracy": [0.8 + 0.001 * seed + (-1) ** seed * 0.1 for seed in range(seeds)]}
    file = runs({"cnn": ahead, "mlp": turns})
    return file("cnn"), file("mlp")


@pytest.mark.parametrize(("seeds", "said"), [(8, 8), (20, 20), (24, 24)])
def test_a_file_with_too_few_seeds_decides_nothing_and_says_so(runs, seeds, said):
    arms = arms_of(runs, seeds)
    found = evidence(*arms, seeds=seeds)
    judged = found.judgement(beats(*arms, on="accuracy", by=0))
    assert judged.verdict is Verdict.INCONCLUSIVE
    assert judged.reason.endswith(f"; runs.csv has {said} seeds")
    assert judged.reason.count("runs.csv") == 1
    assert judged.seeds == seeds


def test_a_file_that_is_not_what_stops_it_is_not_named(runs):
    arms = arms_of(runs, 48)
    question = beats(*arms, on="accuracy", by=0)
    assert "runs.csv" not in evidence(*arms, seeds=48).judgement(question).reason
    assert "runs.csv" not in evidence(*arms, seeds=12, max_seeds=12).judgement(question).reason
    assert evidence(*arms, seeds=12, max_seeds=12).most_seeds(question) == 12


def test_seeds_enough_for_an_early_look_decide(runs):
    arms = runs({"a": {"accuracy": [seed / 100 for seed in range(13)]}, "b": {"accuracy": [-1] * 13}})
    judged = evidence(arms("a"), arms("b"), seeds=13).judgement(beats(arms("a"), arms("b"), on="accuracy", by=0))
    assert (judged.verdict, judged.seeds) == (Verdict.SUPPORTED, 12)


def test_a_seed_that_the_file_has_not_is_no_run(runs):
    with pytest.raises(RunError, match=r"runs\.csv has the seeds 0 to 2, and not 3"):
        result(runs()("cnn"), 3)
