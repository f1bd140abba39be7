"""An arm that is the best of several settings: what it is, and which choices are refused."""

import pytest

from harness.base.errors import DeclarationError
from harness.campaign.plan import runs_for
from harness.declare.claim import beats
from harness.declare.labels import arm_names
from harness.declare.metrics import metric
from harness.declare.registry import used
from harness.declare.tuned import tuned
from tests.own_kind import WALK
from tests.projects import Project
from tests.toys import TOY, builtin_registry

HELD = TOY.with_(held_out=0.5)
BEST = tuned(HELD, learning_rate=[0.1, 0.3], by="held_out_loss")
PROJECT = """
import numpy as np
import pytest
from harness import beats, claim, experiment, metric, tuned

@experiment(metrics={
    "validation_loss": metric("validation_loss", higher_is_better=False),
    "height": metric("height", higher_is_better=True),
})
def climb(seed, *, step=1, boots="good"):
    \"""Seeds decide which step is the best one.\"""
    best = 1 + seed % 3
    return {"validation_loss": abs(step - best), "height": 10 - abs(step - best), "fingerprint": [seed, step]}

BEST = tuned(climb(), step=[1, 2, 3], by="validation_loss")

@claim("TUNED", says="The best step beats any fixed one in most seeds.")
@pytest.mark.parametrize("question", [beats(BEST, climb(step=step, boots="bad"), on="height", by=0) for step in (1, 2)])
def test_tuned(question, judge):
    assert judge(question).verdict.word == "inconclusive"  # 8 of 12, 16 of 24, 32 of 48

@claim("MORE", says="It beats the worst.")
@pytest.mark.parametrize("question", [beats(BEST, climb(step=9), on="height", by=0)])
def test_worst(question, judge):
    assert judge(question).supported
"""


def test_it_is_described_by_what_it_is_chosen_from():
    other = HELD.with_(hidden=(9,))
    assert arm_names([BEST, other]) == [
        "hidden 4, learning rate the best of 0.1, 0.3 by held out loss",
        "hidden 9, learning rate 0.1",
    ]
    assert BEST.key != HELD.key
    assert tuned(HELD, learning_rate=[0.1, 0.3], by="held_out_loss") == BEST
    assert {BEST: 1}[tuned(HELD, learning_rate=[0.1, 0.3], by="held_out_loss")] == 1


def test_a_change_is_one_of_every_setting():
    changed = BEST.with_(epochs=5)
    assert [(one.learning_rate, one.epochs) for one in changed.settings()] == [(0.1, 5), (0.3, 5)]
    with pytest.raises(DeclarationError, match="learning_rate is what is tuned"):
        BEST.with_(learning_rate=1.0)


def test_every_setting_is_trained_once_and_gets_what_the_metric_needs():
    question = beats(BEST, HELD, on="update_norm_p99", by=0)
    measured = question.arms[0].settings()
    assert [one.measure for one in measured] == [("updates",), ("updates",)]
    runs = runs_for([(question, 2)])
    assert [(run.experiment.learning_rate, run.seed) for run in runs] == [(0.1, 0), (0.1, 1), (0.3, 0), (0.3, 1)]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: tuned(HELD, learning_rate=[0.1, 0.3], by="test_loss"), "must not choose by 'test_loss'"),
        (lambda: tuned(TOY, learning_rate=[0.1, 0.3], by="held_out_loss"), "does not record: set held_out="),
        (lambda: tuned(HELD, learning_rate=[0.1, 0.3], by="held_out_los"), "did you mean 'held_out_loss'"),
        (lambda: tuned(HELD, learning_rate=[0.1], by="held_out_loss"), "two settings or more, not 1"),
        (lambda: tuned(HELD, learning_rate=[0.1, 0.1], by="held_out_loss"), "the same learning rate twice"),
        (lambda: tuned(HELD, learning_rate=0.1, by="held_out_loss"), "takes a list of values, not 0.1"),
        (lambda: tuned(HELD, optimizer="adam", by="held_out_loss"), "takes a list of values, not 'adam'"),
        (lambda: tuned(HELD, learning_rte=[0.1, 0.3], by="held_out_loss"), "did you mean 'learning_rate'"),
        (lambda: tuned(HELD, by="held_out_loss"), "one field"),
        (lambda: tuned(HELD, epochs=[1, 2], hidden=[(1,), (2,)], by="held_out_loss"), "one field"),
        (lambda: tuned(BEST, epochs=[1, 2], by="held_out_loss"), "takes an experiment, not Tuned"),
        (lambda: tuned("A", epochs=[1, 2], by="held_out_loss"), "takes an experiment, not 'A'"),
        (lambda: tuned(WALK, drift=[1.0, 2.0], by="test_loss"), "must not choose by 'test_loss'"),
        (lambda: beats(BEST, TOY, on="test_accuracy", by=0), "held_out is 0 in one and 0.5 in another"),
        (lambda: tuned(HELD, learning_rate=[0.1, 0.3], by="generalization_gap"), "must not choose by"),
        (lambda: tuned(HELD, data=["xor", "circles"], by="held_out_loss"), "cannot choose the data"),
        (
            lambda: tuned(HELD, loss=["categorical_crossentropy", "mean_squared_error"], by="held_out_loss"),
            "another quantity in each",
        ),
    ],
)
def test_a_choice_that_cannot_be_made_fairly_is_refused(ask, message):
    with pytest.raises(DeclarationError, match=message):
        ask()


