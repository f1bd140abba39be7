"""Bad options, data and claims: whatever cannot work ends the session in one line (pytest's exit code 4).

Nothing is trained for it, nothing overwritten, and nobody sees a traceback.
"""

import re

import pytest

from harness.campaign.workers import cluster
from harness.judge.family import FAMILY_SIZE
from tests.projects import Project

pytest_plugins = ["pytester"]

CLAIM = """import pytest
from harness.declare.claim import at_least, claim, contradicted
from tests.toy_claims import KERAS

@claim("ONE", section="Drop out", says="x")
{}@pytest.mark.parametrize("question", [at_least(KERAS{}, on="test_loss", value=0)])
def test_one(question, judge):
    assert judge(question).supported
"""
SOUND = CLAIM.format("", "")
MANY = """import pytest
from harness.declare.claim import at_least, claim
from tests.toy_claims import KERAS

@claim("MANY", section="Drop out", says="x")
@pytest.mark.parametrize("question", [at_least(KERAS, on="test_loss", value=n) for n in range({})])
def test_many(question, judge):
    assert judge(question).supported
"""
BY_HAND = "import pytest\n\n@pytest.mark.claim(id='TWO')\ndef test_two():\n    assert 1 + 1 == 2\n"
SESSIONS = {
    "max-seeds": (["--claims-max-seeds=0"], "--claims-max-seeds: '0' is not a whole number of at least 1 or all"),
    "max-seeds negative": (["--claims-max-seeds=-12"], "'-12' is not a whole number"),
    "max-seeds endless": (["--claims-max-seeds=" + 5000 * "9"], "is not a whole number"),
    "workers": (["--claims-workers=two"], "--claims-workers: 'two' is not a whole number of at least 1 or auto"),
    "workers by the million": (["--claims-workers=1000000"], "--claims-workers: 1000000 is more than 1024"),
    "trainer": (
        ["--claims-trainer=epochs"],
        "--claims-trainer: 'epochs' is not one of epoch, fit; did you mean 'epoch'",
    ),
    "run-limit": (["--claims-run-limit=0"], "--claims-run-limit: '0' is not a whole number of at least 1"),
    "scheduler and workers": (["--claims-scheduler=tcp://x:1", "--claims-workers=2"], "--claims-scheduler: "),
    "scheduler that is none": (["--claims-scheduler=nowhere"], "--claims-scheduler: 'nowhere' is not an address"),
    "scheduler out of reach": (
        ["--claims-scheduler=tcp://127.0.0.1:1"],
        "--claims-scheduler: no Dask scheduler answers at tcp://127.0.0.1:1",
    ),
    "fresh configured": (
        ["-o", "claims-fresh=maybe"],
        "claims-fresh in the configuration: invalid truth value 'maybe'",
    ),
    "strict configured": (["-o", "claims-strict=2"], "claims-strict in the configuration: invalid truth value '2'"),
    "report empty": (["--claims-report="], "--claims-report: '' is no path"),
    "report too long": (["--claims-report=" + 300 * "a"], "is no path: [Errno 36] File name too long"),
    "report in a file's place": (["--claims-report=file"], "--claims-report: not a directory: "),
    "report below a file": (["--claims-report=file/report"], "--claims-report: cannot write to "),
    "report with a folder in it": (["--claims-report=taken"], "--claims-report: a folder is in the place of "),
    "report where nobody may": (["--claims-report=/proc/self/report"], "--claims-report: cannot write to /proc/self"),
    "report with hostile name": (["--claims-report=file/\x1b[31m\u202e\n"], "file/⟨U+001B⟩[31m⟨U+202E⟩⟨U+000A⟩: Not a"),
    "summary": (["--claims-summary=taken"], "--claims-summary: cannot write "),
    "summary empty": (["--claims-summary="], "--claims-summary: '' is no path"),
    "compare": (["--claims-compare=nothing.json"], "--claims-compare: .*nothing.json: No such file or directory"),
    "compare with a folder": (["--claims-compare=taken"], "--claims-compare: .*taken: Is a directory"),
    "compare with something": (["--claims-compare=file"], "--claims-compare: .*file is not JSON: "),
    "no cache": (["-p", "no:cacheprovider"], "the run store lives in pytest's cache: run without -p no:cacheprovider"),
    "cache in a file's place": (
        ["-o", "cache_dir=file"],
        "no folder for the run store in pytest's cache (cache_dir): ",
    ),
    "cache where nobody may": (["-o", "cache_dir=/proc/self/c"], "no folder for the run store in pytest's cache"),
    "duplicate id": ([SOUND.replace("test_one", "test_two")], "claim ONE is declared twice: by "),
    "too many verdicts": ([MANY.format(FAMILY_SIZE)], f"{FAMILY_SIZE + 1} statistical verdicts are more than the"),
    "marker by hand": (
        [BY_HAND],
        "test_more.py::test_two: the marker `claim` is put there by harness.claim",
    ),
    "condition": (
        [CLAIM.replace("ONE", "TWO").format("@contradicted('x', 'datset == 1')\n", "")],
        "test_more.py::test_one[question0]: .*name 'datset' is not defined",
    ),
    "batch above N": (
        [CLAIM.replace("ONE", "TWO").format("", ".with_(batch_size=201)")],
        "test_more.py::test_one[question0]: batch_size 201 is more than the 200 training examples of 'xor'",
    ),
    "nothing held out": (
        [CLAIM.replace("ONE", "TWO").format("", ".with_(held_out=0.001)")],
        "test_more.py::test_one[question0]: held_out 0.001 of the 200 training examples of 'xor' is 0",
    ),
    "everything held out": (
        [CLAIM.replace("ONE", "TWO").format("", ".with_(held_out=0.999, batch_size='all')")],
        "test_more.py::test_one[question0]: held_out 0.999 of the 200 training examples of 'xor' is 200",
    ),
}


# Sessions in this process need not look through its garbage, or import Hypothesis anew.
LIGHT = ("-p", "no:unraisableexception", "-p", "no:hypothesispytest")


@pytest.mark.parametrize(("given", "message"), SESSIONS.values(), ids=SESSIONS)
def test_a_session_that_cannot_work_ends_in_one_line_before_anything_is_trained(pytester, monkeypatch, given, message):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    project = Project(pytester.path, claims=SOUND)
    (pytester.path / "file").write_text("something\n")
    (pytester.path / "taken" / "index.html").mkdir(parents=True)
    project.report.mkdir(parents=True)
    for name in ("results.json", "index.html"):
        (project.report / name).write_text("the last report")
    if "\n" in given[0] and not given[0].startswith("--"):
        project.claim("more", given[0])
        given = []
    outcome = pytester.runpytest_inprocess("claims", *LIGHT, *given)
    assert outcome.ret == pytest.ExitCode.USAGE_ERROR, outcome.outlines
    (line,) = (line for line in outcome.errlines if line)
    assert re.match(f"ERROR: .*{re.escape(message).replace(re.escape('.*'), '.*')}", line)
    assert "Traceback" not in str(outcome.outlines)
    assert project.rows == 0
    assert {path.read_text() for path in project.report.iterdir()} == {"the last report"}
