"""Metrics of predictions: what they see is the same, whatever library has made the predictions."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import f1_score, log_loss, r2_score
from sklearn.svm import LinearSVC

from harness.base.errors import RunError
from harness.data.convert import from_arrays
from harness.declare.experiment import Setting
from harness.declare.metrics import metric
from harness.declare.registry import used
from harness.train.keras.keras_model import KerasModel
from harness.train.predictions import findings_of, true_values
from harness.train.scorer import scorer
from harness.train.sklearn.estimator import Estimator
from tests.toys import TOY, builtin_registry, tiny_data

SEEN = {}


def look(y_true, y_score):
    """Keep what a metric sees."""
    SEEN["y_true"], SEEN["y_score"] = y_true, y_score
    return 0.25


@pytest.fixture
def registry():
    made = builtin_registry()
    made.dataset("tiny", tiny_data)
    x = np.random.default_rng(0).normal(size=(60, 3))
    made.dataset("line", lambda: from_arrays(x, x[:, 0] - x[:, 1], test=0.5, regression=True))
    made.metric("looked", metric(look, higher_is_better=True))
    made.metric("f1_macro", scorer("f1_macro"))
    made.metric("loss_by_scorer", scorer("neg_log_loss"))
    made.metric("r2", scorer("r2"))
    with used(made):
        yield made


def built(shape, outputs):
    """Return a small model of Keras."""
    from keras import Sequential, layers

    model = Sequential([layers.Input(shape), layers.Dense(outputs, activation="softmax")])
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    return model


def run(registry, arm):
    data = registry.datasets[arm.data].example
    ((_, result),) = arm.train(0, (arm.training[1],), Setting(data, registry.measurements, "epoch"))
    return data, result


ARMS = {
    "network": lambda: TOY.with_(data="tiny"),
    "baseline": lambda: TOY.with_(data="tiny").baseline(),
    "keras model": lambda: KerasModel(built, data="tiny", batch_size=8, epochs=2),
    "estimator": lambda: Estimator(LogisticRegression(), data="tiny"),
}


@pytest.mark.parametrize("kind", ARMS)
def test_they_see_classes_and_probabilities_and_agree_with_what_the_run_has_otherwise(registry, kind):
    arm = ARMS[kind]().measuring("looked", "f1_macro", "loss_by_scorer")
    data, result = run(registry, arm)
    y_true, y_score = SEEN["y_true"], SEEN["y_score"]
    assert (y_true.tolist(), y_score.dtype, y_score.shape) == (data.y_test.argmax(1).tolist(), np.float64, (20, 3))
    np.testing.assert_allclose(y_score.sum(axis=1), 1, atol=1e-5)
    assert result.value("looked") == 0.25
    assert result.value("test_accuracy") == pytest.approx(np.mean(y_score.argmax(axis=1) == y_true))
    assert result.value("test_loss") == pytest.approx(
        log_loss(y_true, y_score / y_score.sum(1, keepdims=True)), rel=1e-4
    )
    assert result.value("loss_by_scorer") == pytest.approx(-result.value("test_loss"), rel=1e-4)
    assert result.value("f1_macro") == f1_score(y_true, y_score.argmax(axis=1), average="macro")


@pytest.mark.parametrize(
    ("name", "outputs", "works"),
    [
        ("f1_macro", "shares", True),
        ("roc_auc_ovr", "shares", True),
        ("f1_macro", "logits", True),
        ("roc_auc_ovr", "logits", False),
        ("f1_macro", "classes", True),
        ("neg_log_loss", "classes", False),
    ],
)
def test_a_scorer_that_needs_probabilities_is_given_no_logits_and_no_mere_classes(registry, name, outputs, works):
    data = registry.datasets["tiny"].example
    logits = np.random.default_rng(1).normal(size=(20, 3))
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    given = {"shares": shares, "logits": logits, "classes": np.eye(3)[logits.argmax(axis=1)]}[outputs]
    if name not in registry.measurements:
        registry.metric(name, scorer(name))
    if works:
        findings_of(data, registry.measurements, (name,), given)
    else:
        with pytest.raises(RunError, match=f"the metric '{name}' raised"):
            findings_of(data, registry.measurements, (name,), given)


def test_they_change_nothing_else_of_a_run(registry):
    _, plain = run(registry, TOY.with_(data="tiny"))
    _, measured = run(registry, TOY.with_(data="tiny").measuring("looked"))
    assert (plain.curves, plain.fingerprint) == (measured.curves, measured.fingerprint)


@pytest.mark.parametrize("kind", ["estimator", "network"])
def test_a_regression_has_targets_and_predictions(registry, kind):
    network = TOY.with_(data="line", loss="mean_squared_error", epochs=40)
    arm = {"estimator": Estimator(LinearRegression(), data="line"), "network": network}[kind]
    data, result = run(registry, arm.measuring("looked", "r2"))
    assert SEEN["y_true"].shape == SEEN["y_score"].shape == (30,)
    np.testing.assert_array_equal(SEEN["y_true"], data.y_test[:, 0])
    assert result.value("r2") == pytest.approx(r2_score(SEEN["y_true"], SEEN["y_score"]))
    assert result.value("r2") > 0.5


def test_a_model_without_probabilities_is_sure_of_the_class_that_it_predicts(registry):
    run(registry, Estimator(LinearSVC(), data="tiny").measuring("looked"))
    assert np.unique(SEEN["y_score"]).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda _true, _score: "high", "the metric 'own' returned 'high': a number is due"),
        (lambda _true, y_score: y_score, "'own' returned .* a number, a list of numbers or a text is due"),
        (lambda y_true, _score: y_true[99], "the metric 'own' raised IndexError"),
    ],
)
def test_one_that_fails_is_the_runs_failure(registry, function, message):
    registry.metric("own", metric(function, higher_is_better=True))
    data = registry.datasets["tiny"].example
    with pytest.raises(RunError, match=message):
        findings_of(data, registry.measurements, ("own",), np.full((20, 3), 1 / 3))


def test_a_number_of_numpys_and_nan_are_numbers_and_what_a_metric_does_to_its_arrays_stays_there(registry):
    def spoil(y_true, y_score):
        y_true[:] = 0
        y_score[:] = np.nan
        return np.float32(0.5)

    registry.metric("spoils", metric(spoil, higher_is_better=True))
    registry.metric("nan", metric(lambda _true, _score: float("nan"), higher_is_better=True))
    data = registry.datasets["tiny"].example
    outputs = np.full((20, 3), 1 / 3)
    found = findings_of(data, registry.measurements, ("spoils", "nan", "looked"), outputs)
    assert found["spoils"] == 0.5
    assert np.isnan(found["nan"])
    np.testing.assert_array_equal(SEEN["y_true"], true_values(data))
    np.testing.assert_array_equal(SEEN["y_score"], outputs)
