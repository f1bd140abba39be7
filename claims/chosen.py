"""What had to be chosen by trying, on pilot seeds: the rules, the figures that they were applied to, and the choices.

The pilot seeds, 9000 to 9011 of mnist5k, are never judged, and what they have chosen holds for every data set.
`python -m claims.pilots` trains them again and says whether the figures are still these.
"""

from __future__ import annotations

from claims.data import WOUND
from claims.listings import TUTORIAL
from harness import Network, tuned

PILOTS = range(9000, 9012)

# ---- NS1: a toy that a deep network learns, so that what a shallow one of as many parameters makes of it says
# something. Of spirals with ever fewer turns, the first on which the deep network gets a training accuracy of 0.99 with
# ten of the twelve pilot seeds. The shallow network has no part in the choice. What they can express is the question,
# so each of the two has, within every seed, the rate at which it gets the most of its training examples right. --------

TOY_RATES = (0.003, 0.01, 0.03)
LEARNED, OFTEN = 0.99, 10

DEEP_BY_TURNS = {
    turns: Network(
        data=name,
        hidden=(16, 16, 16),
        activation="relu",
        dropout=0.0,
        optimizer="adam",
        learning_rate=0.01,
        batch_size=20,
        epochs=800,
        evaluate_every=80,
    )
    for turns, name in WOUND.items()
}
LEARNED_BY_TURNS = {4.0: 6, 3.5: 10, 3.0: 12, 2.5: 12, 2.0: 12}
"""Turns -> with how many of the twelve pilot seeds the deep network has learned them, at whichever of the rates."""


def first_learned(counts: dict[float, int]) -> float:
    """Return the most turns that the deep network learns with ten of the twelve pilot seeds."""
    return max(turns for turns, count in counts.items() if count >= OFTEN)


DEEP = tuned(DEEP_BY_TURNS[first_learned(LEARNED_BY_TURNS)], learning_rate=TOY_RATES, by="train_accuracy")
WIDE = DEEP.with_(hidden=(125,))
"""627 parameters in one hidden layer, against the 626 of `DEEP`."""

# ---- OP1: the rate at which each optimizer is held against the others, and the best of all. By the held-out loss (a
# fifth of the training images) after the listing's 3 epochs, the median over the pilot seeds; the lowest counts. ------

OPTIMIZERS = ("sgd", "momentum", "adagrad", "rmsprop", "adam")
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
HELD_OUT_LOSS = {
    "sgd": (2.2662, 2.1066, 1.7564, 1.1943, 0.849, 1.1719),
    "momentum": (1.7798, 1.2284, 0.855, 1.0639, 1.6274, 2.2635),
    "adagrad": (2.1373, 1.8437, 1.2574, 0.8326, 0.9973, 1.5643),
    "rmsprop": (0.4872, 0.4476, 0.7858, 2.1176, 4.4593, 14.3765),
    "adam": (0.5835, 0.617, 0.9769, 2.0882, 2.5659, 3.6086),
}
"""Optimizer -> at each of the rates the median held-out loss in nats; infinite where most of the runs diverged."""


def best_rate(losses: tuple[float, ...]) -> float:
    """Return the rate of the lowest loss."""
    return RATES[losses.index(min(losses))]


AT_BEST_RATE = {
    name: TUTORIAL.with_(optimizer=name, learning_rate=best_rate(losses)) for name, losses in HELD_OUT_LOSS.items()
}
BEST_OPTIMIZER = min(HELD_OUT_LOSS, key=lambda name: min(HELD_OUT_LOSS[name]))
