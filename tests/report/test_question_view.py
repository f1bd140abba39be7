"""One test of a claim, as its card shows it."""

import pytest

from harness.report.addresses import Addresses
from harness.report.question_view import question, rerun
from harness.results.model import Options, Suite


def view(made, setting=""):
    return question(made.claim, setting, made.results, Addresses())


INTERACTION = [f"batch size {size}, label noise {noise}" for noise in (0.4, 0) for size in (128, 16)]


@pytest.mark.parametrize(
    ("kind", "levels", "setting", "against"),
    [
        ("superiority", (0.9, 0.8), "", "dropout 0.1 against dropout 0.2"),
        ("superiority", (0.9, 0.8), "epochs 60", "dropout 0.1 against dropout 0.2 (epochs 60)"),
        ("trend", (0.7, 0.8, 0.9), "epochs 60", "dropout 0.3; dropout 0.2; dropout 0.1"),
        ("trend", (0.8, 0.9), "", "dropout 0.2 against dropout 0.1"),
        ("proportion", (0.9,), "", "test accuracy"),
        ("interval", (0.9,), "epochs 60", "test accuracy, with epochs 60"),
    ],
)
def test_what_is_compared_is_said_in_short(made, kind, levels, setting, against):
    made.statistical(kind=kind, levels=levels)
    assert view(made, setting).against == against


def test_what_an_interaction_or_a_timing_compares_is_said_in_short(made):
    for arm, name in zip(made.statistical(levels=(0.9, 0.8, 0.7, 0.6))["arms"], INTERACTION, strict=True):
        arm["name"] = name
    leads = "batch size 128 over batch size 16, label noise 0.4 against label noise 0"
    assert view(made).against == f"lead of {leads}"
    made.timed()
    assert view(made).against == f"{made.claim.effect_label}, batch size 16 to batch size 256"


def test_a_test_without_evidence_is_called_by_its_name(made):
    made.exact("AC4", "a b", nodeid="claims/test_ac4.py::test_relu_is_no_line[a b]")
    assert (view(made).against, view(made).question, view(made).evidence) == (
        "relu is no line",
        "relu is no line",
        None,
    )
    made.timed()
    nothing = {"rounds": (), "answers": (), "effects": (), "seeds": 0, "nodeid": "claims/test_mb3.py::test_it_falls"}
    claim = made.claim.model_copy(update=nothing)
    unplayed = question(claim, "", made.results, Addresses())
    assert (unplayed.against, unplayed.question, unplayed.evidence) == ("it falls", claim.question, None)


@pytest.mark.parametrize(("reason", "sentence"), [("all hold", "All hold."), ("All hold.", "All hold."), ("", ".")])
def test_a_reason_is_a_sentence(made, reason, sentence):
    made.exact(reason=reason)
    assert view(made).because == sentence


@pytest.mark.parametrize(
    ("params", "command"),
    [
        ("1", "pytest 'claims/test_lr5.py::test_lr5_holds[1]'"),
        ("", "pytest claims/test_lr5.py::test_lr5_holds"),
        ("a b", "pytest 'claims/test_lr5.py::test_lr5_holds[a b]'"),
        ("$(x)", "pytest 'claims/test_lr5.py::test_lr5_holds[$(x)]'"),
    ],
)
def test_a_card_says_how_to_ask_just_this_again(made, params, command):
    made.statistical("LR5", params)
    made.content["options"]["max_seeds"] = None
    assert view(made).rerun == f"{command} --claims-dataset mnist5k"


@pytest.mark.parametrize(
    ("options", "conditions", "said"),
    [
        (Options(), {}, ""),
        (Options(trainer="epoch"), {"dataset": "mnist"}, " --claims-dataset mnist"),
        (Options(trainer="fit", max_seeds=24), {}, " --claims-trainer fit --claims-max-seeds 24"),
        (Options(), {"dataset": "a; b"}, " --claims-dataset 'a; b'"),
    ],
)
def test_asking_again_is_under_the_same_conditions(made, options, conditions, said):
    results = made.results.model_copy(update={"options": options, "suite": Suite(conditions=conditions)})
    assert rerun(["claims/test_a.py::test_x"], results) == f"pytest claims/test_a.py::test_x{said}"
