"""What was chosen on pilot seeds: by the rules that are written down, from the figures that are recorded."""

import itertools
import math

import pytest

from claims import pilots
from claims.conftest import FIRST_SEED
from harness.declare.registry import used
from harness.declare.run_result import RunResult
from harness.judge.bounds import MOST_SEEDS


@pytest.fixture(scope="module")
def chosen():
    with used(pilots.pilot_registry()):
        from claims import chosen

        yield chosen


def test_pilot_seeds_are_never_judged(chosen):
    judged = range(FIRST_SEED, FIRST_SEED + MOST_SEEDS)
    assert set(judged).isdisjoint(chosen.PILOTS)
    assert list(chosen.PILOTS) == list(range(9000, 9012))


@pytest.mark.parametrize(
    ("counts", "turns"),
    [({4.0: 9, 3.0: 10, 2.0: 12}, 3.0), ({2.0: 12, 4.0: 11, 3.0: 3}, 4.0)],
)
def test_the_toy_is_the_hardest_that_the_deep_network_learns_ten_times_of_twelve(chosen, counts, turns):
    assert chosen.first_learned(counts) == turns


def test_no_toy_is_chosen_where_none_is_learned(chosen):
    with pytest.raises(ValueError, match="empty"):
        chosen.first_learned({4.0: 9, 3.0: 0})


def test_the_best_rate_has_the_lowest_loss(chosen):
    assert chosen.best_rate((0.5, 0.3, math.inf, 0.4, 0.9, 0.31)) == 0.003


def test_the_choices_are_those_of_the_recorded_figures(chosen):
    """As read from the figures by a person."""
    assert chosen.DEEP.data == "spirals-3.5"
    rates = {name: arm.learning_rate for name, arm in chosen.AT_BEST_RATE.items()}
    assert rates == {"sgd": 0.1, "momentum": 0.01, "adagrad": 0.03, "rmsprop": 0.003, "adam": 0.001}
    assert chosen.BEST_OPTIMIZER == "rmsprop"
    assert all(len(losses) == len(chosen.RATES) for losses in chosen.HELD_OUT_LOSS.values())


def test_the_deep_and_the_shallow_network_have_as_many_parameters(chosen):
    def parameters(arm):
        widths = (2, *arm.settings()[0].hidden, 2)
        return sum((a + 1) * b for a, b in itertools.pairwise(widths))

    assert (parameters(chosen.DEEP), parameters(chosen.WIDE)) == (626, 627)


def test_the_figures_are_counts_and_medians_over_the_seeds(chosen, monkeypatch):
    """Without training: what a run gives follows from its seed."""

    def told(arms, seeds, registry):  # noqa: ARG001
        return {
            pilots.Run(arm, seed): RunResult(
                {"held_out_loss": (9.0, arm.learning_rate + seed)},
                {"train_accuracy": 0.99 if seed > 1 and arm.learning_rate == 0.01 else 0.98},
                diverged_at=1 if seed == 4 and arm.learning_rate == 0.3 else None,
                fingerprint="f",
                seconds=0.1,
            )
            for arm in arms
            for seed in seeds
        }

    monkeypatch.setattr(pilots, "trained", told)
    learned, losses = pilots.figures(range(5), pilots.pilot_registry())
    assert learned == dict.fromkeys(chosen.DEEP_BY_TURNS, 3)
    assert losses["adam"] == (2.001, 2.003, 2.01, 2.03, 2.1, 2.3)
    assert set(losses) == set(chosen.OPTIMIZERS)
