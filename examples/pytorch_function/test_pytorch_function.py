"""A training loop in PyTorch as an arm; where PyTorch is not installed, the same network in numpy stands in for it."""

from importlib.util import find_spec

import numpy as np
import pytest
from sklearn.datasets import make_moons

from harness import beats, claim, experiment, metric

METRICS = {
    "test_accuracy": metric("test_accuracy", higher_is_better=True, unit="share of examples", span=(0, 1)),
    "train_loss": metric("train_loss", higher_is_better=False, unit="nats"),
}


def moons(seed):
    """Return 200 noisy points to train on and 500 to test on, of two classes."""
    x, y = make_moons(700, noise=0.25, random_state=seed)
    return x[:200].astype(np.float32), y[:200], x[200:].astype(np.float32), y[200:]


@experiment(metrics=METRICS)
def network(seed, *, width=16, epochs=60, rate=0.5):
    """Train a network of one hidden layer by steepest descent."""
    return (in_torch if find_spec("torch") else in_numpy)(seed, width, epochs, rate)


def in_torch(seed, width, epochs, rate):
    """Train it with PyTorch."""
    import torch

    torch.manual_seed(seed)
    x_train, y_train, x_test, y_test = map(torch.from_numpy, moons(seed))
    model = torch.nn.Sequential(torch.nn.Linear(2, width), torch.nn.Tanh(), torch.nn.Linear(width, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x_train), y_train)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        accuracy = (model(x_test).argmax(1) == y_test).float().mean().item()
    return {
        "test_accuracy": accuracy,
        "train_loss": losses,
        "fingerprint": repr([p.sum().item() for p in model.parameters()]),
    }


def in_numpy(seed, width, epochs, rate):
    """Train it without a library."""
    rng = np.random.default_rng(seed)
    x_train, y_train, x_test, y_test = moons(seed)
    first, second = rng.uniform(-1, 1, (3, width)) / np.sqrt(2), rng.uniform(-1, 1, (width + 1, 2)) / np.sqrt(width)
    wanted = np.eye(2)[y_train]

    def forward(x):
        inputs = np.column_stack([x, np.ones(len(x))])
        hidden = np.column_stack([np.tanh(inputs @ first), np.ones(len(x))])
        scores = np.exp(hidden @ second)
        return inputs, hidden, scores / scores.sum(axis=1, keepdims=True)

    losses = []
    for _ in range(epochs):
        inputs, hidden, shares = forward(x_train)
        losses.append(float(-np.log((shares * wanted).sum(axis=1)).mean()))
        error = (shares - wanted) / len(wanted)
        back = (error @ second[:-1].T) * (1 - hidden[:, :-1] ** 2)
        second -= rate * hidden.T @ error
        first -= rate * inputs.T @ back
    accuracy = float((forward(x_test)[2].argmax(axis=1) == y_test).mean())
    return {"test_accuracy": accuracy, "train_loss": losses, "fingerprint": repr((first.sum(), second.sum()))}


@claim("PT1", says="Ten times the epochs lower the training loss.")
@pytest.mark.parametrize("question", [beats(network(epochs=600), network(), on="train_loss", by=0.02)])
def test_epochs(question, judge):
    assert judge(question).supported


@claim("PT2", says="They also make the network recognize more.")
@pytest.mark.parametrize("question", [beats(network(epochs=600), network(), on="test_accuracy", by=0.0)])
def test_accuracy(question, judge):
    assert judge(question).supported
