"""What a scope map's cell says, and how often it is wrong: by going through every sequence that seeds can give."""

import math
from fractions import Fraction
from itertools import product

import pytest

from harness.judge.bounds import exact_crossing, shown_bounds
from harness.judge.cell_state import LOOKS, CellState, alpha_of_cell, state_of
from harness.judge.decide import judge
from harness.judge.family import FAMILY_ALPHA

MARGIN = 1.0
EFFECT = {"yes": 2.0, "alike": 0.0, "opposed": -2.0}
SAYS = {CellState.HOLDS: "yes", CellState.NO_DIFFERENCE: "alike", CellState.OPPOSITE: "opposed"}
TUTORIAL_CELLS = 16 * 14


def state(effects, looks=LOOKS, alpha=None, margin=MARGIN):
    """Return what a cell says of effects."""
    alpha = alpha_of_cell(TUTORIAL_CELLS) if alpha is None else alpha
    answers = [effect > (margin or 0) for effect in effects]
    judged = judge(answers, effects, looks=looks, alpha=alpha, margin=margin, three_way=True)
    return state_of(judged, margin)


@pytest.mark.parametrize(
    "chances",
    [("1/2", "1/2", "0"), ("1/2", "0", "1/2"), ("0", "1/2", "1/2"), ("1/2", "1/4", "1/4"), ("2/5", "2/5", "1/5")],
)
def test_a_false_statement_is_as_rare_as_promised(chances):
    """Every sequence of eight seeds, looked at after 4, 6 and 8: what is said is false where no chance is above 1/2."""
    looks, alpha = (4, 6, 8), 0.07
    chance = dict(zip(EFFECT, map(Fraction, chances), strict=True))
    false = {name: Fraction(0) for name in EFFECT}
    for kinds in product(EFFECT, repeat=looks[-1]):
        weight = math.prod(chance[kind] for kind in kinds)
        if weight and (said := SAYS.get(state([EFFECT[kind] for kind in kinds], looks, alpha))):
            false[said] += weight
    assert all(rate <= alpha for rate in false.values())
    assert sum(false.values()) <= 2 * alpha
    assert sum(false.values()) > 0


def test_the_tutorial_s_map_keeps_its_family_s_budget():
    """Whatever a cell's three chances are, none above a half: two at a half are the worst. Exact, in twentieths."""
    counts = shown_bounds(LOOKS, alpha_of_cell(TUTORIAL_CELLS))
    said = [exact_crossing(Fraction(chance, 20), LOOKS, counts) for chance in range(11)]
    errors = {
        (yes, alike): said[yes] + said[alike] + said[20 - yes - alike]
        for yes in range(11)
        for alike in range(10 - yes, 11)
    }
    assert max(errors, key=errors.__getitem__) in {(10, 10), (10, 0), (0, 10)}
    assert TUTORIAL_CELLS * max(errors.values()) <= FAMILY_ALPHA


def test_the_bounds_of_the_tutorial_s_map():
    assert shown_bounds(LOOKS, alpha_of_cell(TUTORIAL_CELLS)) == (18, 22, 27, 38)


@pytest.mark.parametrize("kind", ["yes", "alike", "opposed"])
def test_each_statement_is_as_easy_to_show(kind):
    said = next(state for state, name in SAYS.items() if name == kind)
    other = "yes" if kind != "yes" else "alike"
    assert state([EFFECT[kind]] * 18) is said
    assert state([EFFECT[other]] * 2 + [EFFECT[kind]] * 22) is said
    assert state([EFFECT[other]] * 3 + [EFFECT[kind]] * 21) is CellState.OPEN


def test_what_all_seeds_leave_undecided_is_mixed():
    half = [EFFECT["yes"], EFFECT["opposed"]] * 24
    assert state(half) is CellState.MIXED
    assert state(half[:18]) is CellState.OPEN
    assert state([EFFECT["yes"]] * 12) is CellState.NOT_RUN


def test_a_claim_without_an_opposite_holds_or_does_not():
    assert state([1.0] * 18, margin=None) is CellState.HOLDS
    assert state([-1.0] * 18, margin=None) is CellState.FAILS
    assert state([-math.inf] * 18, margin=None) is CellState.DIVERGED


def test_an_undefined_effect_is_diverged_and_one_arm_s_is_a_loss():
    assert state([math.nan] * 18) is CellState.DIVERGED
    assert state([math.inf] * 18) is CellState.HOLDS
    assert state([-math.inf] * 18) is CellState.OPPOSITE
    assert state([math.nan] * 8 + [2.0] * 40) is CellState.HOLDS
