"""The plugin, as a user meets it: pytest sessions on a small project."""

import shutil

import pytest

from harness.data.synthetic import xor
from harness.declare.experiment import Setting
from harness.results import file as results_file
from tests.projects import SPREAD, Project
from tests.toy_claims import KERAS

ALL = {
    "KER rate": "supported",
    "SUP eight": "supported",
    "SUP nine": "supported",
    "REF rate": "refuted",
    "INC chance": "inconclusive",
    "EXA": "supported",
}
SPY = """
import sys

def pytest_unconfigure():
    print("imported:", sorted({"tensorflow", "keras", "sklearn.neural_network"} & sys.modules.keys()))
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Return a project whose claims have all been checked once, and how that session ended."""
    project = Project(tmp_path_factory.mktemp("project"))
    (project.folder / "spy.py").write_text(SPY)
    project.outcome = project.pytest("claims", "-p", "spy", "--claims-workers", "2", "-rsx")
    project.first = project.results
    return project


def test_every_claim_gets_its_verdict_and_every_test_its_outcome(trained):
    assert trained.outcome.code == 0, trained.outcome.text
    assert {f"{c['id']} {c['params']}".strip(): c["verdict"] for c in trained.first["claims"]} == ALL
    assert "5 passed, 1 skipped, 1 xfailed" in trained.outcome.text
    assert "INC[chance] is inconclusive: " in trained.outcome.text
    assert "it is the other way round" in trained.outcome.text


def test_the_results_can_be_read(trained):
    trained.pytest("claims", "-m", "exact")
    assert results_file.read(trained.report / "results.json").claims[0].id == "EXA"


def test_the_terminal_lists_the_verdicts_and_the_reports_path(trained):
    lines = trained.outcome.lines
    for claim in trained.first["claims"]:
        title = f"{claim['id']}[{claim['params']}]" if claim["params"] else claim["id"]
        assert any(title in line and claim["verdict"] in line for line in lines), title
    assert any(line.endswith("reports/latest/index.html") for line in lines)
    assert any("4 supported, 1 inconclusive, 1 refuted; 84 runs trained, 0 from the store" in line for line in lines)


def test_training_happens_in_other_processes_so_that_this_one_never_imports_tensorflow(trained):
    assert "imported: []" in trained.outcome.lines


def test_runs_shared_by_claims_are_trained_once(trained):
    # KER, SUP nine and REF need 24 runs each; SUP eight has REF's arms, and INC one of them, without its training loss.
    assert trained.first["campaign"]["runs_trained"] == len(trained.first["runs"]) == 84


def test_a_worker_trains_the_same_bits_as_this_process(trained):
    (claim,) = (claim for claim in trained.first["claims"] if claim["id"] == "KER")
    there = trained.first["runs"][claim["arms"][0]["runs"][3]]
    ((_, here),) = KERAS.train(3, (KERAS.epochs,), Setting(xor(), {}, "epoch"))
    assert there["seed"] == 3
    assert there["fingerprint"] == here.fingerprint
    kept = {name: tuple(float(f"{value:.7g}") for value in values) for name, values in here.curves.items()}
    assert {name: tuple(values) for name, values in there["curves"].items()} == kept


def test_a_second_session_trains_nothing_and_says_the_same(trained):
    outcome = trained.pytest("claims", "-p", "spy")
    assert outcome.code == 0
    assert trained.results["campaign"]["runs_trained"] == 0
    assert trained.results["campaign"]["runs_cached"] == 84
    assert trained.results["claims"] == trained.first["claims"]
    assert trained.results["runs"] == trained.first["runs"]
    assert "imported: []" in outcome.lines


@pytest.mark.parametrize(
    ("arguments", "selected"),
    [
        (["claims", "-k", "SUP"], {"SUP eight", "SUP nine"}),
        (["claims", "-k", "SUP and nine or REF"], {"SUP nine", "REF rate"}),
        (["claims", "-m", "exact"], {"EXA"}),
        (["claims/test_toy.py::test_with_sklearn[eight]"], {"SUP eight"}),
    ],
    ids=["id", "id and parameter", "marker", "node id"],
)
def test_what_is_selected_is_what_is_judged_and_reported(trained, arguments, selected):
    assert trained.pytest(*arguments).code == 0
    assert trained.verdicts == {name: ALL[name] for name in selected}
    assert trained.results["campaign"]["runs_trained"] == 0


