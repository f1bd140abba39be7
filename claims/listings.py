"""The networks of the tutorial's code listings, in numbers; every claim starts from one of them."""

from harness import Network

TUTORIAL = Network(
    data="digits",
    hidden=(256, 128),
    activation="sigmoid",
    dropout=0.5,
    optimizer="sgd",
    learning_rate=0.1,
    batch_size=32,
    epochs=3,
)
"""Sections "Network structure settings" (its model A), "Learning rate" (its 0.1) and "Mini batch learning"."""

FIRST_LISTING = TUTORIAL.with_(learning_rate=0.01, epochs=10)
"""Section "Hyperparameters"."""

DROPOUT_LISTING = TUTORIAL.with_(epochs=5)
"""Section "Drop out"."""

EPOCHS_LISTING = TUTORIAL.with_(data="digits-epochs", dropout=0.0, epochs=10)
"""Section "Iterative learning": fewer training images, more test images, no dropout."""

# Not in the tutorial, which leaves the pixels at 0..255 throughout.
SCALED = 1 / 255
"""Factor that brings pixels to 0..1, as most people would."""

LONG = EPOCHS_LISTING.with_(epochs=60, evaluate_every=5).measuring("training_curve")
"""The longest training of "Iterative learning". Evaluating costs as much as training: every fifth epoch is enough."""

LONG_SCALED = LONG.with_(input_scale=SCALED)
"""Few images, many epochs and scaled pixels give overfitting the time to appear."""

WATCHED = LONG.with_(held_out=0.2, measure=())
"""The same as who stops early trains it: a fifth of the images is held out, to choose an epoch by."""

WATCHED_SCALED = WATCHED.with_(input_scale=SCALED)

LONGEST = WATCHED_SCALED.with_(epochs=200, evaluate_every=10).measuring("training_curve")
"""Until overfitting has had time to appear, with dropout too, which slows learning down."""

MARGIN = 0.01
"""Differences of accuracy below this are too small to choose a hyperparameter by; fixed before looking."""
