"""Kinds of arm that train one perceptron several times within a seed: folds, rates, initial weights, penalties."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedKFold

import harness
from examples.mlp_guide.perceptron import Perceptron

FOLDS = 3
ALPHAS = tuple(10.0**power for power in range(-8, 2))
"""What the search tries: the guide's range, 1e-6 to 1e-1, and two decades on either side."""


@dataclass(frozen=True, kw_only=True)
class Repeated(harness.Experiment):
    """Several trainings of one perceptron, which count as one run."""

    arm: Perceptron

    def describe(self):
        """Return the perceptron's fields."""
        return self.arm.describe()

    def functions(self):
        """Return whose code trains it, too."""
        return (type(self.arm),)

    def train(self, seed, stops, setting):
        """Train them all and yield what they give together."""
        started = time.perf_counter()
        values, runs = self.together(seed, setting)
        mark = hashlib.sha256("".join(run.fingerprint for run in runs).encode()).hexdigest()[:16]
        yield stops[-1], harness.RunResult({}, values, None, mark, time.perf_counter() - started)


@dataclass(frozen=True, kw_only=True)
class Spread(Repeated):
    """How far the test accuracies of several values of one field lie apart: the highest minus the lowest."""

    over: str
    values: tuple[float, ...]

    def describe(self):
        """Return what is varied."""
        return {**super().describe(), self.over: list(self.values)}

    def records(self):
        """Return the one value."""
        return {"accuracy_spread"}

    def together(self, seed, setting):
        """Return the spread, and the runs."""
        runs = [trained(self.arm.with_(**{self.over: value}), seed, setting) for value in self.values]
        accuracies = [run.value("test_accuracy") for run in runs]
        return {"accuracy_spread": max(accuracies) - min(accuracies)}, runs


@dataclass(frozen=True, kw_only=True)
class CrossValidated(Repeated):
    """The accuracy on all examples of the data set, each by the model that was not trained on its fold."""

    def records(self):
        """Return the accuracy and the iterations of a fold's training, on average."""
        return {"cv_accuracy", "mean_iterations"}

    def together(self, seed, setting):
        """Return both, and the runs."""
        runs, sizes = zip(*folds(self.arm, seed, setting), strict=True)
        accuracies = [run.value("test_accuracy") for run in runs]
        iterations = float(np.mean([run.value("iterations") for run in runs]))
        return {"cv_accuracy": float(np.average(accuracies, weights=sizes)), "mean_iterations": iterations}, runs


@dataclass(frozen=True, kw_only=True)
class AlphaSearch(Repeated):
    """A grid search over alpha by cross-validated accuracy: how far the guide's range is ahead of what is outside."""

    def records(self):
        """Return the lead of the best alpha in the range."""
        return {"lead_of_range"}

    def together(self, seed, setting):
        """Return the lead, and the runs."""
        found = {alpha: list(folds(self.arm.with_(alpha=alpha), seed, setting)) for alpha in ALPHAS}
        accuracy = {
            alpha: np.average([run.value("test_accuracy") for run, _ in fold], weights=[size for _, size in fold])
            for alpha, fold in found.items()
        }
        inside = set(ALPHAS[2:8])
        best_in, best_out = (max(accuracy[a] for a in among) for among in (inside, set(ALPHAS) - inside))
        return {"lead_of_range": float(best_in - best_out)}, [run for fold in found.values() for run, _ in fold]


def trained(arm, seed, setting):
    """Return the run of a perceptron."""
    ((_, run),) = arm.train(seed, (1,), setting)
    return run


def folds(arm, seed, setting):
    """Yield a run and the number of its test examples for each fold; all arms of a seed have the same folds."""
    data = setting.data
    x, y = np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])
    divided = StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(x, y.argmax(axis=1))
    for train, test in divided:
        fold = harness.Data(x[train], y[train], x[test], y[test])
        yield trained(arm, seed, harness.Setting(fold, setting.measurements, setting.trainer)), len(test)
