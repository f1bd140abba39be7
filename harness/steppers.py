"""Two ways through an epoch with the same network: one compiled function, or Keras' own `model.fit`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from harness.backend import keras, tf
from harness.network import Network


@dataclass(frozen=True)
class EpochFigures:
    """What one epoch of training says of itself: the running figures, and the size of every update."""

    loss: float
    accuracy: float
    update_norms: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    """Euclidean norm of the change of all weights, one per update; empty unless the network tracks them."""


class Stepper(Protocol):
    """How a network is trained for one epoch and evaluated."""

    def __init__(self, network: Network) -> None: ...

    def train(self, x: tf.Tensor, y: tf.Tensor, order: NDArray[np.int32]) -> EpochFigures:
        """Train for one epoch in this order."""

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        """Return mean loss and accuracy without dropout."""


class FitStepper:
    """Plain `model.fit` and `model.evaluate`, for anyone who doubts the compiled epoch."""

    def __init__(self, network: Network) -> None:
        self.network, self.model = network, network.model

    def train(self, x: tf.Tensor, y: tf.Tensor, order: NDArray[np.int32]) -> EpochFigures:
        """Call `model.fit` on the examples in this order."""
        updates = _UpdateNorms()
        history = self.model.fit(
            x.numpy()[order],
            y.numpy()[order],
            batch_size=self.network.batch(len(order)),
            epochs=1,
            shuffle=False,
            verbose=0,
            callbacks=[updates] if self.network.tracks_updates else [],
        ).history
        return EpochFigures(
            history["loss"][0],
            _share(history["accuracy"][0], len(order)),
            np.array(updates.norms, np.float32),
        )

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        """Call `model.evaluate`."""
        loss, accuracy = self.model.evaluate(x, y, batch_size=1000, verbose=0)
        return loss, _share(accuracy, len(x))


def _share(accuracy: float, examples: int) -> float:
    """Undo the rounding of Keras' float32 accuracy, so that equal counts are equal numbers."""
    return round(accuracy * examples) / examples


class _UpdateNorms(keras.callbacks.Callback):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.norms: list[float] = []

    def _weights(self) -> NDArray[np.float32]:
        return np.concatenate([weights.ravel() for weights in self.model.get_weights()])

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002 (Keras' signature)
        self._before = self._weights()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        self.norms.append(float(np.linalg.norm(self._weights() - self._before)))


class EpochStepper:
    """One epoch as one compiled function: the data stay on the device, a batch is a `tf.gather`."""

    def __init__(self, network: Network) -> None:
        self.network = network
        model, variables = network.model, network.model.trainable_variables
        loss_of = keras.losses.get(model.loss)

        def figures(y: tf.Tensor, predicted: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            losses = loss_of(y, predicted)
            right = tf.equal(tf.argmax(predicted, axis=-1), tf.argmax(y, axis=-1))
            return tf.reduce_mean(losses), tf.reduce_sum(losses), tf.math.count_nonzero(right, dtype=tf.int32)

        def step(x: tf.Tensor, y: tf.Tensor, batch: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            inputs, targets = tf.gather(x, batch), tf.gather(y, batch)
            with tf.GradientTape() as tape:
                mean, total, right = figures(targets, model(inputs, training=True))
            gradients = tape.gradient(mean, [v.value for v in variables])
            if not network.tracks_updates:
                model.optimizer.apply(gradients, variables)
                return total, right, tf.constant(0.0)
            before = [tf.identity(v.value) for v in variables]
            model.optimizer.apply(gradients, variables)
            moved = [tf.reduce_sum((v.value - b) ** 2) for v, b in zip(variables, before, strict=True)]
            return total, right, tf.sqrt(tf.add_n(moved))

        @tf.function  # type: ignore[untyped-decorator]
        def epoch(
            x: tf.Tensor, y: tf.Tensor, batches: tf.Tensor, rest: tf.Tensor
        ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            total, right = tf.constant(0.0), tf.constant(0)
            norms = tf.TensorArray(tf.float32, size=batches.shape[0] + (rest.shape[0] > 0))
            for index in tf.range(batches.shape[0]):
                batch_total, batch_right, norm = step(x, y, batches[index])
                total, right, norms = total + batch_total, right + batch_right, norms.write(index, norm)
            if rest.shape[0]:
                batch_total, batch_right, norm = step(x, y, rest)
                total, right = total + batch_total, right + batch_right
                norms = norms.write(batches.shape[0], norm)
            return total, right, norms.stack()

        @tf.function  # type: ignore[untyped-decorator]
        def evaluation(x: tf.Tensor, y: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            _, total, right = figures(y, model(x, training=False))
            return total, right

        self._epoch, self._evaluation = epoch, evaluation

    def train(self, x: tf.Tensor, y: tf.Tensor, order: NDArray[np.int32]) -> EpochFigures:
        """Run the compiled epoch; the last batch may be a short one."""
        batch = self.network.batch(len(order))
        whole = len(order) // batch * batch
        total, right, norms = self._epoch(
            x, y, tf.constant(order[:whole].reshape(-1, batch)), tf.constant(order[whole:])
        )
        norms = norms.numpy() if self.network.tracks_updates else np.empty(0, np.float32)
        return EpochFigures(float(total) / len(order), int(right) / len(order), norms)

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        """Run the compiled evaluation on all examples at once."""
        total, right = self._evaluation(x, y)
        return float(total) / len(x), int(right) / len(x)


STEPPERS: dict[str, type[Stepper]] = {"epoch": EpochStepper, "fit": FitStepper}
