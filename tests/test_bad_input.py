"""Bad input: whatever a user gives that cannot work is answered in one line that says what and where.

Nothing is trained for it, nothing overwritten, and nobody sees a traceback.
"""

import gzip
import json
import os
import re

import numpy as np
import pytest

from harness import reference, report, results_file
from harness.bounds import FAMILY_SIZE
from harness.errors import UserError
from tests.projects import Project
from tests.report_content import Results

pytest_plugins = ["pytester"]

# -- what is declared in a file of claims: a collection error that names file and line -------------------------------

HEAD = """import pytest
from harness.claim import *
from harness.experiment import Experiment
from harness.timing import Falling, Growth
from tests.toy_claims import KERAS as A
B = A.with_(hidden=(9,))
REGRESSION = A.with_(data="diabetes", loss="mean_squared_error")
SKLEARN = A.with_(library="sklearn")
"""
EXPERIMENTS = [
    ("hidden=(0,)", "every entry of hidden must be a whole number of at least 1, not 0"),
    ("hidden=(-4,)", "every entry of hidden must be a whole number of at least 1, not -4"),
    ("hidden=(True,)", "every entry of hidden must be a whole number of at least 1, not True"),
    ("hidden='128'", "hidden must be a tuple of units"),
    ("dropout=1.0", "dropout must be at least 0 and below 1, not 1.0"),
    ("activation='rellu'", "unknown activation 'rellu'; did you mean 'relu'?"),
    ("optimizer='adamm'", "unknown optimizer 'adamm'; did you mean 'adam'?"),
    ("loss='mean_square_error'", "did you mean 'mean_squared_error'?"),
    ("loss='double_well'", 'the loss "double_well" goes with the data "noise"'),
    ("data='digit'", "unknown data 'digit'; did you mean 'digits'?"),
    ("data=['xor']", "unknown data ['xor']"),
    ("data='diabetes'", "the loss 'categorical_crossentropy' needs classes, and 'diabetes' has none"),
    ("library='torch'", "unknown library 'torch'"),
    ("dropout_at='imput'", "did you mean 'input'?"),
    ("learning_rate=0", "learning_rate must be above 0"),
    ("learning_rate=float('nan')", "learning_rate must be a finite number, not nan"),
    ("learning_rate=10**400", "learning_rate must be a finite number, not 1000"),
    ("input_scale=0", "input_scale must not be 0"),
    ("batch_size=0", "must be a whole number of at least 1, not 0"),
    ("batch_size='al'", """batch_size (unless it is "all") must be a whole number of at least 1, not 'al'"""),
    ("epochs=0", "epochs must be a whole number of at least 1, not 0"),
    ("epochs=1e3", "epochs must be a whole number of at least 1, not 1000.0"),
    ("evaluate_every=0", "evaluate_every must be a whole number of at least 1, not 0"),
    ("label_noise=1.0", "label_noise must be at least 0 and below 1, not 1.0"),
    ("held_out=-0.1", "held_out must be at least 0 and below 1, not -0.1"),
    ("measure='updates'", "measure must be a tuple of names, not 'updates'"),
    ("measure=('updats',)", "unknown measurement 'updats'; did you mean 'updates'?"),
    ("measure=(['updates'],)", "unknown measurement ['updates']"),
    ("measure=('updates', 'updates')", "measure must be a tuple of different names"),
    ("measure=('ablation',), hidden=()", 'the measurement "ablation" needs a hidden layer'),
    ("hiden=(4,)", "unknown field of an experiment 'hiden'; did you mean 'hidden'?"),
    ("library='sklearn', dropout=0.5", "scikit-learn's MLPClassifier has no dropout"),
    ("library='sklearn', label_noise=0.2", "scikit-learn's MLPClassifier is trained without label_noise here"),
]
DECLARATIONS = [
    ("Experiment(data='xor')", "missing 7 required keyword-only arguments: 'hidden', 'activation'"),
    ("claim('NS 4', section='Drop out', says='x')", "a claim's id is letters and digits, such as NS4, not 'NS 4'"),
    ("claim(4, section='Drop out', says='x')", "a claim's id is letters and digits, such as NS4, not 4"),
    ("claim('X', section='Dropout', says='x')", "unknown section of claim X 'Dropout'; did you mean 'Drop out'?"),
    ("claim('X', sction='Drop out', says='x')", "unknown part of claim() 'sction'; did you mean 'section'?"),
    ("claim('X', section='Drop out')", "claim(): missing a required argument: 'says'"),
    ("claim('X', section='Drop out', says=5)", "claim X says nothing"),
    ("contradicted('')", "a claim that is contradicted needs a reason"),
    ("beats(A, B, on='test_accuracy')", "beats(): missing a required argument: 'by'"),
    ("beats(A, B, on='test_accuracy', by=None)", "a margin (by=) must be a finite number, not None"),
    ("beats(A, B, on='test_accuracy', by=-1)", "a margin (by=) must be at least 0, not -1"),
    ("beats(A, B, on='test_accuracy', by=10**400)", "a margin (by=) must be a finite number, not 1000"),
    ("beats(A, B, on='test_acuracy', by=0)", "did you mean 'test_accuracy'?"),
    ("beats(A, B, on='test_accuracy', by=0, look=(12,))", "unknown part of beats() 'look'; did you mean 'looks'?"),
    ("beats(A, on='test_accuracy', by=0)", "beats(): missing a required argument: 'second'"),
    ("beats(A, 'B', on='test_accuracy', by=0)", "an arm must be an Experiment, not 'B'"),
    ("beats(A, A, on='test_accuracy', by=0)", "two arms are the same experiment"),
    ("beats(A, A.measuring('updates'), on='test_accuracy', by=0)", "two arms are the same experiment"),
    ("beats(A, A.with_(evaluate_every=2), on='test_accuracy', by=0)", "two arms are the same experiment"),
    ("beats(A, A.with_(dropout=0.5), on='test_accuracy', by=0, baseline=True)", "two arms are the same experiment"),
    ("beats(A, B, on='test_accuracy', by=0, baseline='yes')", "baseline must be True or False, not 'yes'"),
    ("beats(A, B, on='test_accuracy', by=0, p0=0.9)", "p0 = 0.9 cannot be decided within 48 seeds; both verdicts need"),
    ("beats(A, B, on='test_accuracy', by=0, p0=1e-300)", "p0 = 1e-300 cannot be decided: it is too near 0 or 1"),
    ("beats(A, B, on='test_accuracy', by=0, p0='0.5')", "p0 must be a finite number, not '0.5'"),
    ("beats(A, B, on='test_accuracy', by=0, p0=2)", "p0 must lie between 0 and 1, not 2"),
    ("beats(A, B, on='test_accuracy', by=0, looks=[12])", "looks must be a tuple of numbers of seeds"),
    ("beats(A, B, on='test_accuracy', by=0, looks=())", "looks must be increasing numbers of seeds, not ()"),
    ("beats(A, B, on='test_accuracy', by=0, looks=(24, 12))", "looks must be increasing numbers of seeds"),
    ("beats(A, B, on='test_accuracy', by=0, looks=(10**9,))", "looks beyond 2000 seeds are not supported"),
    ("rises(A, on='train_loss')", "this kind of question (trend) takes at least 2 arms, not 1"),
    ("gains_more(A, B, on='test_accuracy', by=0)", "gains_more() compares two pairs of arms, and this is none"),
    ("within(A, on='test_accuracy', low=1, high=0)", "an interval's low end must be below its high end"),
    ("at_least(A, on='test_accuracy', value=float('inf'))", "a threshold must be a finite number, not inf"),
    ("at_most(A.with_(epochs=1), on='accuracy_gained_late', value=0)", "needs two evaluations or more"),
    ("at_most(A, on='early_stopping_cost', value=0)", "'early_stopping_cost' needs a held-out part (held_out)"),
    ("at_most(A, on='test_rmse', value=0)", 'the measurement "test_rmse" needs data with a number behind every'),
    ("at_most(A, on='escaped', value=0)", 'the measurement "weight" needs a network of a single weight'),
    ("at_most(REGRESSION, on='test_accuracy', value=0)", "'test_accuracy' needs data with classes"),
    ("at_most(SKLEARN, on='curve_distance', value=0)", "'curve_distance' needs Keras' running accuracy"),
    ("Falling(sides=(1.0,), of='a', by='b')", "a timing compares at least two sides"),
    ("Falling(sides=('a', 'b'), of='a', by='b')", "the sides of a timing are numbers above 0"),
    ("Growth(sides=(1, 2), of='a', by='b', low=2, high=1)", "an interval's low end must be below its high end"),
]
CODE = [(f"A.with_({fields})", message) for fields, message in EXPERIMENTS] + DECLARATIONS


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Return a project with a file of claims for each mistake, and how a session on it ended."""
    project = Project(tmp_path_factory.mktemp("declared"))
    for number, (code, _) in enumerate(CODE):
        project.claim(f"{number}", f"{HEAD}\n{code}\n")
    project.outcome = project.pytest("claims")
    return project


@pytest.mark.parametrize("number", range(len(CODE)), ids=[code for code, _ in CODE])
def test_a_declaration_that_cannot_be_meant_is_one_line_with_file_and_line(collected, number):
    where = f"{collected.folder}/claims/test_{number}.py:{HEAD.count(chr(10)) + 2}: "
    (line,) = (line for line in collected.outcome.lines if line.startswith(where))
    assert CODE[number][1] in line
    assert len(line) < 1000


def test_a_session_with_such_declarations_trains_nothing(collected):
    assert collected.outcome.code == 2, "collection errors"
    assert "Traceback" not in collected.outcome.text
    assert f"{len(CODE)} errors" in collected.outcome.text
    assert collected.rows == 0
    assert not collected.report.exists()


# -- what is given to a session: pytest's exit code 4 ------------------------------------------------------------------

CLAIM = """import pytest
from harness.claim import at_least, claim, contradicted
from tests.toy_claims import KERAS

