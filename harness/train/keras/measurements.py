"""What can be measured on a network besides its losses and accuracies: each by name, with unit and source.

All are taken without dropout and leave the network as they found it. A measurement at the start or at the end of
training is a function of the network and the data that returns its findings by name: figures, which a claim can be
about, and series, which a picture shows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from harness.data.arrays import Data
from harness.train.findings import Findings
from harness.train.keras.backend import keras, tf
from harness.train.keras.trainable import TrainableModel

BATCH_SIZES = (1, 4, 16, 64, 256, 512)
"""At which the gradient's variance is measured."""
BATCHES = 24
"""How many mini-batches are drawn for each of them."""
SMALL_STEP = 1e-3
"""Learning rate of a "small" step."""
SILENCED_DRAWS = 10
"""How many random halves of the last hidden layer are silenced, to average over."""
GRID = 24
"""Points on a side of the grid on which a decision region is sampled."""
FRAME = 1.25
"""Side of that grid's square, relative to the data's."""


def _gradients(network: TrainableModel, x: tf.Tensor, y: tf.Tensor) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """Return the mean loss and its gradients, one per trainable variable."""
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.get(network.model.loss)(y, network.model(x, training=False)))
    variables = [v.value for v in network.model.trainable_variables]
    gradients = tape.gradient(loss, variables, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return loss, [tf.convert_to_tensor(gradient) for gradient in gradients]  # an embedding's is sparse


def first_batch_loss(network: TrainableModel, data: Data, rng: np.random.Generator) -> Findings:
    """Return the loss (nats) of one mini-batch before the first update."""
    batch = rng.choice(len(data.x_train), network.batch(len(data.x_train)), replace=False)
    loss, _ = _gradients(network, data.x_train[batch], data.y_train[batch])
    return {"first_batch_loss": float(loss)}


def first_layer_gradient(network: TrainableModel, data: Data, rng: np.random.Generator) -> Findings:  # noqa: ARG001
    """Return the norm (nats per unit of weight) of the loss gradient at the first layer's weights.

    Over the whole training set. Vanishing of it with depth: Glorot and Bengio 2010.
    """
    _, gradients = _gradients(network, data.x_train, data.y_train)
    return {"first_layer_gradient": float(tf.norm(gradients[0]))}


def single_layer_steps(network: TrainableModel, data: Data, rng: np.random.Generator) -> Findings:
    """Return the share of layers of which a small gradient step, on that layer alone, lowers the batch loss."""
    batch = rng.choice(len(data.x_train), network.batch(len(data.x_train)), replace=False)
    x, y = data.x_train[batch], data.y_train[batch]
    before, gradients = _gradients(network, x, y)
    lowered = []
    for layer in network.layers(keras.layers.Dense):
        own = [
            (variable, gradient, variable.numpy())
            for variable, gradient in zip(network.model.trainable_variables, gradients, strict=True)
            if any(variable is weights for weights in layer.trainable_variables)
        ]
        for variable, gradient, value in own:
            variable.assign(value - SMALL_STEP * gradient.numpy())
        after, _ = _gradients(network, x, y)
        lowered.append(bool(after < before))
        for variable, _, value in own:
            variable.assign(value)
    if not lowered:
        raise ValueError("the model has no Dense layer that a step could change")
    return {"layers_lowering_loss": sum(lowered) / len(lowered)}


def gradient_variance_slope(network: TrainableModel, data: Data, rng: np.random.Generator) -> Findings:
    """Return the gradient's variance at each of `BATCH_SIZES`, and the slope of its logarithm over that of the size.

    The variance (squared nats per unit of weight, summed over all weights) is taken at the initial weights, over
    mini-batches drawn with replacement; independent examples make it fall as 1 / batch size, a slope of -1 (Bottou,
    Curtis and Nocedal 2018, section 4.2).
    """
    gradients = tf.function(lambda x, y: _gradients(network, x, y)[1], reduce_retracing=True)
    variances = []
    for size in BATCH_SIZES:
        drawn: list[NDArray[np.float32]] = []
        for _ in range(BATCHES):
            batch = rng.integers(0, len(data.x_train), size)
            flat = [g.numpy().ravel() for g in gradients(data.x_train[batch], data.y_train[batch])]
            drawn.append(np.concatenate(flat))
        variances.append(np.stack(drawn).var(axis=0, ddof=1, dtype=np.float64).sum())
    slope, _ = np.polyfit(np.log(BATCH_SIZES), np.log(variances), 1)
    return {
        "gradient_variance_slope": float(slope),
        "gradient_variance": tuple(map(float, variances)),
        "gradient_variance_at": tuple(map(float, BATCH_SIZES)),
    }


def ablation(network: TrainableModel, data: Data, rng: np.random.Generator) -> Findings:
    """Return the loss of test accuracy when a random half of the last hidden layer is silenced.

    `ablation_drop` with the other half as it is, `ablation_drop_rescaled` with it doubled, as dropout does in
    training; means over several random halves. After Morcos et al. 2018, who silence units one after the other.
    """
    *_, output = network.layers(keras.layers.Dense)
    hidden = keras.Model(network.model.inputs[0], output.input)(data.x_test, training=False).numpy()
    kernel, bias = (weights.numpy() for weights in (output.kernel, output.bias))
    labels = data.y_test.argmax(axis=1)

    def accuracy(factors: NDArray[np.float32]) -> float:
        return float(((hidden * factors @ kernel + bias).argmax(axis=1) == labels).mean())

    units = hidden.shape[1]
    whole = accuracy(np.ones(units, np.float32))
    drops: dict[str, list[float]] = {"ablation_drop": [], "ablation_drop_rescaled": []}
    for _ in range(SILENCED_DRAWS):
        kept = np.zeros(units, np.float32)
        kept[rng.permutation(units)[: units // 2]] = 1
        drops["ablation_drop"].append(whole - accuracy(kept))
        drops["ablation_drop_rescaled"].append(whole - accuracy(2 * kept))
    return {name: float(np.mean(values)) for name, values in drops.items()}


def decision_region(network: TrainableModel, data: Data, rng: np.random.Generator) -> Findings:  # noqa: ARG001
    """Return which class is predicted where, for data of two features.

    `decision_region` has the classes on a grid of `GRID` x `GRID` points, a digit each, row by row and both features
    ascending; `decision_extent` has the grid's ends: the first feature's lowest and highest value, then the second's.
    """
    low, high = data.x_train.min(axis=0), data.x_train.max(axis=0)
    middle, reach = (low + high) / 2, FRAME * (high - low) / 2
    sides = np.linspace(middle - reach, middle + reach, GRID, dtype=np.float32).T
    grid = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
    classes = network.model(grid, training=False).numpy().argmax(axis=1)
    return {
        "decision_region": "".join(map(str, classes)),
        "decision_extent": tuple(map(float, sides[:, [0, -1]].flat)),
    }


def test_rmse(network: TrainableModel, data: Data, rng: np.random.Generator) -> Findings:  # noqa: ARG001
    """Return the root mean squared error on the test set, in standard deviations of the training targets.

    Over all outputs, if there are several. A classifier's prediction is the value of its most probable class.
    """
    assert data.truth is not None
    predicted = network.model(data.x_test, training=False).numpy()
    classes = data.class_values
    values = predicted.reshape(data.truth.shape) if classes is None else classes[predicted.argmax(axis=1)]
    return {"test_rmse": float(np.sqrt(np.mean((values - data.truth) ** 2, dtype=np.float64)))}


def update_figures(norms: list[NDArray[np.float32]]) -> Findings:
    """Return what the sizes of all updates say; `norms` has one array per epoch.

    `update_norm_p99`: the 99th percentile; `distance_per_epoch`: the length of the path that the weights
    take in one epoch, the mean over epochs. Both Euclidean, over all weights.
    """
    everything = np.concatenate(norms).astype(np.float64)
    return {
        "update_norm_p99": float(np.quantile(everything, 0.99)),
        "distance_per_epoch": float(everything.sum() / len(norms)),
    }
