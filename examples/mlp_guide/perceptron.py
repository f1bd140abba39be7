"""A kind of arm: scikit-learn's MLPClassifier, watched after every pass over its training data."""

from __future__ import annotations

import hashlib
import time
import warnings
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import harness

SCALERS = {"standardised": StandardScaler, "to 0..1": MinMaxScaler}


@dataclass(frozen=True, kw_only=True)
class Perceptron(harness.Experiment):
    """A multi-layer perceptron; what is not said is scikit-learn's default, but for when a training ends.

    Without early stopping a training takes all of its passes: a tolerance would give the methods different budgets.
    For L-BFGS a pass is one evaluation of the loss and its gradient on all training data, as an epoch is for Adam and
    SGD.
    """

    data: str
    hidden: tuple[int, ...] = (100,)
    solver: str = "adam"
    learning_rate: float = 0.001
    momentum: float = 0.9
    nesterov: bool = True
    schedule: str = "constant"
    alpha: float = 1e-4
    passes: int = 200
    early_stopping: bool = False
    scaling: str = "standardised"
    """A name in `SCALERS`; "none"; or "training set only", the mistake of leaving the test set as it is."""
    held_out: float = 0.0
    """The share of the training data, taken from its end, that is not trained on but chosen by."""
    start: int = 0
    """Which of the seed's initial weights."""
    watched: str = ""
    """What is evaluated after every pass, and not only at the end: "train_loss" or "test_accuracy"."""

    def describe(self):
        """Return the fields that this method has, without those that are seldom set unless they are."""
        fields = asdict(self)
        if self.solver == "sgd":
            fields["momentum"] = f"{self.momentum:g}{' (Nesterov)' if self.nesterov and self.momentum else ''}"
        else:
            del fields["momentum"]
        del fields["nesterov"]
        if self.solver == "lbfgs":
            del fields["learning_rate"]
        if self.solver != "sgd" or self.schedule == "constant":
            del fields["schedule"]
        rare = {name: fields.pop(name) for name in ("held_out", "start", "watched")}
        given = {name: value for name, value in rare.items() if value}
        return {"model": "MLPClassifier", **fields, "hidden": list(self.hidden), **given}

    def records(self):
        """Return the names of the values that a run has."""
        values = ["test_accuracy", "train_accuracy", "train_loss", "weight_norm", "iterations"]
        values += ["held_out_loss"] if self.held_out else []
        values += ["passes_to_loss"] if self.watched == "train_loss" else []
        return {*values, *([f"{self.watched}_curve"] if self.watched else [])}

    def train(self, seed, stops, setting):
        """Train one seed."""
        started = time.perf_counter()
        sets = prepared(setting.data, self)
        model, curves = (watched if self.watched else unwatched)(self, seed, sets)
        values = evaluated(model, sets)
        values |= {"weight_norm": weight_norm(model), "iterations": float(model.n_iter_)}
        if self.watched == "train_loss":
            values["passes_to_loss"] = passes_to_loss(self, seed, sets, curves)
        mark = hashlib.sha256(b"".join(weights.tobytes() for weights in model.coefs_)).hexdigest()[:16]
        yield stops[-1], harness.RunResult(curves, values, None, mark, time.perf_counter() - started)


LEVEL = 0.05
"""The loss, in nats on all training data, up to which passes are counted."""


def prepared(data, arm):
    """Return the training, held-out and test sets as float64 (examples, features) and class numbers, scaled."""
    kept = len(data.x_train) - round(arm.held_out * len(data.x_train))
    y_train, y_test = data.y_train.argmax(axis=1), data.y_test.argmax(axis=1)
    x_train, x_test = data.x_train.astype(float), data.x_test.astype(float)
    x_train, held_out = x_train[:kept], x_train[kept:]
    if arm.scaling != "none":
        scaler = SCALERS.get(arm.scaling, StandardScaler)().fit(x_train)
        x_train, held_out = (scaler.transform(x) if len(x) else x for x in (x_train, held_out))
        x_test = x_test if arm.scaling == "training set only" else scaler.transform(x_test)
    return {"train": (x_train, y_train[:kept]), "held_out": (held_out, y_train[kept:]), "test": (x_test, y_test)}


