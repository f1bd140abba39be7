"""What is declared of a question: whatever its verdict depends on, and nothing else."""

from dataclasses import replace

import pytest

from harness import Network, at_least, at_most, beats, exceeds
from harness.declare.declaration import declaration, declaration_hash
from harness.declare.timed_question import Falling

NET = Network(
    data="xor", hidden=(8,), activation="tanh", dropout=0.0, optimizer="sgd", learning_rate=0.5, batch_size=20, epochs=2
)
OTHER = NET.with_(learning_rate=0.1)
ASKED = beats(NET, OTHER, on="train_loss", by=0.01)


def hashed(asked):
    return declaration_hash(declaration(asked))


@pytest.mark.parametrize(
    "changed",
    [
        beats(NET, OTHER, on="train_loss", by=0.02),
        beats(OTHER, NET, on="train_loss", by=0.01),
        exceeds(NET, OTHER, on="train_loss", by=0.01),
        beats(NET, OTHER, on="train_accuracy", by=0.01),
        beats(NET, OTHER, on="train_loss", by=0.01, p0=0.6),
        beats(NET, OTHER, on="train_loss", by=0.01, looks=(12,)),
        beats(NET.with_(epochs=3), OTHER, on="train_loss", by=0.01),
    ],
    ids=["margin", "order", "direction", "metric", "p0", "looks", "an arm"],
)
def test_any_other_question_has_another_declaration(changed):
    assert hashed(changed) != hashed(ASKED)


def test_the_same_question_has_the_same_one_whether_or_not_it_has_a_baseline():
    assert hashed(replace(ASKED)) == hashed(ASKED)
    with_baseline = beats(NET, OTHER, on="train_loss", by=0.01, baseline=True)
    assert hashed(with_baseline) == hashed(ASKED)


def test_a_threshold_from_above_is_not_one_from_below():
    asked = (ask(NET, on="test_accuracy", value=0.9) for ask in (at_least, at_most))
    assert len(set(map(hashed, asked))) == 2


def test_its_parts_are_named_as_they_are_declared():
    parts = declaration(ASKED)
    assert (parts["kind"], parts["on"], parts["by"], parts["arms"]) == (
        *("superiority", "train_loss", "0.01"),
        f"{ASKED.arms[0].key}, {ASKED.arms[1].key}",
    )
    assert declaration(Falling(sides=(16, 64), of="seconds", by="batch size"))["sides"] == "16, 64"
