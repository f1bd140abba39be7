"""The baseline's trainer: reproducible, cut at any epoch, and never half a run."""

import math
import os
import signal

import pytest
from sklearn.neural_network import MLPClassifier

from tests.toys import TOY
from tests.training import numbers, train_at

NETWORK = TOY.with_(library="sklearn", epochs=6)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_a_stop_on_the_way_is_a_training_of_that_length(optimizer):
    experiment = NETWORK.with_(optimizer=optimizer)
    both = train_at(experiment, stops=(3, 6))
    assert list(both) == [3, 6]
    assert numbers(both[3]) == numbers(train_at(experiment.with_(epochs=3))[3])
    assert numbers(both[6]) == numbers(train_at(experiment)[6])


def test_the_same_seed_gives_the_same_bits_and_another_one_others():
    results = [train_at(NETWORK, seed)[6] for seed in (1, 2, 1)]
    assert numbers(results[0]) == numbers(results[2])
    assert results[0].fingerprint != results[1].fingerprint


def test_it_learns():
    result = train_at(NETWORK.with_(epochs=60, learning_rate=1.0, measure=("training_set",)))[60]
    assert result.measurements["train_accuracy"] > 0.9
    assert result.curves["test_loss"][-1] < result.curves["test_loss"][0] / 2


def test_a_divergence_ends_the_run_as_the_worst_outcome():
    early, late = train_at(NETWORK.with_(activation="relu", learning_rate=1e30), stops=(5, 6)).values()
    assert early.diverged_at is not None
    assert {len(values) for values in early.curves.values()} == {early.diverged_at}
    assert not math.isfinite(early.curves["running_loss"][-1])
    assert early.measurements == {}
    assert numbers(early) == numbers(late)


def test_evaluating_less_often_changes_nothing_but_the_number_of_evaluations():
    often, seldom = (train_at(NETWORK.with_(evaluate_every=every))[6] for every in (1, 3))
    assert seldom.curves["running_loss"] == often.curves["running_loss"]
    assert seldom.curves["test_loss"] == often.curves["test_loss"][2::3]
    assert (seldom.measurements, seldom.fingerprint) == (often.measurements, often.fingerprint)


def test_a_divergence_between_two_evaluations_is_noticed_in_its_epoch():
    diverging = NETWORK.with_(activation="relu", learning_rate=1e30)
    assert train_at(diverging.with_(evaluate_every=6))[6].diverged_at == train_at(diverging)[6].diverged_at


def test_an_interruption_is_not_taken_for_the_end_of_the_training(monkeypatch):
    # scikit-learn itself catches Ctrl-C and returns the network as it is.
    step = MLPClassifier._update_no_improvement_count

    def interrupted(*arguments):
        os.kill(os.getpid(), signal.SIGINT)
        return step(*arguments)

    monkeypatch.setattr(MLPClassifier, "_update_no_improvement_count", interrupted)
    with pytest.raises(KeyboardInterrupt):
        train_at(NETWORK)
