"""The averaged linear classifier: in the end its weights are the mean over the last epoch's updates."""

import numpy as np
import pytest

from claims.averaged import average_of_last_epoch, softmax_regression
from harness.declare.registry import used
from harness.train.keras.keras_model import KerasModel
from harness.train.streams import ORDER, stream
from tests.claims.suite import tutorial_registry
from tests.training import train


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("epochs", [1, 3])
def test_what_is_tested_in_the_end_is_the_mean_of_the_last_epochs_iterates(epochs):
    rate, batch, seed = 5.0, 20, 5
    with used(tutorial_registry()) as registry:
        arm = KerasModel(
            softmax_regression,
            data="two-circles",
            batch_size=batch,
            epochs=epochs,
            parameters={"learning_rate": rate},
            callbacks=average_of_last_epoch,
        )
        data = registry.datasets["two-circles"].for_seed(seed)
        result = train(arm, seed, data=data)
        model = arm.build((2,), 2, regression=False)
    model.start(seed)
    kernel, bias = (one.astype(np.float64) for one in model.model.get_weights())
    for epoch in range(1, epochs + 1):
        order = np.random.default_rng(stream(seed, ORDER, epoch)).permutation(len(data.x_train))
        iterates = []
        for part in order.reshape(-1, batch):
            x, y = data.x_train[part].astype(np.float64), data.y_train[part]
            slope = (softmax(x @ kernel + bias) - y) / batch
            kernel, bias = kernel - rate * x.T @ slope, bias - rate * slope.sum(axis=0)
            iterates.append((kernel, bias))

    def loss(kernel, bias):
        probabilities = softmax(data.x_test @ kernel + bias)
        return -np.log((probabilities * data.y_test).sum(axis=1)).mean()

    mean = [np.mean(one, axis=0) for one in zip(*iterates, strict=True)]
    assert result.curves["test_loss"][-1] == pytest.approx(loss(*mean), rel=1e-4)
    assert abs(loss(*mean) - loss(kernel, bias)) > 1e-3, "the last iterate is another one"
