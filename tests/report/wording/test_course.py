"""What is told of training that had not come to its end, or had gone beyond its best."""

import pytest

from harness.report.wording.course import course

EARLY, LATE, LEVEL = (1.0, 0.8, 0.6), (1.0, 0.5, 0.6), (1.0, 0.5, 0.49)


def asked(made, *losses, every=1, **curves):
    """Return a question of arms with these test losses, and the runs; other curves are every arm's."""
    made.statistical(kind="proportion" if len(losses) == 1 else "superiority", levels=(0.9, 0.8)[: len(losses)])
    for arm, loss in zip(made.content["claims"][-1]["arms"], losses, strict=True):
        arm["evaluate_every"] = every
        for key in arm["runs"]:
            made.content["runs"][key]["curves"] = {"test_loss": list(loss)} | curves
    return made.claim, made.results.runs


def test_training_that_still_improves_is_told(made):
    found = course(*asked(made, EARLY, LEVEL))
    assert found.words == "still improving"
    assert found.sentence == "test loss of dropout 0.1 has fallen by 25% since epoch 2 of 3"


def test_so_is_training_past_its_best_in_epochs(made):
    found = course(*asked(made, LATE, every=10))
    assert found.words == "training past its best"
    assert found.sentence == "test loss was least after epoch 20 of 30 and is 20% higher at the end"


def test_a_training_loss_that_has_risen_as_well_is_no_overfitting(made):
    assert "no overfitting" in course(*asked(made, LATE, train_loss=[1.0, 0.4, 0.5])).sentence
    assert "no overfitting" not in course(*asked(made, LATE, train_loss=[1.0, 0.4, 0.3])).sentence


def test_each_arm_has_its_own_course(made):
    found = course(*asked(made, EARLY, LATE))
    assert found.words == "still improving and training past its best"
    assert "; of dropout 0.2 was least after epoch 2 of 3" in found.sentence


def test_an_accuracy_that_rises_under_a_loss_that_hardly_falls_is_told(made):
    found = course(*asked(made, LEVEL, test_accuracy=[0.2, 0.3, 0.4]))
    assert found.words == "still improving"
    assert "the accuracy has risen from 30 % to 40 % since epoch 2 of 3" in found.sentence


@pytest.mark.parametrize("loss", [LEVEL, (1.0, 0.5), (1.0, 1e-4, 2e-4), (1.0, 0.5, "NaN"), (0.0, 0.0, 0.0), ()])
def test_otherwise_there_is_nothing_to_tell(made, loss):
    assert course(*asked(made, loss)) is None


def test_a_jump_of_some_runs_is_no_improvement(made):
    made.statistical(kind="proportion", levels=(0.9,))
    for number, key in enumerate(made.content["claims"][-1]["arms"][0]["runs"]):
        made.content["runs"][key]["curves"] = {"test_loss": [1.0, 0.9, 0.5 if number % 3 else 1.5]}
    assert course(made.claim, made.results.runs) is None
