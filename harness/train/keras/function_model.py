"""The Keras model of a `KerasModel`; importing this imports TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harness.base.errors import RunError
from harness.train.keras.backend import keras, tf
from harness.train.keras.keras_model import KerasModel
from harness.train.keras.trainable import TrainableModel
from harness.train.own_code import own_code
from harness.train.streams import WEIGHTS, keras_seed


def function_model(experiment: KerasModel, shape: tuple[int, ...], outputs: int) -> TrainableModel:
    """Return the model that the experiment's function builds.

    Raises:
        RunError: it returns no compiled Keras model.

    """
    name = experiment.describe()["model"]

    def built(seed: int) -> Any:
        keras.utils.set_random_seed(keras_seed(seed, WEIGHTS))
        with own_code(f"{name}()"):
            model = experiment.call(seed, shape, outputs)
            if not isinstance(model, keras.Model) or getattr(model, "optimizer", None) is None:
                raise RunError(f"{name}() must return a compiled Keras model, not {model!r}")
            if getattr(model.optimizer, "inner_optimizer", model.optimizer).use_ema:
                # Keras puts the average in when `fit` returns, which is after every epoch here.
                raise RunError(f"{name}() compiles with use_ema=True, which cannot be trained here: leave it out")
            if isinstance(model, keras.Sequential) and not model.built:  # it has no `keras.Input`
                model.build((None, *shape))
            elif not model.built:
                model(tf.zeros((1, *shape)), training=False)
        ends = [getattr(model, end, None) or [None] for end in ("inputs", "outputs")]
        if list(map(len, ends)) != [1, 1]:
            raise RunError(f"{name}() must return a model with one input and one output, not {model!r}")
        return model

    model = built(0)
    drawn = unseeded_draws(model, shape)
    if drawn:
        raise RunError(
            f"the model of {name}() draws random numbers that no seed decides ({', '.join(drawn)}): draw them by "
            "keras.random with a keras.random.SeedGenerator that is an attribute of the layer"
        )

    def starting_values(seed: int) -> Iterator[tuple[Any, Any]]:
        fresh = built(seed)
        if [variable.shape for variable in fresh.variables] != [variable.shape for variable in model.variables]:
            raise RunError(f"{name}() returns a model of another structure for seed {seed} than for seed 0")
        for ours, value in zip(model.variables, fresh.variables, strict=True):
            yield ours, value.value

    return TrainableModel(
        model,
        starting_values,
        batch=experiment.batch,
        tracks_updates="updates" in experiment.measure,
        callbacks=experiment.callbacks,
    )


def unseeded_draws(model: Any, shape: tuple[int, ...]) -> list[str]:
    """Return what of a model's random numbers would go on from one seed to the next; empty if there is nothing.

    Those are TensorFlow's own random operations, which keep a state of theirs in a compiled function, and variables
    that are none of the model's, such as Keras' global generator.
    """
    call = tf.function(lambda x: model(x, training=True), autograph=False)
    graph = call.get_concrete_function(tf.TensorSpec((None, *shape))).graph
    definition = graph.as_graph_def()
    nodes = [*definition.node, *(node for function in definition.library.function for node in function.node_def)]
    operations = {node.op for node in nodes if "seed2" in node.attr}
    own = {id(variable.value) for variable in model.variables}
    return sorted(operations | {variable.name for variable in graph.variables if id(variable) not in own})
