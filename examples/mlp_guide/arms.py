"""The perceptrons that several claims start from; margins and protocols were fixed before any judged seed was trained.

Pilot seeds 9000 to 9011 have chosen four things, each written beside it here or in a claim: the rate around which Adam
and SGD are tried (MG10), the alpha that counts as good (MG17), and whether the margins of what is said to be alike
(MG3, MG14, MG20, MG21) are above twice the root of disagreement / examples, what chance may do to a difference.
"""

from __future__ import annotations

from examples.mlp_guide.perceptron import Perceptron

MARGIN = 0.01
"""Of accuracy, and of losses in nats: less is too little to choose a method by."""
PAGE_RATES = {"adam": 0.01, "sgd": 0.2}
"""On the example page."""

CANCER = Perceptron(data="cancer")
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

MOONS = Perceptron(data="noisy moons", hidden=(100, 100), solver="lbfgs", passes=400)
"""100 noisy points, with the network and the method of the example page."""
ALPHAS = (0.1, 10**-0.5, 1.0, 10**0.5, 10.0)
"""The example page's."""
GOOD_ALPHA = 1.0
"""Of those the best by test accuracy on pilot seeds: .875, .890, .893, .850 and .847."""