def test_a_session_trains_the_settings_and_judges_the_best_of_them(tmp_path):
    project = Project(tmp_path, claims=PROJECT)
    outcome = project.pytest("claims")
    assert outcome.code == 0, outcome.text
    results = project.results
    by_title = {f"{claim['id']} {claim['params']}": claim for claim in results["claims"]}
    tuned_arm = by_title["TUNED question0"]["arms"][0]
    assert tuned_arm["values"][:3] == [10.0, 10.0, 10.0]
    steps = [results["experiments"][results["runs"][run]["experiment"]]["step"] for run in tuned_arm["runs"]]
    assert steps[:6] == [1, 2, 3, 1, 2, 3]
    assert results["experiments"][tuned_arm["experiment"]]["step"] == "the best of 1, 2, 3 by validation loss"
    assert "the best of 1, 2, 3 by validation loss" in (project.report / "index.html").read_text()
    assert project.rows == len(results["runs"]) == 36 * 5 + 12, (
        "of five settings as many seeds as can still decide, and 12 of the worst"
    )


def test_a_metric_of_predictions_on_the_test_set_cannot_choose():
    registry = builtin_registry()
    registry.metric("own", metric(lambda y_true, y_score: y_true @ y_score, higher_is_better=True))
    with used(registry), pytest.raises(DeclarationError, match="must not choose by 'own'"):
        tuned(HELD, learning_rate=[0.1, 0.3], by="own")


def test_kept_weights_may_choose_by_what_they_are_in_training_and_not_by_their_test_figures():
    registry = builtin_registry()
    registry.checkpoint("best", lambda curves: bool(curves), watches=("held_out_loss",))
    for part, higher_is_better in (("test_accuracy", True), ("train_loss", False)):
        registry.metric(f"own_{part}", metric(f"best_{part}", higher_is_better=higher_is_better))
    with used(registry):
        with pytest.raises(DeclarationError, match="must not choose by 'own_test_accuracy'"):
            tuned(HELD, learning_rate=[0.1, 0.3], by="own_test_accuracy")
        assert tuned(HELD, learning_rate=[0.1, 0.3], by="own_train_loss").measurements() == ("best",)


def test_a_choice_by_a_measured_metric_can_be_compared():
    by_training = [tuned(arm, learning_rate=[0.1, 0.3], by="train_accuracy") for arm in (TOY, TOY.with_(hidden=(2,)))]
    question = beats(*by_training, on="test_accuracy", by=0)
    assert all("training_set" in setting.measure for arm in question.arms for setting in arm.settings())
    assert by_training[0].unmeasured() == tuned(TOY, learning_rate=[0.1, 0.3], by="train_accuracy").unmeasured()
