"""Keras callbacks over a training that calls `fit` once an epoch; importing this imports TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.train.keras.backend import keras


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
