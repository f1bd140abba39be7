"""Calibration: the judge's error rates by simulation, and the page that shows them."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from harness.__main__ import main
from harness.base.text import replace_block
from harness.declare.questions import TIE, Interval, Superiority
from harness.judge import calibration
from harness.judge.bounds import arrivals, design, outcome_probabilities
from harness.judge.calibration import CASES, Case, simulate, simulate_all
from harness.judge.decide import Verdict, judge
from harness.judge.estimates import probability_interval
from harness.judge.family import ALPHA
from tests.toys import TOY

PAGE = Path(__file__).parents[2] / "docs" / "method.md"
REPETITIONS = 10_000
BOUNDARY = [case for case in CASES if case.p == pytest.approx(case.p0)]
CLEAR = [case for case in CASES if case not in BOUNDARY]


def block(name):
    """Return the table of the page between the comments of that name, as rows of cells."""
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    lines, _, _ = rest.partition(f"<!-- end of {name} -->")
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines.splitlines()]
    return [rows[0], *rows[2:]]


def rows(lines):
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if "---" not in line]


def plausible(count, repetitions, chance):
    """Return whether a count is none that would come up less than once in 10,000 simulations."""
    return stats.binom.ppf(5e-5, repetitions, chance) <= count <= stats.binom.ppf(1 - 5e-5, repetitions, chance)


@pytest.fixture(scope="module")
def measured():
    return {one.case.name: one for one in simulate_all(REPETITIONS)}


@pytest.mark.parametrize("case", BOUNDARY, ids=lambda case: case.name)
def test_wrong_verdicts_on_the_boundary_stay_within_the_promise(case, measured):
    one = measured[case.name]
    for count, exact in zip((one.supported, one.refuted), one.exact, strict=True):
        assert exact <= ALPHA
        assert plausible(count, REPETITIONS, exact)


@pytest.mark.parametrize("case", CLEAR, ids=lambda case: case.name)
def test_the_power_is_the_exact_one(case, measured):
    one = measured[case.name]
    assert plausible(one.supported, REPETITIONS, one.exact[0])
    assert plausible(one.refuted, REPETITIONS, one.exact[1])


def test_the_power_at_one_two_and_five_standard_deviations():
    power = [outcome_probabilities(design(), float(stats.norm.cdf(size)))[0] for size in (1, 2, 5)]
    assert power == [pytest.approx(0.9396, abs=1e-4), pytest.approx(1, abs=1e-5), pytest.approx(1)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_effects_say_yes_as_often_as_the_case_says(case):
    answers = case.answers(case.draw(np.random.default_rng(3), (100_000,)))
    assert plausible(int(answers.sum()), answers.size, case.p)


def test_the_cases_have_the_shapes_that_they_are_named_for():
    draws = {case.name: case.draw(np.random.default_rng(3), (100_000,)) for case in CASES}
    assert stats.kurtosis(draws["heavy-tailed (Cauchy)"]) > 100
    assert stats.skew(draws["skewed (exponential)"]) > 1.5
    assert np.mean(draws["discrete, 20 % ties"] == 0) == pytest.approx(0.2, abs=0.01)
    diverged = draws["30 % of each arm's runs diverge"]
    assert np.isnan(diverged).mean() == pytest.approx(0.09, abs=0.01)
    assert np.isinf(diverged).mean() == pytest.approx(0.42, abs=0.01)


def test_the_simulation_goes_through_the_judge():
    for case in CASES:
        effects = case.draw(np.random.default_rng(8), (10, case.looks[-1]))
        judged = [
            judge(answers.tolist(), row.tolist(), p0=case.p0, looks=case.looks)
            for answers, row in zip(case.answers(effects), effects, strict=True)
        ]
        once = replace(case, draw=lambda *_, effects=effects: effects)
        found = simulate(once, 10, np.random.default_rng(8))
        assert found.supported == sum(one.verdict is Verdict.SUPPORTED for one in judged)
        assert found.refuted == sum(one.verdict is Verdict.REFUTED for one in judged)


def test_the_simulated_seeds_answer_as_those_of_the_questions_do():
    effects = np.array([-math.inf, -1.0, -TIE, 0.0, 2 * TIE, 0.5, 1.0, 1.5, math.inf, math.nan])
    above = Superiority(arms=(TOY, TOY.with_(hidden=(8,))), on="test_accuracy", by=0.0)
    within = Interval(arms=(TOY,), on="test_accuracy", low=0.0, high=1.0)
    one, other = (Case("", calibration._normal(0), 0.5, interval=interval) for interval in (None, (0.0, 1.0)))
    assert one.answers(effects).tolist() == [above.answer(effect) for effect in effects.tolist()]
    assert other.answers(effects).tolist() == [within.answer(effect) for effect in effects.tolist()]


def test_the_interval_of_p_covers_it_nearly_as_often_as_it_says_in_spite_of_the_looks():
    bounds = design()
    for p in (0.5, 0.6, 0.65, 0.67, 0.7, 0.73, 0.8, 0.9, 0.95):
        covered = 0.0
        for bound, chances in arrivals(bounds, p):
            hopeless = [not any(later.can_decide(yes, bound.seeds) for later in bounds) for yes in range(chances.size)]
            ending = (bound.decides(np.arange(chances.size)) != 0) | hopeless
            for yes in np.flatnonzero(ending & (chances > 1e-12)):
                interval = probability_interval(int(yes), bound.seeds)
                covered += chances[yes] * (interval.low <= p <= interval.high)
        assert covered >= 0.93


def test_the_page_shows_the_bounds_and_the_power_that_the_code_gives():
    assert block("bounds") == rows(calibration.bounds_table())
    assert block("power") == rows(calibration.power_table())
    assert block("scope") == rows(calibration.scope_table())
    assert block("controls") == rows(calibration.controls_table())


def test_the_page_shows_the_calibration_of_these_cases_at_full_size(measured):
    head, *table = block("calibration")
    (expected_head, *expected) = rows(calibration.calibration_table(list(measured.values())))
    assert head == expected_head
    for found, now in zip(table, expected, strict=True):
        name, p, p0, supported, exactly_supported, refuted, exactly_refuted = found
        assert [name, p, p0, exactly_supported, exactly_refuted] == [now[k] for k in (0, 1, 2, 4, 6)]
        one = measured[name]
        for rate, exact in zip((supported, refuted), one.exact, strict=True):
            assert plausible(round(float(rate) * calibration.REPETITIONS), calibration.REPETITIONS, exact)


@pytest.mark.slow
def test_the_command_writes_the_page(tmp_path):
    page = tmp_path / "method.md"
    page.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["calibrate", str(page), "--repetitions", "100"]) == 0
    written = page.read_text(encoding="utf-8")
    assert written != PAGE.read_text(encoding="utf-8")
    assert written.count("<!--") == PAGE.read_text(encoding="utf-8").count("<!--")


def test_a_page_without_a_place_for_the_table_is_refused():
    with pytest.raises(ValueError, match="no place for 'power'"):
        replace_block("nothing", "power", ["| a |"])


@pytest.mark.parametrize(
    ("page", "more", "line"),
    [
        ("none.md", [], "none.md: No such file or directory"),
        ("other.md", [], "other.md has no place for 'bounds'"),
        ("other.md", ["--repetitions", "0"], "--repetitions: at least 1, not 0"),
    ],
)
def test_a_page_that_cannot_be_rewritten_is_said_in_one_line(tmp_path, monkeypatch, capsys, page, more, line):
    monkeypatch.chdir(tmp_path)
    Path("other.md").write_text("nothing", encoding="utf-8")
    assert main(["calibrate", page, *more]) == 2
    assert capsys.readouterr().err == f"{line}\n"
