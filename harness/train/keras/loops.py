"""Two ways through epochs with the same network: one compiled function, or Keras' own `model.fit`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from harness.train.keras.backend import keras, tf
from harness.train.keras.dropout_masks import DropoutMasks, Masks
from harness.train.keras.listeners import Listeners
from harness.train.keras.trainable import TrainableModel

Tensors = tuple[tf.Tensor, ...]


@dataclass(frozen=True)
class EpochFigures:
    """What one epoch of training says of itself: the running figures, and the size of every update."""

    loss: float
    accuracy: float
    update_norms: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    """Euclidean norm of the change of all weights, one per update; empty unless the network tracks them."""


class Loop(Protocol):
    """How a network is trained for one epoch and evaluated."""

    def __init__(self, model: TrainableModel) -> None: ...

    def train(
        self, x: tf.Tensor, y: tf.Tensor, orders: NDArray[np.int32], listeners: Listeners | None = None
    ) -> list[EpochFigures]:
        """Train for as many epochs as there are rows in `orders`, each an order of all examples."""

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        """Return mean loss and accuracy without dropout."""


class FitLoop:
    """Plain `model.fit` and `model.evaluate`, for anyone who doubts the compiled epoch."""

    def __init__(self, model: TrainableModel) -> None:
        self.trainable, self.model = model, model.model

    def train(
        self, x: tf.Tensor, y: tf.Tensor, orders: NDArray[np.int32], listeners: Listeners | None = None
    ) -> list[EpochFigures]:
        """Call `model.fit` for every epoch, on the examples in its order."""
        return [self._epoch(x, y, order, listeners) for order in orders]

    def _epoch(self, x: tf.Tensor, y: tf.Tensor, order: NDArray[np.int32], listeners: Listeners | None) -> EpochFigures:
        updates = _UpdateNorms()
        history = self.model.fit(
            x.numpy()[order],
            self.trainable.targets(y.numpy()[order]),
            batch_size=self.trainable.batch(len(order)),
            epochs=1,
            shuffle=False,
            verbose=0,
            callbacks=[
                *([updates] if self.trainable.tracks_updates else []),
                *([listeners.for_batches()] if listeners else []),
            ],
        ).history
        return EpochFigures(
            history["loss"][0],
            _share(history["accuracy"][0], len(order)) if "accuracy" in history else math.nan,
            np.array(updates.norms, np.float32),
        )

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        """Call `model.evaluate`, and `model.predict` where it does not say the accuracy."""
        said = self.model.evaluate(x, self.trainable.targets(y.numpy()), batch_size=1000, verbose=0, return_dict=True)
        if "accuracy" in said:
            return said["loss"], _share(said["accuracy"], len(x))
        predicted = self.model.predict(x, batch_size=1000, verbose=0)
        return said["loss"], float((predicted.argmax(axis=-1) == y.numpy().argmax(axis=-1)).mean())


def _share(accuracy: float, examples: int) -> float:
    """Undo the rounding of Keras' float32 accuracy, so that equal counts are equal numbers."""
    return round(accuracy * examples) / examples


