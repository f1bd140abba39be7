"""A Keras model that any seed can start afresh; importing this imports TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from harness.train.keras.backend import keras, tf
from harness.train.weights import weights_fingerprint

StartingValues = Callable[[int], Iterable[tuple[Any, Any]]]
"""From a seed to each variable of a model (without its optimizer's) and its value before the first update."""


class TrainableModel:
    """A compiled Keras model that can be put back to the state from which a seed is trained.

    Tracing a model costs more than training it for an epoch, so one is made for all seeds of an experiment.

    Args:
        model: compiled.
        starting_values: how a seed starts.
        batch: returns the number of examples per update, out of so many.
        tracks_updates: whether the size of every update is recorded.
        callbacks: returns new Keras callbacks for a run.

    Raises:
        TypeError: no seed decides how some variable starts. It would keep the previous seed's value, unnoticed.

    """

    def __init__(
        self,
        model: Any,
        starting_values: StartingValues,
        *,
        batch: Callable[[int], int],
        tracks_updates: bool,
        callbacks: Callable[[], list[Any]] | None = None,
    ) -> None:
        self.model = model
        self.batch = batch
        self.tracks_updates = tracks_updates
        self.callbacks = callbacks
        self._starting_values = starting_values
        model.optimizer.build(model.trainable_variables)
        self._optimizer_state = [variable.numpy() for variable in model.optimizer.variables]
        started = {id(variable) for variable, _ in starting_values(0)}
        kept = [variable.path for variable in model.variables if id(variable) not in started]
        if kept:
            raise TypeError(f"no seed decides how these variables start: {', '.join(kept)}")

    def layers(self, kind: type | tuple[type, ...]) -> list[Any]:
        """Return the model's layers of a kind, from the input to the output."""
        return [layer for layer in self.model.layers if isinstance(layer, kind)]

    def start(self, seed: int, learning_rate: float | None = None) -> None:
        """Put every variable of the model and of its optimizer into the state from which this seed is trained.

        Args:
            seed: of the run.
            learning_rate: the optimizer's; None: as the model was compiled.

        """
        for variable, value in self._starting_values(seed):
            variable.assign(value)
        for variable, value in zip(self.model.optimizer.variables, self._optimizer_state, strict=True):
            variable.assign(value)
        if learning_rate is not None:
            self.model.optimizer.learning_rate = learning_rate

    def state(self) -> list[Any]:
        """Return the values of all variables of the model and of its optimizer."""
        # Copies: numpy() may show the variable's own memory, which training goes on to change.
        return [variable.numpy().copy() for variable in (*self.model.variables, *self.model.optimizer.variables)]

    def restore(self, state: list[Any]) -> None:
        """Put all variables back to a state."""
        for variable, value in zip((*self.model.variables, *self.model.optimizer.variables), state, strict=True):
            variable.assign(value)

    def fingerprint(self) -> str:
        """Return the fingerprint of all weights."""
        return weights_fingerprint(self.model.get_weights())

    def targets(self, y: Any) -> Any:
        """Return one-hot rows as the model's loss wants them: class numbers for a sparse one."""
        return y.argmax(axis=1) if self._is_sparse else y

    @property
    def _is_sparse(self) -> bool:
        loss = self.model.loss
        kind = keras.losses.SparseCategoricalCrossentropy
        return isinstance(loss, kind) or "sparse" in str(getattr(loss, "name", loss))

    def is_compilable(self, shape: tuple[int, ...]) -> bool:
        """Return whether the compiled epoch trains exactly what `fit` would on examples of a shape."""
        return (
            self.callbacks is None
            and not isinstance(self.model.loss, keras.Loss)
            and not self._is_sparse
            and self._is_stepped_plainly
            and self._is_all_of_its_loss(shape)
        )

    @property
    def _is_stepped_plainly(self) -> bool:
        """Whether an update is nothing but a gradient of the loss, handed to the optimizer."""
        kind, optimizer = type(self.model), self.model.optimizer
        return (
            kind.train_step is keras.Model.train_step
            and kind.compute_loss is keras.Model.compute_loss
            and not isinstance(optimizer, keras.optimizers.LossScaleOptimizer)
            and not optimizer.loss_scale_factor
        )

    def _is_all_of_its_loss(self, shape: tuple[int, ...]) -> bool:
        """Return whether what is minimized is the mean of one loss per example: no penalty, mask or weight besides."""
        weights = getattr(self.model._compile_loss, "_user_loss_weights", None)  # told nowhere else without a warning
        if not getattr(self.model, "inputs", None) or weights is not None:
            return False
        predicted = self.model(tf.zeros((2, *shape)), training=True)
        if not tf.is_tensor(predicted) or self.model.losses or getattr(predicted, "_keras_mask", None) is not None:
            return False
        losses = keras.losses.get(self.model.loss)(tf.zeros_like(predicted), predicted)
        return bool(losses.shape == (2,))
