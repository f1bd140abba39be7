"""The answer to a claim over all its tests, and how sure it is."""

from harness.report.wording.claim_answers import claim_answer, decisive, how_sure
from harness.results.claim_levels import claim_levels
from tests.report_content import baseline


def answer(made, names=None):
    claims = made.results.claims
    (found,) = claim_levels(claims)
    return claim_answer(claims, found.level, names or {})


def sure(made):
    claims = made.results.claims
    (found,) = claim_levels(claims)
    return how_sure(claims, found.level, {})


def test_checks_that_hold_are_one_sentence(made):
    for params in "abc":
        made.exact("AC4", params)
    assert answer(made) == "All 3 exact checks hold."
    assert sure(made).startswith("Exact")
    made.exact("AC4", "d", "refuted")
    assert answer(made) == "1 of 4 exact checks does not hold."


def test_a_claim_that_holds_tells_its_closest_call(made):
    made.statistical("NS4", "B")
    made.statistical("NS4", "C", yes=11, answers=[True] * 11 + [False])
    assert answer(made, {"NS4[C]": "A against C"}).startswith(
        "It holds in both questions. The closest call is A against C: "
    )


def test_a_claim_that_depends_tells_on_what(made):
    made.statistical("NS4", "raw-pixels", "refuted")
    made.statistical("NS4", "scaled")
    assert answer(made).startswith("Holds for scaled; fails for raw pixels. Raw pixels: Test accuracy is")


def test_a_claim_that_fails_tells_its_clearest_failure(made):
    made.statistical("NS4", "B", "refuted", effect={"estimate": 0.001, "low": 0.0, "high": 0.002})
    made.statistical("NS4", "C", "refuted", effect={"estimate": -0.3, "low": -0.4, "high": -0.2})
    (found,) = claim_levels(made.results.claims)
    assert decisive(made.results.claims, found.level).params == "C"
    assert "30 points lower" in answer(made)


def test_an_open_claim_names_what_is_undecided(made):
    made.statistical("NS4", "B")
    made.statistical("NS4", "C", "inconclusive")
    assert answer(made).startswith("Holds for B; undecided for C.")


def test_a_second_library_is_named_where_there_is_one(made):
    made.statistical("NS4", "B")
    assert "scikit-learn" not in sure(made)
    made.statistical("NS4", "C", baseline=baseline("refuted", 0))
    assert "scikit-learn, asked the same, says refuted" in sure(made)
