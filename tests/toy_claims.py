"""Claims about networks so small that training them costs nothing, one for every way in which a claim can end."""

# ruff: noqa: D103 (copied to where a test's name is its sentence)

import pytest

from harness import Network, Refuted, at_least, beats, claim

KERAS = Network(
    data="xor",
    hidden=(8,),
    activation="tanh",
    dropout=0.0,
    optimizer="sgd",
    learning_rate=0.5,
    batch_size=20,
    epochs=20,
)
SKLEARN = KERAS.with_(library="sklearn")


def learns(network):
    """Ask whether a network learns more than one that hardly moves, which it does."""
    return beats(network, network.with_(learning_rate=1e-9), on="train_loss", by=0.01, looks=(12,))


def hardly(network):
    """Ask the reverse."""
    return beats(network.with_(learning_rate=1e-9), network, on="train_loss", by=0.01, looks=(12,))


@claim("KER", section="Learning rate", says="A network that learns beats one that does not.")
@pytest.mark.parametrize("question", [learns(KERAS)], ids=["rate"])
def test_with_keras(question, judge):
    assert judge(question).supported


@claim("SUP", section="Learning rate", says="The same of scikit-learn's.")
@pytest.mark.parametrize("question", [learns(SKLEARN), learns(SKLEARN.with_(hidden=(9,)))], ids=["eight", "nine"])
def test_with_sklearn(question, judge):
    assert judge(question).supported


@claim("REF", section="Drop out", says="A network that does not learn beats one that does.")
@pytest.mark.xfail(raises=Refuted, strict=True, reason="it is the other way round")
@pytest.mark.parametrize("question", [hardly(SKLEARN)], ids=["rate"])
def test_the_reverse(question, judge):
    assert judge(question).supported


@claim("INC", section="Drop out", says="A network that does not learn is right more often than not.")
@pytest.mark.parametrize(
    "question",
    [at_least(SKLEARN.with_(learning_rate=1e-9), on="test_accuracy", value=0.5, looks=(12,))],
    ids=["chance"],
)
def test_by_chance(question, judge):
    assert judge(question).supported


@claim("EXA", section="Loss function", says="One and one are two.")
@pytest.mark.exact
def test_a_sum():
    assert 1 + 1 == 2


def test_that_is_no_claim():
    pass
