"""The pilot runs behind the figures in `arms`: `python -m examples.mlp_guide.pilots` trains them, and compares them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

import harness
from examples.mlp_guide import arms, data
from examples.mlp_guide.perceptron import Perceptron, classifier, fitted, prepared
from examples.mlp_guide.within_seed import ALPHAS, folds, trained

SEEDS = range(9000, 9012)


@dataclass(frozen=True, kw_only=True)
class Answering(Perceptron):
    """A perceptron whose run has its answers to the test examples."""

    def train(self, seed, stops, setting):
        """Train one seed."""
        sets = prepared(setting.data, self)
        answers = fitted(classifier(self, seed), *sets["train"]).predict(sets["test"][0])
        yield stops[-1], harness.RunResult({"answers": tuple(map(float, answers))}, {}, None, "", 0.0)


def figures(seed):
    """Return one seed's part of each recorded figure, by the names that these have in `arms`."""
    registry = harness.Registry()
    data.register(registry)

    def setting(arm):
        return harness.Setting(registry.datasets[arm.data].for_seed(seed), {}, "epoch")

    def value(arm, name="test_accuracy"):
        return trained(arm, seed, setting(arm)).value(name)

    def longer(arm):
        return {name: value(arm.with_(passes=100), name) for name in ("train_loss", "test_accuracy")}

    by_rate = {"adam": arms.DIGITS, "sgd": arms.SGD}
    methods = {"L-BFGS": arms.IMAGES.with_(solver="lbfgs"), "SGD": arms.IMAGES_BY_SGD, "Adam": arms.IMAGES}
    searched = {alpha: accuracy(arms.SEARCHED.with_(alpha=alpha), seed, setting(arms.SEARCHED)) for alpha in ALPHAS}
    best = max(searched, key=searched.__getitem__)
    return {
        "ACCURACY_BY_ALPHA": {alpha: value(arms.MOONS.with_(alpha=alpha)) for alpha in arms.ALPHAS},
        "ACCURACY_BY_RATE": {
            name: {rate: value(arm.with_(learning_rate=rate)) for rate in arms.RATES} for name, arm in by_rate.items()
        },
        "DISAGREEMENT": {name: disagreement(*pair, seed, setting(pair[0])) for name, pair in arms.ALIKE.items()},
        "AFTER_100_PASSES": {name: longer(arm) for name, arm in methods.items()},
        "BEST_ALPHA": {alpha: float(alpha == best) for alpha in ALPHAS[-3:]},
    }


def accuracy(arm, seed, setting):
    """Return the cross-validated accuracy."""
    runs, sizes = zip(*folds(arm, seed, setting), strict=True)
    return np.average([run.value("test_accuracy") for run in runs], weights=sizes)


def disagreement(one, other, seed, setting):
    """Return the share of all examples to which two perceptrons give different answers, cross-validated."""
    answers = [
        np.concatenate([run.curves["answers"] for run, _ in folds(Answering(**vars(arm)), seed, setting)])
        for arm in (one, other)
    ]
    return float((answers[0] != answers[1]).mean())


def averaged(parts):
    """Return the mean over the seeds of every number, however deep it stands."""
    if isinstance(parts[0], dict):
        return {key: averaged([part[key] for part in parts]) for key in parts[0]}
    return round(float(np.mean(parts)), 4)


def main():
    """Train the pilot runs, print their figures and whether they are the recorded ones."""
    found = averaged(Parallel(n_jobs=-1)(delayed(figures)(seed) for seed in SEEDS))
    for name, numbers in found.items():
        recorded = getattr(arms, name)
        print(f"{name} = {numbers}  # {'as recorded' if numbers == recorded else f'recorded: {recorded}'}")
    return 0 if all(numbers == getattr(arms, name) for name, numbers in found.items()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
