"""Keras callbacks over a training that calls `fit` once an epoch; importing this imports TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.base.errors import RunError
from harness.train.keras.backend import keras
from harness.train.keras.trainable import TrainableModel
from harness.train.own_code import own_code

SAID = ("loss", "accuracy")
"""What is known of every epoch and every evaluation."""


class Listeners:
    """A run's callbacks, told of its epochs as if they were those of one call of `fit`.

    Args:
        callbacks: Keras', new ones.
        model: is trained.
        epochs: of the training.
        steps: updates in each.

    """

    def __init__(self, callbacks: Sequence[Any], model: Any, *, epochs: int, steps: int) -> None:
        self._model = model
        told = {"verbose": 0, "epochs": epochs, "steps": steps}
        self._all = keras.callbacks.CallbackList(list(callbacks), model=model, **told)
        model.stop_training = False
        self._all.on_train_begin()

    @property
    def have_stopped(self) -> bool:
        """Whether one of them has ended the training."""
        return bool(self._model.stop_training)

    def begin(self, epoch: int) -> None:
        """Tell them that an epoch (from 1) begins."""
        self._all.on_epoch_begin(epoch - 1)

    def end(self, epoch: int, logs: dict[str, float]) -> None:
        """Tell them that an epoch is over, with what `fit` would say of it."""
        self._all.on_epoch_end(epoch - 1, logs)

    def finish(self) -> None:
        """Tell them that the training is over; one of them may put earlier weights back."""
        self._all.on_train_end()

    def for_batches(self) -> Any:
        """Return a callback for `fit` that passes on what concerns single batches."""
        return _Batches(self._all)


class _Batches(keras.callbacks.Callback):  # type: ignore[misc]
    def __init__(self, listeners: Any) -> None:
        super().__init__()
        self._all = listeners

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        self._all.on_train_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self._all.on_train_batch_end(batch, logs)


def listeners_of(model: TrainableModel, *, epochs: int, steps: int, held_out: bool) -> Listeners | None:
    """Return the callbacks of a run of a model; None if it has none.

    Args:
        model: is trained.
        epochs: of the training.
        steps: updates in each.
        held_out: whether a part of the training examples is, so that an epoch says its loss.

    Raises:
        RunError: one of them watches what no epoch says.

    """
    if model.callbacks is None:
        return None
    with own_code("callbacks()"):
        callbacks = list(model.callbacks())
    said = [f"{part}{value}" for part in ("", *(("val_",) if held_out else ())) for value in SAID]
    for one in callbacks:
        watched = getattr(one, "monitor", None)
        if watched is not None and watched not in said:
            raise RunError(
                f"{type(one).__name__} watches {watched!r}, and an epoch says {', '.join(said)} "
                "(val_... with held_out=)"
            )
    return Listeners(callbacks, model.model, epochs=epochs, steps=steps)
