"""A linear softmax classifier whose weights are averaged over the last epoch, as a Keras model and its callback.

Plain SGD on raw pixels keeps the last iterate of a linear classifier jumping: between one update and the next its test
accuracy moves by several points. The average of an epoch's iterates (Polyak and Juditsky 1992) is what it has learned.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def softmax_regression(shape: tuple[int, ...], outputs: int, *, learning_rate: float) -> Any:
    """Return the model: one Dense layer with softmax, cross-entropy, plain SGD."""
    import keras  # an import of TensorFlow, which declaring a claim does without

    model = keras.Sequential([keras.Input(shape), keras.layers.Dense(outputs, activation="softmax")])
    model.compile(keras.optimizers.SGD(learning_rate), loss="categorical_crossentropy", metrics=["accuracy"])
    return model


def average_of_last_epoch() -> list[Any]:
    """Return a callback that in the end puts the mean of the weights after each update of the last epoch in place."""
    import keras

    class AverageOfLastEpoch(keras.callbacks.Callback):  # type: ignore[misc]
        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002 (Keras' signature)
            self.last = epoch == self.params["epochs"] - 1
            self.iterates: list[list[Any]] = []

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
            if self.last:
                self.iterates.append(self.model.get_weights())

        def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002
            means = [np.mean(one, axis=0, dtype=np.float64) for one in zip(*self.iterates, strict=True)]
            self.model.set_weights([mean.astype(np.float32) for mean in means])

    return [AverageOfLastEpoch()]
