"""The tutorial's structures as plain Keras models, and its data: what a script without the harness starts from."""

import os

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras

from claims.data import listing

SEEDS, EPOCHS = 12, 3
STRUCTURES = {"A": (256, 128), "B": (256, 128, 128, 128), "C": (256, 1568)}
DATA = listing("mnist5k", "digits")


def model(hidden: tuple[int, ...]) -> keras.Model:
    """Return a compiled model of this structure."""
    made = keras.Sequential(
        [
            keras.Input((784,)),
            *(keras.layers.Dense(units, activation="sigmoid") for units in hidden),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    made.compile(optimizer=keras.optimizers.SGD(0.1), loss="categorical_crossentropy", metrics=["accuracy"])
    return made
