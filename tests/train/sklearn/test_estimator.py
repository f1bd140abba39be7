"""scikit-learn's estimators as arms: what tells them apart, what the seed decides, and what a run has."""

import numpy as np
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import LinearSVC

from harness.base.errors import DeclarationError
from harness.data.arrays import Data
from harness.data.synthetic import circles
from harness.declare.claim import at_least
from harness.declare.experiment import Setting
from harness.train.sklearn.estimator import Estimator

FOREST = Estimator(RandomForestClassifier(n_estimators=3), data="circles")


def run(arm, seed=0, data=None):
    ((_, result),) = arm.train(seed, (1,), Setting(data or circles(), {}, "epoch"))
    return result


def test_the_seed_decides_every_random_state():
    first, again, other = (run(FOREST, seed) for seed in (1, 1, 2))
    assert first.fingerprint == again.fingerprint != other.fingerprint
    assert FOREST.estimator.random_state is None, "the estimator itself is left alone"


def test_a_run_has_what_its_kind_of_estimator_gives():
    assert run(FOREST).measurements.keys() == set(FOREST.records())
    machine = Estimator(LinearSVC(), data="circles")
    assert {"test_accuracy", "train_accuracy"} == set(machine.records()) == run(machine).measurements.keys()
    with pytest.raises(DeclarationError, match="'test_loss' needs test_loss, which an arm does not record"):
        at_least(machine, on="test_loss", value=0)


def test_a_regression_has_its_error():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(30, 2)).astype(np.float32)
    y = x[:, :1] * 2 + rng.normal(size=(30, 1)).astype(np.float32)
    data = Data(x[:20], y[:20], x[20:], y[20:], truth=y[20:, 0])
    predicted = LinearRegression().fit(x[:20], y[:20, 0]).predict(x[20:])
    result = run(Estimator(LinearRegression(), data="circles"), data=data)
    assert result.measurements["test_rmse"] == pytest.approx(np.sqrt(np.mean((predicted - y[20:, 0]) ** 2)))


def test_a_regressor_is_for_numbers_and_a_classifier_for_classes():
    classes = circles()
    numbers = Data(classes.x_train, classes.x_train, classes.x_test, classes.x_test, truth=classes.x_test)
    line, curve = (Estimator(kind(), data="circles") for kind in (LinearRegression, LogisticRegression))
    line.check(numbers)
    curve.check(classes)
    with pytest.raises(DeclarationError, match="LinearRegression is a regressor, and 'circles' has classes"):
        line.check(classes)
    with pytest.raises(DeclarationError, match="LogisticRegression is no regressor, and 'circles' has numbers"):
        curve.check(numbers)


def test_a_class_that_a_draw_lacks_is_no_error():
    data = circles()
    some = data.y_train[:, 0] == 1
    lacking = Data(data.x_train[some], data.y_train[some], data.x_test, data.y_test)
    result = run(Estimator(DummyClassifier(strategy="prior"), data="circles"), data=lacking)
    assert result.measurements["test_accuracy"] == pytest.approx(data.y_test[:, 0].mean())


def test_a_pipeline_is_called_by_its_steps():
    arm = Estimator(make_pipeline(StandardScaler(), LogisticRegression(C=2.0)), data="circles")
    assert arm.describe() == {
        "model": "StandardScaler, LogisticRegression",
        "logisticregression__C": 2.0,
        "data": "circles",
    }


def test_it_takes_metrics_of_predictions_and_no_other_measurement():
    assert FOREST.measure == ()
    with pytest.raises(DeclarationError, match="unknown metric of predictions 'ablation'"):
        FOREST.measuring("ablation")
    assert "measure" not in FOREST.describe(), "the runs that are there are still the same"


def doubled(x):
    return 2 * x


def halved(x):
    return x / 2


def columns(*chosen):
    return make_pipeline(ColumnTransformer([("scale", StandardScaler(), list(chosen))]), LogisticRegression())


DIFFERENT = [
    LogisticRegression(),
    LogisticRegression(C=2),
    BaggingClassifier(LogisticRegression()),
    BaggingClassifier(LinearSVC()),
    columns(0),
    columns(1),
    make_pipeline(FunctionTransformer(doubled), LogisticRegression()),
    make_pipeline(FunctionTransformer(halved), LogisticRegression()),
]


def test_what_trains_otherwise_is_described_otherwise_and_always_in_the_same_way():
    arms = [Estimator(one, data="circles") for one in DIFFERENT]
    assert len({arm.key for arm in arms}) == len(arms)
    assert "0x" not in str([arm.describe() for arm in arms])
    assert doubled in arms[6].functions()


def test_parameters_are_changed_by_name():
    arm = Estimator(make_pipeline(StandardScaler(), LogisticRegression()), data="circles")
    assert arm.with_(logisticregression__C=3.0).describe()["logisticregression__C"] == 3.0
    assert "logisticregression__C" not in arm.describe()
    with pytest.raises(DeclarationError, match="unknown parameter of Pipeline 'logisticregression__c'; did you mean"):
        arm.with_(logisticregression__c=3.0)
    with pytest.raises(DeclarationError, match="unknown metric of predictions 'f1_macro'"):
        arm.with_(measure=("f1_macro",))
