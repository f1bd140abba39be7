"""A classifier of dense layers in numpy, from the definitions: what the harness's figures are held against.

It computes in float64 and knows nothing of Keras; its gradients are central differences of the loss itself. A network's
weights are a list as Keras orders them: a layer's kernel (inputs, units), its biases (units,), and so on.
"""

from __future__ import annotations

import numpy as np

SHIFT = 1e-5
"""By which a weight is moved either way to see the loss change: the error is some 1e-10 of a gradient near 1."""
ACTIVATIONS = {
    "linear": lambda sums: sums,
    "sigmoid": lambda sums: 1 / (1 + np.exp(-sums)),
    "tanh": np.tanh,
    "relu": lambda sums: np.maximum(sums, 0),
}


def last_hidden(weights, x, activation):
    """Return what the output layer is given (examples, units)."""
    values = np.asarray(x, np.float64)
    for kernel, biases in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        values = ACTIVATIONS[activation](values @ kernel + biases)
    return values


def outputs(weights, x, activation):
    """Return the output layer's sums (examples, outputs): a regression's predictions, or what softmax is taken of."""
    return last_hidden(weights, x, activation) @ weights[-2] + weights[-1]


def losses(weights, x, y, activation):
    """Return each example's cross-entropy (nats)."""
    sums = outputs(weights, x, activation)
    sums = sums - sums.max(axis=1, keepdims=True)
    return np.log(np.exp(sums).sum(axis=1)) - (sums * y).sum(axis=1)


def loss(weights, x, y, activation):
    """Return the mean cross-entropy (nats)."""
    return losses(weights, x, y, activation).mean()


def accuracy(weights, x, y, activation):
    """Return the share of examples whose largest output is their class's."""
    return (outputs(weights, x, activation).argmax(axis=1) == np.asarray(y).argmax(axis=1)).mean()


def example_gradients(weights, x, y, activation):
    """Return the gradient of each example's loss, as one array (examples, *shape) for each array of weights."""
    weights = [np.array(array, np.float64) for array in weights]
    gradients = []
    for array in weights:
        slopes = np.empty((len(x), array.size))
        flat = array.reshape(-1)  # of the same memory
        for index, value in enumerate(flat.copy()):
            flat[index] = value + SHIFT
            above = losses(weights, x, y, activation)
            flat[index] = value - SHIFT
            slopes[:, index] = (above - losses(weights, x, y, activation)) / (2 * SHIFT)
            flat[index] = value
        gradients.append(slopes.reshape(len(x), *array.shape))
    return gradients


def gradients(weights, x, y, activation):
    """Return the gradient of the mean loss, an array for each array of weights."""
    return [slopes.mean(axis=0) for slopes in example_gradients(weights, x, y, activation)]
