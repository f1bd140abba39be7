"""The suite in examples/mlp_guide: its kinds of arm keep the contract, and measure what they say."""

import ast
import math
import os
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

import harness
from examples.mlp_guide import arms, conftest, perceptron, pilots
from examples.mlp_guide.perceptron import Perceptron
from examples.mlp_guide.questions import Fraction, leads
from examples.mlp_guide.within_seed import CrossValidated, Spread
from harness.declare.registry import used
from tests.projects import ROOT

FOLDER = ROOT / "examples" / "mlp_guide"


@pytest.fixture(scope="module")
def registry():
    """Return a registry with what the suite registers."""
    from harness.builtin import pytest_claims_register

    registry = harness.Registry()
    pytest_claims_register(registry)
    conftest.pytest_claims_register(registry)
    return registry


@pytest.fixture
def run(registry):
    """Return what trains an arm with a seed."""

    def trained(arm, seed=9000):
        ((_, result),) = arm.train(seed, (1,), harness.Setting(registry.datasets[arm.data].for_seed(seed), {}, "epoch"))
        return result

    return trained


class OnRegistry(harness.ExperimentConformance):
    """The contract, with the suite's data."""

    @pytest.fixture
    def registry(self, registry):
        """Return the suite's."""
        return registry


class TestPerceptron(OnRegistry):
    """A perceptron that is watched."""

    @pytest.fixture
    def arm(self):
        """Return what is tested."""
        return Perceptron(data="iris", hidden=(4,), passes=5, watched="train_loss")

    @pytest.fixture
    def other_arm(self):
        """Return another training."""
        return Perceptron(data="iris", hidden=(4,), passes=5, solver="sgd", watched="train_loss")


class TestSpread(OnRegistry):
    """Several perceptrons within a seed."""

    @pytest.fixture
    def arm(self):
        """Return what is tested."""
        return Spread(data="noisy moons", arm=Perceptron(data="noisy moons", passes=9), over="start", values=(0, 1, 2))

    @pytest.fixture
    def other_arm(self):
        """Return another training."""
        return Spread(data="noisy moons", arm=Perceptron(data="noisy moons", passes=9), over="alpha", values=(0.0, 9.0))


def test_only_the_public_face_of_the_harness_is_used():
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [node.module] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert [name for name in modules if name and name.startswith("harness.")] == []


def test_what_lbfgs_has_evaluated_is_counted_exactly(registry, monkeypatch):
    class Counting(MLPClassifier):
        """Counts in the method that L-BFGS calls for a loss and its gradient."""

        def _loss_grad_lbfgs(self, *arguments, **named):
            self.evaluations = getattr(self, "evaluations", 0) + 1
            return super()._loss_grad_lbfgs(*arguments, **named)

    monkeypatch.setattr(perceptron, "MLPClassifier", Counting)
    arm = Perceptron(data="iris", solver="lbfgs", passes=80, watched="train_loss")
    for seed in (9000, 9001, 9002):
        sets = perceptron.prepared(registry.datasets["iris"].for_seed(seed), arm)
        for iterations in range(1, 80):
            model = perceptron.fitted(perceptron.classifier(arm, seed, max_iter=iterations), *sets["train"])
            if perceptron.loss(model, *sets["train"]) <= perceptron.LEVEL:
                break
        assert perceptron.passes_to_loss(arm, seed, sets, {}) == model.evaluations


def test_watching_a_training_does_not_change_it(run):
    arm = Perceptron(data="iris", passes=7)
    for solver in ("adam", "sgd", "lbfgs"):
        plain, watched = (run(replace(arm, solver=solver, watched=of)) for of in ("", "train_loss"))
        assert watched.value("train_loss") == pytest.approx(plain.value("train_loss"), rel=1e-9)
        assert watched.curves["train_loss_curve"][-1] == watched.value("train_loss")


def test_the_test_set_is_left_as_it_is_where_that_is_the_mistake(registry):
    data = registry.datasets["cancer"].for_seed(9000)
    right, wrong = (
        perceptron.prepared(data, Perceptron(data="cancer", scaling=scaling))
        for scaling in ("standardised", "training set only")
    )
    np.testing.assert_array_equal(right["train"][0], wrong["train"][0])
    np.testing.assert_array_equal(wrong["test"][0], data.x_test)
    assert abs(right["test"][0]).max() < 20


def test_cross_validation_tests_every_example_once(run):
    accuracy = run(CrossValidated(data="iris", arm=Perceptron(data="iris", passes=2))).value("cv_accuracy")
    assert accuracy * 150 == pytest.approx(round(accuracy * 150))


def test_a_lead_has_to_be_there_in_every_pair(registry):
    with used(registry):
        one, two, three = (Perceptron(data="iris", passes=passes) for passes in (1, 2, 3))
        question = leads((one, two), (two, three), on="test_accuracy", by=(0.1, -0.01))
    for values, answer in [((0.9, 0.7, 0.7), True), ((0.9, 0.7, 0.72), False), ((0.75, 0.7, 0.5), False)]:
        assert question.answer(question.effect(values)) is answer
    assert not question.answer(question.effect((float("inf"), float("inf"), 0.0)))


