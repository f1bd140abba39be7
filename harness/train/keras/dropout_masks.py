"""The masks of an epoch's dropout, drawn before the epoch by the layers themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

from harness.train.keras.backend import keras, tf

Masks = tuple[tf.Tensor, ...]
"""For each dropout layer which of its inputs are kept: booleans, (examples, *inputs of one example)."""


class DropoutMasks:
    """Draw what a model's dropout layers would draw, and apply it.

    XLA computes random numbers several times over, and another compiler's would be other numbers: drawn outside, by the
    layers' own calls, they are the same as ever, and all else can be compiled (docs/speed.md). What a layer keeps of
    ones is its mask.

    Args:
        model: a `keras.Sequential` that draws random numbers in its dropout layers only.

    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._layers = [layer for layer in model.layers if _drops(layer)]
        self._drawn = tf.function(self._of_epoch, autograph=False)

    @classmethod
    def of(cls, model: Any) -> Self | None:
        """Return the masks of a model; None unless it is a plain stack of layers with no state besides dropout's."""
        if type(model) is not keras.Sequential or any(_hides_steps(layer) for layer in model.layers):
            return None
        states = {id(layer.seed_generator.state) for layer in model.layers if _drops(layer)}
        return cls(model) if {id(variable) for variable in model.non_trainable_variables} == states else None

    def draw(self, whole: int, size: int, rest: int) -> tuple[Masks, Masks]:
        """Return one epoch's masks: of `whole` batches (batches, size, ...), and of a last one of `rest` examples."""
        drawn: tuple[Masks, Masks] = self._drawn(whole, size, rest)
        return drawn

    def _of_epoch(self, whole: int, size: int, rest: int) -> tuple[Masks, Masks]:
        def batch(index: tf.Tensor, *kept: tf.TensorArray) -> tuple[tf.Tensor, ...]:
            return index + 1, *(
                array.write(index, mask) for array, mask in zip(kept, self._of_batch(size), strict=True)
            )

        empty = [tf.TensorArray(tf.bool, whole, element_shape=(size, *_inputs(layer))) for layer in self._layers]
        _, *kept = tf.while_loop(lambda index, *_: index < whole, batch, (tf.constant(0), *empty))
        return tuple(array.stack() for array in kept), tuple(self._of_batch(rest)) if rest else ()

    def _of_batch(self, size: int) -> Iterator[tf.Tensor]:
        for layer in self._layers:
            yield layer(tf.ones((size, *_inputs(layer))), training=True) > 0

    def predicted(self, x: tf.Tensor, masks: Masks) -> tf.Tensor:
        """Return the model's outputs in training, with one batch's masks instead of its layers' own."""
        left = iter(masks)
        for layer in self._model.layers:
            x = tf.where(next(left), x * (1 / (1 - layer.rate)), 0.0) if _drops(layer) else layer(x, training=True)
        return x


def _drops(layer: Any) -> bool:
    """Return whether a layer is Keras' own dropout, and drops something but not all."""
    return type(layer) is keras.layers.Dropout and 0 < layer.rate < 1


def _hides_steps(layer: Any) -> bool:
    """Return whether a layer's output tells the next ones which steps of a sequence are padding."""
    return getattr(layer.output, "_keras_mask", None) is not None  # Keras tells it nowhere else


def _inputs(layer: Any) -> tuple[int, ...]:
    """Return the shape of one example where the layer gets it; a mask that some inputs share is as large."""
    shape: tuple[int, ...] = layer.input.shape[1:]
    return shape