def classifier(arm, seed, **ends):
    """Return an MLPClassifier that is about to be trained."""
    number = np.random.SeedSequence([seed, arm.start]).generate_state(1)[0]
    stopping = {"early_stopping": True} if arm.early_stopping else {"tol": 0.0, "n_iter_no_change": arm.passes + 1}
    return MLPClassifier(
        arm.hidden,
        solver=arm.solver,
        learning_rate=arm.schedule,
        learning_rate_init=arm.learning_rate,
        momentum=arm.momentum,
        nesterovs_momentum=arm.nesterov,
        alpha=arm.alpha,
        random_state=int(number),
        **{"max_iter": arm.passes, "max_fun": arm.passes, **stopping, **ends},
    )


def unwatched(arm, seed, sets):
    """Return a trained model, and no curves."""
    return fitted(classifier(arm, seed), *sets["train"]), {}


def fitted(model, x, y):
    """Fit a model whose passes are meant to run out, and return it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(x, y)


def watched(arm, seed, sets):
    """Return a trained model, and what is watched after every pass; L-BFGS has its last value only."""
    part, kind = arm.watched.split("_")
    evaluate = {"loss": loss, "accuracy": accuracy}[kind]
    values = []
    if arm.solver == "lbfgs":
        model, _ = unwatched(arm, seed, sets)
        values.append(evaluate(model, *sets[part]))
    else:
        model, (x, y) = classifier(arm, seed), sets["train"]
        for _ in range(arm.passes):
            model.partial_fit(x, y, classes=np.unique(y))
            values.append(evaluate(model, *sets[part]))
    return model, {f"{arm.watched}_curve": tuple(values)}


def passes_to_loss(arm, seed, sets, curves):
    """Return after how many passes the loss on the training data was at the level; infinite if it never was."""
    if arm.solver == "lbfgs":
        return evaluations_to_loss(partial(classifier, arm, seed), sets["train"], arm.passes)
    reached = [number for number, now in enumerate(curves["train_loss_curve"], start=1) if now <= LEVEL]
    return float(min(reached, default=np.inf))


def evaluations_to_loss(classifier, training, most):
    """Return how many evaluations L-BFGS takes up to the first iteration that ends at the level.

    Both of its limits stop the same path somewhere. An iteration has taken n evaluations if with n allowed the path
    goes on after it, and with n - 1 it does not.
    """
    last = fitted(classifier(), *training).n_iter_
    iteration = first(range(1, last + 1), lambda k: loss(fitted(classifier(max_iter=k), *training), *training) <= LEVEL)
    if iteration is None:
        return np.inf
    taken = first(range(1, most + 1), lambda n: fitted(classifier(max_fun=n), *training).n_iter_ > iteration)
    return float(most if taken is None else taken)


def first(numbers, holds):
    """Return the first of the numbers of which something holds that holds of all after it; None if of none."""
    low, high = 0, len(numbers)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(numbers[middle]) else (middle + 1, high)
    return numbers[low] if low < len(numbers) else None


def loss(model, x, y):
    """Return the cross-entropy, in nats, without the penalty on weights; y are class numbers from 0."""
    likelihood = model.predict_proba(x)[np.arange(len(y)), y]
    return float(-np.log(np.maximum(likelihood, np.finfo(float).tiny)).mean())


def accuracy(model, x, y):
    """Return the share of examples that are recognized."""
    return float((model.predict(x) == y).mean())


def evaluated(model, sets):
    """Return the losses and accuracies of a trained model."""
    values = {f"{part}_accuracy": accuracy(model, *sets[part]) for part in ("train", "test")}
    values["train_loss"] = loss(model, *sets["train"])
    return values | ({"held_out_loss": loss(model, *sets["held_out"])} if len(sets["held_out"][0]) else {})


def weight_norm(model):
    """Return the root of the sum of all squared weights, without the biases."""
    return float(np.sqrt(sum((weights**2).sum() for weights in model.coefs_)))