def test_a_session_from_another_directory_uses_the_same_store_and_report(trained, tmp_path):
    outcome = trained.pytest(str(trained.folder / "claims" / "test_toy.py"), "-k", "REF", cwd=tmp_path)
    assert outcome.code == 0
    assert trained.verdicts == {"REF rate": "refuted"}
    assert trained.results["campaign"]["runs_trained"] == 0
    assert {path.name for path in tmp_path.iterdir()} <= {".benchmarks"}  # pytest-benchmark's, wherever it runs


def test_two_workers_of_xdist_train_once_and_write_one_report(trained):
    outcome = trained.pytest("claims", "-n", "2", "--claims-fresh", "-k", "not KER")
    assert outcome.code == 0, outcome.text
    assert trained.results["campaign"]["runs_trained"] == 60
    assert trained.verdicts == {name: verdict for name, verdict in ALL.items() if name != "KER rate"}
    assert [claim["outcome"] for claim in trained.results["claims"]] == ["passed"] * 2 + ["failed", "skipped", "passed"]
    assert sum("runs trained" in line for line in outcome.lines) == 1


def test_a_limit_below_the_first_look_is_said_at_once(trained):
    outcome = trained.pytest("claims", "-k", "SUP", "--claims-max-seeds", "5")
    (number,) = (at for at, line in enumerate(outcome.lines) if "--claims-max-seeds 5: nothing can be decided" in line)
    assert "the first look is at 12 seeds" in outcome.lines[number]
    assert number < min(at for at, line in enumerate(outcome.lines) if "test_toy.py" in line)
    enough = trained.pytest("claims", "-k", "SUP", "--claims-max-seeds", "12")
    assert "nothing can be decided" not in enough.text


UNEXPECTED = """
import pytest
from harness.declare.claim import Refuted, claim
from tests.toy_claims import SKLEARN, at_least, hardly, learns

CHANCE = at_least(SKLEARN.with_(learning_rate=1e-9), on="test_accuracy", value=0.5, looks=(12,))
refuted = pytest.mark.xfail(raises=Refuted, strict=True, reason="so we thought")

@claim("UN1", section="Drop out", says="Refuted, but nobody expected it.")
@pytest.mark.parametrize("question", [hardly(SKLEARN)], ids=["a"])
def test_1(question, judge):
    assert judge(question).supported

@claim("UN2", section="Drop out", says="Supported, but expected to be refuted.")
@refuted
@pytest.mark.parametrize("question", [learns(SKLEARN)], ids=["a"])
def test_2(question, judge):
    assert judge(question).supported

@claim("UN3", section="Drop out", says="Inconclusive, but expected to be refuted.")
@refuted
@pytest.mark.parametrize("question", [CHANCE], ids=["a"])
def test_3(question, judge):
    assert judge(question).supported

@claim("UN4", section="Drop out", says="Asks what was not declared.")
@pytest.mark.parametrize("question", [CHANCE], ids=["a"])
def test_4(question, judge):
    assert judge(learns(SKLEARN)).supported

@claim("UN5", section="Drop out", says="Fails without a message.")
def test_5():
    pytest.fail("", pytrace=False)
"""


def test_an_unexpected_outcome_fails_with_what_a_person_needs(trained):
    file = trained.claim("unexpected", UNEXPECTED)
    try:
        outcome = trained.pytest(str(file), "--claims-strict")
    finally:
        file.unlink()
    assert outcome.code == 1
    assert "5 failed" in outcome.text
    for said in (
        "UN1[a] is refuted",
        "answers    0 of 12 seeds say yes; P(yes) 0 (95 % interval 0 to 0.2646), claimed above 0.5",
        "claimed: more than 0.01 (training loss, nats)",
        "[XPASS(strict)] UN2[a] is supported, and marked as contradicted: 'so we thought'",
        "::test_1[a] - UN1[a] is refuted",
        "UN3[a] is inconclusive",
        "the test ended in an error",
    ):
        assert said in outcome.text
    assert "Superiority(" not in outcome.text, "the question stands there in words"
    assert "test_4 is judged on its own parameter" in outcome.text
    assert any("UN2[a]" in line and "(expected: refuted)" in line for line in outcome.lines)
    assert trained.results["campaign"]["runs_trained"] == 0


