"""The perceptrons that several claims start from; margins and protocols were fixed before any judged seed was trained.

Pilot seeds, 9000 to 9011, are never judged. They have chosen two things and checked some others, and what they gave
stands beside each; figures are means over the twelve seeds. `python -m examples.mlp_guide.pilots` trains them again and
says whether the figures are still these.
"""

from __future__ import annotations

from examples.mlp_guide.perceptron import Perceptron
from examples.mlp_guide.within_seed import CrossValidated

MARGIN = 0.01
"""Of accuracy, and of losses in nats: less is too little to choose a method by."""
PAGE_RATES = {"adam": 0.01, "sgd": 0.2}
"""On the example page."""

CANCER = Perceptron(data="cancer")
SEARCHED = CANCER.with_(solver="lbfgs", passes=50)
"""With which a good alpha is searched for (MG19)."""
DIGITS = Perceptron(data="digits", scaling="to 0..1", passes=15)
"""As on the example page, where digits take 15 passes and other data 400."""
SGD = DIGITS.with_(solver="sgd", learning_rate=PAGE_RATES["sgd"])
PLAIN = SGD.with_(momentum=0.0)

SMALL = {
    name: {
        "L-BFGS": Perceptron(data=name, solver="lbfgs", passes=200, watched="train_loss"),
        "Adam": Perceptron(
            data=name, solver="adam", learning_rate=PAGE_RATES["adam"], passes=200, watched="train_loss"
        ),
        "SGD": Perceptron(data=name, solver="sgd", learning_rate=PAGE_RATES["sgd"], passes=200, watched="train_loss"),
    }
    for name in ("iris", "cancer")
}
"""Small data: each method with the rate that it has on the example page."""

IMAGES = Perceptron(data="images", hidden=(32,), scaling="to 0..1", passes=20)
"""4000 images: Adam with scikit-learn's own rate."""
IMAGES_BY_SGD = IMAGES.with_(solver="sgd", learning_rate=PAGE_RATES["sgd"])

MOONS = Perceptron(data="noisy moons", hidden=(100, 100), solver="lbfgs", passes=400)
"""100 noisy points, with the network and the method of the example page."""
ALPHAS = (0.1, 10**-0.5, 1.0, 10**0.5, 10.0)
"""The example page's."""
ACCURACY_BY_ALPHA = dict(zip(ALPHAS, (0.8745, 0.8902, 0.8927, 0.8496, 0.847), strict=True))
"""Of tests, on pilot seeds."""
GOOD_ALPHA = max(ALPHAS, key=ACCURACY_BY_ALPHA.__getitem__)
"""Chosen: the most accurate one counts as good (MG17)."""

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
ACCURACY_BY_RATE = {
    "adam": dict(zip(RATES, (0.2971, 0.7641, 0.9139, 0.9556, 0.9699, 0.9697, 0.9659, 0.593, 0.1834), strict=True)),
    "sgd": dict(zip(RATES, (0.103, 0.1399, 0.4066, 0.7673, 0.9066, 0.9465, 0.9659, 0.9709, 0.5869), strict=True)),
}
"""Of tests on digits, on pilot seeds."""
AROUND_THE_BEST = {"adam": (0.001, 0.003, 0.01, 0.03, 0.1), "sgd": (0.03, 0.1, 0.3, 1.0, 3.0)}
"""Chosen: a decade to either side of the most accurate rate (MG10)."""

ADAM = DIGITS.with_(learning_rate=PAGE_RATES["adam"])
ALIKE = {
    "MG3": (CANCER, CANCER.with_(scaling="to 0..1")),
    "MG14": (SGD, SGD.with_(nesterov=False)),
    "MG20": (ADAM.with_(hidden=(32,), passes=50), ADAM.with_(hidden=(100, 100), passes=50)),
    "MG21": (ADAM.with_(passes=100, early_stopping=True), ADAM.with_(passes=100)),
}
"""What is said to be alike, or the first hardly worse; cross-validated, so that all examples of a data set count."""
WITHIN = {"MG3": 0.02, "MG14": 0.02, "MG20": MARGIN, "MG21": MARGIN}
DISAGREEMENT = {"MG3": 0.025, "MG14": 0.0122, "MG20": 0.0167, "MG21": 0.0276}
"""The share of examples to which the two give different answers, on pilot seeds. Checked: twice the root of that by the
number of examples, which is what chance may do to a difference, is within the margin."""

AFTER_100_PASSES = {
    "L-BFGS": {"train_loss": 0.0001, "test_accuracy": 0.9169},
    "SGD": {"train_loss": 0.0006, "test_accuracy": 0.9295},
    "Adam": {"train_loss": 0.015, "test_accuracy": 0.9258},
}
"""On the 4000 images, with five times the passes of MG7, on pilot seeds. Checked when MG7 had been judged; the suite's
lesson says it."""
BEST_ALPHA = {0.1: 0.0, 1.0: 0.25, 10.0: 0.75}
"""In which share of pilot seeds the search of MG19 finds an alpha to be the best one; smaller ones are in none."""


def cross_validated(claim):
    """Return the two arms that a claim says are alike."""
    return tuple(CrossValidated(data=arm.data, arm=arm) for arm in ALIKE[claim])
