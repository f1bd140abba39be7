"""What the suite's people call its settings replaces what the engine calls them, wherever it stands."""

from harness.report.wording.human_names import with_human_names

NAMES = {"dropout 0.1": "little dropout", "dropout 0": "none at all"}


def named(made):
    results = made.results
    suite = results.suite.model_copy(update={"names": NAMES})
    return with_human_names(results.model_copy(update={"suite": suite})).claims[-1]


def test_arms_questions_and_effects_are_renamed(made):
    made.statistical(question="Is dropout 0.1 above dropout 0.2?")
    claim = named(made)
    assert [arm.name for arm in claim.arms] == ["little dropout", "dropout 0.2"]
    assert claim.question == "Is little dropout above dropout 0.2?"
    assert claim.effect_label == "how far little dropout is above dropout 0.2"


def test_a_name_is_no_part_of_another(made):
    made.statistical(question="dropout 0.15, dropout 0, predropout 0 and dropout 0-1?")
    assert named(made).question == "dropout 0.15, none at all, predropout 0 and dropout 0-1?"


def test_results_without_names_are_as_they_were(made):
    made.statistical()
    assert with_human_names(made.results) == made.results