BROKEN = """
import pytest
from harness.declare.claim import claim

@pytest.fixture
def broken():
    raise ValueError

@claim("BAD", section="Drop out", says="Fails before its test begins.")
def test_of_a_broken_fixture(broken):
    assert broken
"""


@pytest.mark.parametrize(
    ("arguments", "complete"),
    [
        pytest.param([], True, id="alone"),
        pytest.param(["-x"], False, id="x"),
        pytest.param(["--maxfail=1", "-n", "2"], False, id="xdist maxfail", marks=pytest.mark.slow),
        pytest.param(["-n", "2"], True, id="xdist", marks=pytest.mark.slow),
        pytest.param(["--setup-only"], False, id="setup only"),
    ],
)
def test_a_session_is_complete_if_every_selected_claim_has_been_tested(trained, arguments, complete):
    file = trained.claim("broken", BROKEN)
    try:
        assert trained.pytest("claims", *arguments).code in (1, 2)
        outcomes = {claim["id"]: claim["outcome"] for claim in trained.results["claims"]}
        assert trained.results["complete"] is complete
        assert outcomes["BAD"] == "failed"
        assert (None in outcomes.values()) <= (not complete)
        page = (trained.report / "index.html").read_text("utf-8")
        assert ("These results are partial" in page) is not complete
        if not complete:
            outcome = trained.pytest("claims", "--claims-compare", str(trained.report / "results.json"))
            assert outcome.code == pytest.ExitCode.USAGE_ERROR
            assert "from a session that was interrupted or ended early" in outcome.lines[-1]
    finally:
        file.unlink()


def test_clearing_pytests_cache_clears_the_store(trained, tmp_path):
    shutil.copytree(trained.folder, tmp_path, dirs_exist_ok=True)
    copy = Project(tmp_path)
    assert copy.rows > 0
    assert copy.pytest("claims", "-m", "exact", "--cache-clear").code == 0
    assert copy.rows == 0


def test_collecting_trains_and_writes_nothing(project):
    outcome = project.pytest("claims", "--collect-only", "-q")
    assert outcome.code == 0
    assert "claims/test_toy.py::test_with_keras[rate]" in outcome.lines
    assert project.rows == 0
    assert not project.report.exists()


MISDECLARED = """from harness.declare.claim import beats
from tests.toys import TOY

QUESTION = beats(TOY, TOY.with_(epochs=-3), on="test_accuracy", by=0.01)
"""


def test_a_claim_that_cannot_be_meant_is_shown_by_file_and_line_without_a_traceback(project):
    project.claim("misdeclared", MISDECLARED)
    outcome = project.pytest("claims")
    assert outcome.code == 2
    assert "claims/test_misdeclared.py:4: epochs must be a whole number of at least 1, not -3" in outcome.lines
    assert "Traceback" not in outcome.text
    assert "harness/experiment.py" not in outcome.text
    assert project.rows == 0


TWICE = """
from harness.declare.claim import claim

@claim("EXA", section="Drop out", says="Another claim under the same id.")
def test_again():
    assert 1 + 1 == 2
"""


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["-p", "no:cacheprovider"], "the run store lives in pytest's cache: run without -p no:cacheprovider"),
        (["--claims-report", "in_the_way/report"], "--claims-report: cannot write to"),
        (["--claims-trainer", "foo"], "--claims-trainer: 'foo' is not one of epoch, fit"),
    ],
    ids=["no cache", "report", "option"],
)
def test_a_users_mistake_ends_the_session_in_one_line_before_anything_is_trained(project, arguments, line):
    (project.folder / "in_the_way").write_text("a file\n")
    outcome = project.pytest("claims", *arguments)
    assert outcome.code == 4, outcome.text
    assert [said for said in outcome.lines if said.startswith("ERROR: ")] == [
        said for said in outcome.lines if line in said
    ]
    assert "Traceback" not in outcome.text
    assert project.rows == 0
    assert not (project.report / "results.json").exists()


@pytest.mark.parametrize("arguments", SPREAD)
def test_an_id_used_twice_is_refused_in_one_line_that_names_both_files(project, arguments):
    project.claim("twice", TWICE)
    outcome = project.pytest("claims", *arguments)
    assert outcome.code == 4, outcome.text
    (line,) = (line for line in outcome.lines if "claim EXA is declared twice" in line)
    assert "test_toy.py" in line
    assert "test_twice.py" in line
    assert "Traceback" not in outcome.text
