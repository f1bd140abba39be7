"""Where the results came from."""

import pytest

from harness.report import markdown
from harness.report.origin_view import conditions, origin
from harness.results.model import Suite
from tests.report_content import ACCURACY, aside


def facts(made):
    return {title: dict(pairs) for title, pairs in origin(made.results).groups}


def test_the_suites_conditions_are_said(made):
    assert origin(made.results).conditions == "dataset mnist5k"
    assert conditions(Suite()) == ""
    named = Suite(conditions={"dataset": "small", "split": "draw"}, names={"dataset small": "few images"})
    assert conditions(named) == "few images, split draw"


def test_every_group_of_facts_is_there(made):
    found = facts(made)
    assert list(found) == ["Data", "Code", "Machine", "Options", "Statistics", "Versions"]
    assert found["Data"] == {
        "name": "mnist5k",
        "SHA-256": "80" * 32,
        "digits": "4000 training and 1000 test examples",
    }
    assert found["Code"]["commit"] == "6f08179437e3"
    assert found["Machine"] == {"cores": "2", "architecture": "x86_64", "system": "Linux", "Python": "3.11.7"}
    assert found["Statistics"]["for one claim and direction"] == "at most 0.0005"
    assert found["Versions"]["tensorflow"] == "2.21.0"


def test_the_range_of_the_inputs_is_said_and_that_it_is_not_the_declared_one(made):
    unit = {"trained": [0.0, 1.0], "tested": [0.0, 1.0], "declared": [0.0, 255.0]}
    made.content["dataset"]["sizes"]["digits"]["inputs"] = unit
    assert facts(made)["Data"]["digits"].endswith("examples, inputs from 0 to 1")
    (notice,) = origin(made.results).notices
    assert "0 to 255" in notice
    assert markdown.escaped(notice) in markdown.render(made.results)


@pytest.mark.parametrize(("dirty", "said"), [(True, "yes"), (False, "no"), (None, "unknown")])
def test_a_commit_says_whether_the_code_is_still_its_own(made, dirty, said):
    made.content["commit_info"]["dirty"] = dirty
    assert facts(made)["Code"]["changed since"].startswith(said)
    assert ("changed since" in origin(made.results).commit) is (dirty is True)


def test_what_git_could_not_say_is_left_out(made):
    made.content["commit_info"] = {"id": None, "time": None, "branch": None, "dirty": None}
    assert list(facts(made)["Code"]) == ["changed since", "version"]
    assert origin(made.results).commit == ""


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("max seeds", None, "not given"),
        ("fresh", True, "yes"),
        ("strict", False, "no"),
        ("workers", 2, "2"),
        ("trainer", "/home/jane/trainer.py", "…/trainer.py"),
    ],
)
def test_options_are_shown_without_anybodys_folders(made, name, value, said):
    made.content["options"][name.replace(" ", "_")] = value
    assert facts(made)["Options"][name] == said


def test_the_controls_of_the_suite_stand_with_the_statistics(made):
    made.statistical()
    assert "A/A controls" not in facts(made)["Statistics"]
    made.statistical("NS5", control=aside(alarm=True), metric=ACCURACY | {"name": "train_accuracy"})
    made.statistical("NS6", control=aside(level=0.0))
    found = facts(made)["Statistics"]
    assert found["A/A controls"] == "1 of 2 could raise an alarm"
    assert found["alarms"] == "1, where 0.044 are to be expected by chance"
    assert found["power of a control"].startswith("60%")


def test_a_limit_of_the_seeds_is_named(made):
    assert facts(made)["Statistics"]["seeds"].endswith("at most 48")
    made.content["options"]["max_seeds"] = None
    assert "at most" not in facts(made)["Statistics"]["seeds"]
