"""Claims about runs that were trained elsewhere and left a CSV file."""

from pathlib import Path

import pytest

from harness import at_least, beats, claim, contradicted, metric, recorded

runs = recorded(
    Path(__file__).parent / "runs.csv",
    metrics={
        "accuracy": metric("accuracy", higher_is_better=True, unit="share of examples", span=(0, 1)),
        "loss": metric("loss", higher_is_better=False, unit="nats"),
        "minutes": metric("minutes", higher_is_better=False, label="training time", unit="minutes"),
    },
)
CNN, MLP = runs("cnn"), runs("mlp")


@claim("RR1", says="The convolutional network is more accurate, by more than a point, and usable.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(beats(CNN, MLP, on="accuracy", by=0.01), id="better"),
        pytest.param(at_least(CNN, on="accuracy", value=0.9), id="usable"),
    ],
)
def test_accuracy(question, judge):
    assert judge(question).supported


@claim("RR2", says="It is quicker to train.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            beats(CNN, MLP, on="minutes", by=0.0),
            marks=contradicted("it takes {below} minutes longer in the median: {no} of {seeds} seeds say no"),
        )
    ],
)
def test_time(question, judge):
    assert judge(question).supported


@claim("RR3", says="Its loss is lower, too.")
@pytest.mark.parametrize("question", [beats(CNN, MLP, on="loss", by=0.0)])
def test_loss(question, judge):
    assert judge(question).supported