class _UpdateNorms(keras.callbacks.Callback):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.norms: list[float] = []

    def _weights(self) -> NDArray[np.float32]:
        return np.concatenate([weights.numpy().ravel() for weights in self.model.trainable_variables])

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002 (Keras' signature)
        self._before = self._weights()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        self.norms.append(float(np.linalg.norm(self._weights() - self._before)))


def _put(rows: tf.Tensor, index: tf.Tensor, row: tf.Tensor) -> tf.Tensor:
    return tf.tensor_scatter_nd_update(rows, [[index]], [row])


class EpochLoop:
    """Whole epochs as one compiled function: the data stay on the device, a batch is a `tf.gather`.

    It is compiled by XLA, which fuses the many small operations of an update, wherever that gains something and the
    random numbers, if there are any, are those of dropout layers; TensorFlow runs the graph of other models itself.
    docs/speed.md has the figures.
    """

    def __init__(self, model: TrainableModel) -> None:
        self.trainable, self.model = model, model.model
        self._loss = keras.losses.get(self.model.loss)
        # XLA's convolutions are slower than TensorFlow's own, so only matrices and vectors of weights are worth it.
        small = all(len(variable.shape) <= 2 for variable in self.model.trainable_variables)
        self._masks = DropoutMasks.of(self.model) if small and self.model.non_trainable_variables else None
        fused = small and (self._masks is not None or not self.model.non_trainable_variables)
        # The loops below are TensorFlow's own: AutoGraph would make them out of Python's, and take longer than tracing.
        self._train = tf.function(self._epochs, jit_compile=fused, autograph=False)
        examples = [tf.TensorSpec((None, *shape[1:])) for shape in (self.model.input_shape, self.model.output_shape)]
        self._evaluate = tf.function(self._evaluated, input_signature=examples, autograph=False)

    def _figures(self, y: tf.Tensor, predicted: tf.Tensor) -> Tensors:
        """Return the sum of the losses and how many predictions are right."""
        right = tf.equal(tf.argmax(predicted, axis=-1), tf.argmax(y, axis=-1))
        return tf.reduce_sum(self._loss(y, predicted)), tf.math.count_nonzero(right, dtype=tf.int32)

    def _predicted(self, x: tf.Tensor, masks: Masks) -> tf.Tensor:
        return self.model(x, training=True) if self._masks is None else self._masks.predicted(x, masks)

    def _step(self, x: tf.Tensor, y: tf.Tensor, batch: tf.Tensor, masks: Masks) -> Tensors:
        """Update the weights once; return the batch's figures and the norm of the update, 0 unless it is tracked."""
        inputs, targets = tf.gather(x, batch), tf.gather(y, batch)
        variables = self.model.trainable_variables
        with tf.GradientTape() as tape:
            total, right = self._figures(targets, self._predicted(inputs, masks))
            mean = total / batch.shape[0]
        gradients = tape.gradient(mean, [v.value for v in variables])
        before = [tf.identity(v.value) for v in variables] if self.trainable.tracks_updates else []
        # Weights that something still reads would be copied before they are changed.
        with tf.control_dependencies([gradient for gradient in gradients if gradient is not None]):
            self.model.optimizer.apply(gradients, variables)
        if not before:
            return total, right, tf.constant(0.0)
        moved = [tf.reduce_sum((v.value - b) ** 2) for v, b in zip(variables, before, strict=True)]
        return total, right, tf.sqrt(tf.add_n(moved))

    def _epoch(self, x: tf.Tensor, y: tf.Tensor, order: tf.Tensor, masks: tuple[Masks, Masks]) -> Tensors:
        """Return the figures of all updates of an epoch: two sums, and each one's norm."""
        whole, size, rest = self._batches(order)
        batches, last = tf.reshape(order[: whole * size], (whole, size)), order[whole * size :]

        def update(
            batch: tf.Tensor, masks: Masks, index: tf.Tensor, total: tf.Tensor, right: tf.Tensor, norms: tf.Tensor
        ) -> Tensors:
            batch_total, batch_right, norm = self._step(x, y, batch, masks)
            return index + 1, total + batch_total, right + batch_right, _put(norms, index, norm)

        def whole_batch(index: tf.Tensor, *sums: tf.Tensor) -> Tensors:
            return update(batches[index], tuple(mask[index] for mask in masks[0]), index, *sums)

        state = tf.constant(0), tf.constant(0.0), tf.constant(0), tf.zeros(whole + (rest > 0))
        state = tf.while_loop(lambda index, *_: index < whole, whole_batch, state)
        return (update(last, masks[1], *state) if rest else state)[1:]

    def _batches(self, order: Any) -> tuple[int, int, int]:
        """Return an epoch's number of whole batches, their size, and that of a short last one, 0 if there is none."""
        examples = order.shape[-1]
        size = self.trainable.batch(examples)
        return examples // size, size, examples % size

    def _epochs(self, x: tf.Tensor, y: tf.Tensor, orders: tf.Tensor, masks: tuple[Masks, Masks]) -> Tensors:
        # Not `tf.map_fn`, nor a TensorArray: XLA compiles a loop that fills one twice, and these loops are nested.
        epochs = orders.shape[0]
        whole, _, rest = self._batches(orders)

        def epoch(index: tf.Tensor, *kept: tf.Tensor) -> Tensors:
            figures = self._epoch(x, y, orders[index], masks)
            return index + 1, *(_put(rows, index, figure) for rows, figure in zip(kept, figures, strict=True))

        none = tf.constant(0), tf.zeros(epochs), tf.zeros(epochs, tf.int32), tf.zeros((epochs, whole + (rest > 0)))
        _, *figures = tf.while_loop(lambda index, *_: index < epochs, epoch, none)
        return tuple(figures)

    def _evaluated(self, x: tf.Tensor, y: tf.Tensor) -> Tensors:
        return self._figures(y, self.model(x, training=False))

    def train(
        self, x: tf.Tensor, y: tf.Tensor, orders: NDArray[np.int32], listeners: Listeners | None = None
    ) -> list[EpochFigures]:
        """Run the compiled epochs; an epoch's last batch may be a short one. Models with callbacks do not come here."""
        assert listeners is None
        if self._masks is None:
            return self._run(x, y, orders, ((), ()))
        # An epoch at a time, so that the masks of one are all that there are.
        singly = (order[np.newaxis] for order in orders)
        return [self._run(x, y, order, self._masks.draw(*self._batches(order)))[0] for order in singly]

    def _run(
        self, x: tf.Tensor, y: tf.Tensor, orders: NDArray[np.int32], masks: tuple[Masks, Masks]
    ) -> list[EpochFigures]:
        totals, rights, norms = (figure.numpy() for figure in self._train(x, y, tf.constant(orders), masks))
        examples = orders.shape[1]
        if not self.trainable.tracks_updates:
            norms = norms[:, :0]
        return [
            EpochFigures(float(total) / examples, int(right) / examples, moved)
            for total, right, moved in zip(totals, rights, norms, strict=True)
        ]

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        """Run the compiled evaluation on all examples at once."""
        total, right = self._evaluate(x, y)
        return float(total) / len(x), int(right) / len(x)


LOOPS: dict[str, type[Loop]] = {"epoch": EpochLoop, "fit": FitLoop}