@claim("ONE", section="Drop out", says="x")
{}@pytest.mark.parametrize("question", [at_least(KERAS{}, on="test_loss", value=0)])
def test_one(question, judge):
    assert judge(question).supported
"""
SOUND = CLAIM.format("", "")
MANY = """import pytest
from harness.claim import at_least, claim
from tests.toy_claims import KERAS

@claim("MANY", section="Drop out", says="x")
@pytest.mark.parametrize("question", [at_least(KERAS, on="test_loss", value=n) for n in range({})])
def test_many(question, judge):
    assert judge(question).supported
"""
BY_HAND = "import pytest\n\n@pytest.mark.claim(id='TWO')\ndef test_two():\n    pass\n"
SESSIONS = {
    "dataset": (["--claims-dataset=mnist5"], "--claims-dataset: 'mnist5' is not one of mnist5k, mnist; did you mean"),
    "dataset empty": (["--claims-dataset="], "--claims-dataset: '' is not one of"),
    "dataset configured": (["-o", "claims-dataset=x"], "--claims-dataset: 'x' is not one of"),
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
    "data without mnist": (["--claims-data=file"], "--claims-data goes with --claims-dataset mnist"),
    "data missing": (["--claims-dataset=mnist", "--claims-data=x.npz"], "--claims-data: no such file: .*x.npz"),
    "data a folder": (["--claims-dataset=mnist", "--claims-data=taken"], "--claims-data: no such file: .*taken"),
    "data no npz": (["--claims-dataset=mnist", "--claims-data=file"], "file is damaged or not an npz file"),
    "data another npz": (["--claims-dataset=mnist", "--claims-data=a.npz"], "a.npz is not laid out like Keras' mnist"),
    "data of objects": (["--claims-dataset=mnist", "--claims-data=o.npz"], "o.npz is damaged or not an npz file"),
    "no cache": (["-p", "no:cacheprovider"], "the run store lives in pytest's cache: run without -p no:cacheprovider"),
    "cache in a file's place": (
        ["-o", "cache_dir=file"],
        "no folder for the run store in pytest's cache (cache_dir): ",
    ),
    "cache where nobody may": (["-o", "cache_dir=/proc/self/c"], "no folder for the run store in pytest's cache"),
    "duplicate id": ([SOUND.replace("test_one", "test_two")], "claim ONE is declared twice: in "),
    "too many verdicts": ([MANY.format(FAMILY_SIZE)], f"{FAMILY_SIZE + 1} statistical verdicts are more than the"),
    "marker by hand": ([BY_HAND], "test_more.py::test_two: the marker `claim` is put there by harness.claim.claim"),
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
def test_a_session_that_cannot_work_ends_in_one_line_before_anything_is_trained(pytester, given, message):
    project = Project(pytester.path, claims=SOUND)
    (pytester.path / "file").write_text("something\n")
    (pytester.path / "taken" / "index.html").mkdir(parents=True)
    np.savez(pytester.path / "a.npz", images=np.zeros(3))
    np.savez(pytester.path / "o.npz", **dict.fromkeys(("x_train", "y_train", "x_test", "y_test"), np.array([{}])))
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


# -- results.json, given to the report and to the comparison -----------------------------------------------------------


def sound():
    made = Results()
    made.statistical()
    return made.content


def changed(change):
    content = sound()
    change(content)
    return json.dumps(content).encode()


def without(*names):
    return changed(lambda content: [content.pop(name) for name in names])


RESULTS = {
    "empty": (b"", "is not JSON: "),
    "no JSON": (b"no JSON", "is not JSON: "),
    "cut off": (json.dumps(sound()).encode()[:-100], "is not JSON: "),
    "binary": (bytes(range(256)), "is not JSON: 'utf-8' codec can't decode"),
    "a list": (b"[]", "is not of type 'object'"),
    "a number": (b"1", "is not of type 'object'"),
    "nested deeply": (b"[" * 100_000, "is not JSON: maximum recursion depth exceeded"),
    "nested in a place for anything": (
        json.dumps(sound()).replace('"machine": "x86_64"', '"machine": ' + 400 * "[" + 400 * "]").encode(),
        None,
    ),
    "no version": (without("schema_version"), "schema_version is None, this version reads 1"),
    "another version": (changed(lambda c: c.update(schema_version=99)), "schema_version is 99, this version reads 1"),
    "version as text": (changed(lambda c: c.update(schema_version="1")), "schema_version is '1', this version reads 1"),
    "a key missing": (without("dataset"), "$: 'dataset' is a required property"),
    "all keys missing": (b'{"schema_version": 1}', "is a required property"),
    "NaN": (json.dumps(sound() | {"datetime": float("nan")}).encode(), "is not JSON: NaN is not a JSON number"),
    "Infinity": (json.dumps(sound() | {"datetime": float("inf")}).encode(), "is not JSON: Infinity is not a JSON"),
    "a number beyond floats": (json.dumps(sound()).replace("61.5", "1e999").encode(), "$.campaign.wall_seconds: inf"),
    "a whole number beyond floats": (
        json.dumps(sound()).replace("61.5", 400 * "9").encode(),
        "$.campaign.wall_seconds",
    ),
    "an endless number": (json.dumps(sound()).replace("61.5", 5000 * "9").encode(), "is not JSON: Exceeds the limit"),
    "an unknown verdict": (changed(lambda c: c["claims"][0].update(verdict="true")), "$.claims[0]"),
    "answers too many": (changed(lambda c: c["claims"][0]["answers"].append(True)), "answers has 13 entries, for 12"),
    "effects too few": (changed(lambda c: c["claims"][0]["effects"].pop()), "effects has 11 entries, for 12 seeds"),
    "values too few": (changed(lambda c: c["claims"][0]["arms"][1]["values"].pop()), "arms[1].values has 11 entries"),
    "no arms": (changed(lambda c: c["claims"][0].update(arms=[])), "$.claims[0]"),
}


def spoil(path, content):
    path.write_bytes(content)


def huge(path, _content):
    with path.open("wb") as file:
        os.truncate(file.fileno(), 50 << 30)  # takes no room on the disk


def bomb(path, _content):
    path.with_suffix(".json.gz").write_bytes(gzip.compress(bytes(5 << 20)))


def unlike(path, _content):
    path.with_suffix(".json.gz").write_bytes(b"not compressed")


def folder(path, _content):
    path.mkdir()


def pipe(path, _content):
    os.mkfifo(path)


def nothing(_path, _content):
    pass


FILES = {
    "huge": (huge, "has more than the 4 MB that can be shown"),
    "huge when unpacked": (bomb, "has more than the 4 MB that can be shown"),
    "not compressed": (unlike, "is damaged or not compressed with gzip"),
    "a folder": (folder, "Is a directory"),
    "a pipe": (pipe, "is no file"),
    "missing": (nothing, "No such file or directory"),
}
GIVEN = {name: (spoil, content, message) for name, (content, message) in RESULTS.items()}
GIVEN |= {name: (make, b"", message) for name, (make, message) in FILES.items()}


@pytest.mark.parametrize(("make", "content", "message"), GIVEN.values(), ids=GIVEN)
def test_results_that_cannot_be_used_are_one_line_for_the_report_and_for_the_comparison(
    tmp_path, capsys, monkeypatch, make, content, message
):
    monkeypatch.setattr(results_file, "MOST_BYTES", 4 << 20)
    path = tmp_path / "results.json"
    make(path, content)
    path = next(tmp_path.glob("*.gz"), path)
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("the last report")
    code = report.main([str(path), "-o", str(out)])
    said = capsys.readouterr().err
    if message is None:
        assert (code, said) == (0, ""), "anything may be in this place"
        return
    assert code == 2
    assert said.startswith(str(path))
    assert message in said
    assert said.count("\n") == 1
    assert (out / "index.html").read_text() == "the last report"
    with pytest.raises(UserError) as refused:
        reference.read(path, dataset="mnist5k", max_seeds=48)
    assert str(refused.value) == f"--claims-compare: {said.strip()}"
