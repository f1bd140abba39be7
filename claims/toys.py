"""Networks for the claims about activation functions: on points in the plane, and the tutorial's on both scales."""

from claims.listings import SCALED, TUTORIAL
from harness import Network

# Toy networks are trained the way practitioners would: Adam at 0.01, small batches, 1200 updates; those that are to get
# every training example right have up to 20 000 updates, and are looked at after every 200.
XOR = Network(
    data="xor",
    hidden=(8,),
    activation="tanh",
    dropout=0.0,
    optimizer="adam",
    learning_rate=0.01,
    batch_size=10,
    epochs=60,
    evaluate_every=10,
    measure=("decision_region",),
)
CIRCLES = XOR.with_(data="two-circles", hidden=(16,))
MOST_EPOCHS = 1000
LINEAR = {"activation": "linear"}
NEARLY_ALL = {"p0": 0.9, "looks": (96, 192)}
"""More than nine runs in ten; that cannot be decided within 48 seeds, so these cheap toys take more."""

RAW, UNIT = TUTORIAL, TUTORIAL.with_(input_scale=SCALED)
RELU = {"activation": "relu"}