@pytest.mark.parametrize("name", ["few images", "noisy circles", "noisy moons", "noisy clusters"])
def test_data_are_drawn_anew_for_every_seed(registry, name):
    one, other = (registry.datasets[name].for_seed(seed) for seed in (9000, 9001))
    assert one.sha256 != other.sha256
    assert len(one.x_train) == (150 if name == "few images" else 100)
    assert one.y_train.any(axis=0).all()


ONE, TWO, THREE = (Perceptron(data="iris", passes=passes, watched="train_loss") for passes in (1, 2, 3))


@pytest.mark.parametrize(
    ("pairs", "asked", "text", "label"),
    [
        (
            [(ONE, TWO)],
            {"on": "test_accuracy", "by": -0.01},
            "is the test accuracy less than 1 point lower with A than with B?",
            "how far A is ahead of B",
        ),
        (
            [(ONE, TWO), (TWO, THREE)],
            {"on": "train_loss", "by": 0.01},
            "is the training loss more than 0.01 nats lower with A than with B, and with B than with C?",
            "the smaller of 2 leads",
        ),
        (
            [(ONE, TWO), (TWO, THREE), (ONE, THREE)],
            {"on": "passes_to_loss", "by": 0.0},
            "are the passes until the training loss is 0.05 lower with A than with B, and with B than with C, and with "
            "A than with C?",
            "the smallest of 3 leads",
        ),
        (
            [(ONE, TWO), (TWO, THREE)],
            {"on": "test_accuracy", "by": (0.1, -0.01)},
            "is the test accuracy more than 10 points higher with A than with B, and less than 1 point lower with B "
            "than with C?",
            "what the closer of 2 leads has beyond its margin",
        ),
    ],
)
def test_leads_are_asked_for_in_peoples_units(registry, pairs, asked, text, label):
    with used(registry):
        question = leads(*pairs, **asked)
        names = "ABC"[: len(question.arms)]
        assert question.text(names).partition(", ")[2] == text
        assert question.effect_label(names) == label


def test_a_fraction_agrees_with_what_it_is_of(registry):
    with used(registry):
        said = Fraction(arms=arms.cross_validated("MG21"), on="mean_iterations", fraction=0.5).text(["A", "B"])
    assert said.endswith("are the iterations of a training with A at most 0.5 times those with B?")


def test_pilot_seeds_are_never_judged(registry):
    with used(registry):
        question = leads((ONE, TWO), on="test_accuracy", by=0.0)
    assert set(question.seeds(question.looks[-1])).isdisjoint(pilots.SEEDS)


def test_what_is_said_to_be_alike_has_a_margin_beyond_what_chance_may_do(registry):
    for claim, (one, other) in arms.ALIKE.items():
        data = registry.datasets[one.data].for_seed(9000)
        examples = len(data.x_train) + len(data.x_test)
        assert one.data == other.data
        assert arms.WITHIN[claim] >= 2 * math.sqrt(arms.DISAGREEMENT[claim] / examples)


def test_the_choices_are_those_of_the_recorded_figures():
    assert arms.GOOD_ALPHA == 1.0
    for name, figures in arms.ACCURACY_BY_RATE.items():
        best, around = max(figures, key=figures.__getitem__), arms.AROUND_THE_BEST[name]
        assert (around[0], around[-1]) == pytest.approx((best / 10, best * 10))


def test_disagreement_is_the_share_of_examples_with_other_answers(registry):
    setting = harness.Setting(registry.datasets["iris"].for_seed(9000), {}, "epoch")
    assert pilots.disagreement(ONE, ONE, 9000, setting) == 0
    apart = pilots.disagreement(ONE, ONE.with_(solver="lbfgs", passes=50), 9000, setting)
    assert 0 < apart < 1
    assert apart * 150 == pytest.approx(round(apart * 150))


def test_figures_are_means_over_the_seeds_however_deep_they_stand():
    assert pilots.averaged([{"a": {"b": 1.0}, "c": 0.0}, {"a": {"b": 2.0}, "c": 1.0}]) == {"a": {"b": 1.5}, "c": 0.5}


def test_every_link_is_of_a_section_and_to_scikit_learn():
    assert set(conftest.LINKS) < set(conftest.SECTIONS)
    for link in conftest.LINKS.values():
        assert re.match(r"https://(scikit-learn\.org|github\.com/scikit-learn)/", link)


@pytest.mark.slow
def test_a_claim_is_judged_where_there_is_no_tensorflow(tmp_path):
    for package in ("tensorflow", "keras"):
        (tmp_path / f"{package}.py").write_text("raise ModuleNotFoundError(__name__)\n")
    command = [sys.executable, "-m", "pytest", "examples/mlp_guide", "-k", "MG13", "-p", "no:xdist"]
    own = ["-o", f"cache_dir={tmp_path / 'cache'}", "--claims-report", str(tmp_path / "report")]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ended = subprocess.run([*command, *own], cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "24 runs trained" in ended.stdout
