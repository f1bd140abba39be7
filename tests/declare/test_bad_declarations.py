"""Bad claims: a declaration that cannot be meant is a collection error of one line, with its file and line."""

import pytest

from tests.projects import Project

HEAD = """import pytest
from harness import *
from tests.toy_claims import KERAS as A
B = A.with_(hidden=(9,))
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
    ("data='circle'", "unknown data set 'circle'; did you mean 'circles'?"),
    ("data=['xor']", "unknown data set ['xor']"),
    ("library='torch'", "unknown library 'torch'"),
    ("dropout_at='imput'", "did you mean 'input'?"),
    ("learning_rate=0", "learning_rate must be above 0"),
    ("learning_rate=-0.1", "learning_rate must be above 0, not -0.1"),
    ("learning_rate=float('inf')", "learning_rate must be a finite number, not inf"),
    ("learning_rate=float('nan')", "learning_rate must be a finite number, not nan"),
    ("learning_rate=10**400", "learning_rate must be a finite number, not 1000"),
    ("input_scale=0", "input_scale must not be 0"),
    ("batch_size=0", "must be a whole number of at least 1, not 0"),
    ("batch_size='al'", """batch_size (unless it is "all") must be a whole number of at least 1, not 'al'"""),
    ("epochs=0", "epochs must be a whole number of at least 1, not 0"),
    ("epochs=1e3", "epochs must be a whole number of at least 1, not 1000.0"),
    ("evaluate_every=0", "evaluate_every must be a whole number of at least 1, not 0"),
    ("epochs=10, evaluate_every=3", "epochs must be a multiple of evaluate_every (3), not 10"),
    ("label_noise=1.0", "label_noise must be at least 0 and below 1, not 1.0"),
    ("held_out=-0.1", "held_out must be at least 0 and below 1, not -0.1"),
    ("measure='updates'", "measure must be a tuple of names, not 'updates'"),
    ("measure=('updats',)", "unknown measurement 'updats'; did you mean 'updates'?"),
    ("measure=(['updates'],)", "unknown measurement ['updates']"),
    ("measure=('updates', 'updates')", "measure must be a tuple of different names"),
    ("hiden=(4,)", "unknown field of Network 'hiden'; did you mean 'hidden'?"),
    ("library='sklearn', dropout=0.5", "scikit-learn's MLPClassifier has no dropout"),
    ("library='sklearn', label_noise=0.2", "scikit-learn's MLPClassifier is trained without label_noise here"),
]
DECLARATIONS = [
    ("Network(data='xor')", "missing 7 required keyword-only arguments"),
    ("at_most(A, on='test_rmsee', value=0)", "unknown metric 'test_rmsee'; did you mean 'test_rmse'?"),
    (
        "at_most(SKLEARN, on='update_norm_p99', value=0)",
        "the baseline can measure the training set and",
    ),
    ("metric('x', higher_is_better=None)", "higher_is_better must be True or False, not None"),
    (
        "metric(max, higher_is_better=True)",
        "a metric reads a name, or is a function f(y_true, y_score)",
    ),
    ("experiment(metrics={})", "@experiment(metrics={name: metric(...), ...}) says what the function returns"),
    ("Estimator(4, data='xor')", "Estimator takes an estimator of scikit-learn, not 4"),
    ("KerasModel(4, data='xor', batch_size=1, epochs=1)", "KerasModel: build must be a function, not 4"),
    ("claim('NS 4', section='Drop out', says='x')", "a claim's id is letters and digits, such as NS4, not 'NS 4'"),
    ("claim(4, section='Drop out', says='x')", "a claim's id is letters and digits, such as NS4, not 4"),
    ("claim('X', sction='Drop out', says='x')", "unknown part of claim() 'sction'; did you mean 'section'?"),
    ("claim('X', section='Drop out')", "claim(): missing a required argument: 'says'"),
    ("claim('X', section='Drop out', says=5)", "claim X says nothing"),
    ("contradicted('')", "a claim that is contradicted needs a reason"),
    ("contradicted('by {efect}')", "unknown figure of contradicted() 'efect'; did you mean 'effect'?"),
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
    where = f"claims/test_{number}.py:{HEAD.count(chr(10)) + 2}: "
    (line,) = (line for line in collected.outcome.lines if line.startswith(where))
    assert CODE[number][1] in line
    assert len(line) < 1000


def test_a_session_with_such_declarations_trains_nothing(collected):
    assert collected.outcome.code == 2, "collection errors"
    assert "Traceback" not in collected.outcome.text
    assert f"{len(CODE)} errors" in collected.outcome.text
    assert collected.rows == 0
    assert not collected.report.exists()
