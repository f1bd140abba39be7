"""The comparison with a reference: every way a test can stand to it, and what else changed meanwhile."""

import copy

import pytest

from harness.report.wording import changes as comparison_words
from harness.results import file as results_file
from harness.results.comparison import changes, compare, compare_claim
from tests.report_content import Results, baseline


@pytest.fixture
def before(made):
    """Return reference results with one claim of every kind."""
    made.statistical("NS4", "B", baseline=baseline())
    made.statistical("NS4", "C", "refuted")
    made.exact("AC4")
    made.timed("MB3")
    made.content["file"] = "reference.json.gz"
    return made.content


@pytest.fixture
def after(before):
    """Return the same results once more, to be changed."""
    return {name: value for name, value in copy.deepcopy(before).items() if name != "file"}


def states(after, before, gone=()):
    """Return title to state, of all tests in the comparison."""
    rows = compare(after, before, gone)["claims"]
    return {comparison_words.title(row): row["state"] for row in rows}


def row(after, before, title="NS4[B]"):
    """Return the comparison of one test."""
    return next(row for row in compare(after, before, ())["claims"] if comparison_words.title(row) == title)


def entry(content, params="B"):
    return next(claim for claim in content["claims"] if claim["params"] == params)


def move(claim, by, growth=0.0):
    """Add something to every seed's effect, and to each more than to the one before it."""
    claim["effects"] = [effect + by + growth * seed for seed, effect in enumerate(claim["effects"])]


def test_the_same_numbers_are_identical(after, before):
    assert set(states(after, before).values()) == {"identical"}
    assert compare(after, before, ())["changes"] == []


def test_a_shift_is_the_median_over_the_seeds_with_the_interval_of_its_order_statistics(after, before):
    move(entry(after), by=0.001, growth=0.001)
    moved = row(after, before)
    assert moved["state"] == "moved"
    # Of twelve values, the third and the tenth are the median's exact 95 % interval.
    assert moved["shift"] == pytest.approx({"estimate": 0.0065, "low": 0.003, "high": 0.010})
    assert states(after, before)["NS4[C]"] == "identical"


def test_a_shift_pairs_the_seeds_that_both_have(after, before):
    longer = entry(after)
    longer["effects"] = [effect + 0.5 for effect in longer["effects"]] + [99.0] * 12
    assert row(after, before)["shift"]["estimate"] == pytest.approx(0.5)


def test_a_seed_that_diverges_now_shifts_its_effect_without_end(after, before):
    entry(after)["effects"] = ["Infinity"] * 12
    assert row(after, before)["shift"]["estimate"] == "Infinity"
    entry(before)["effects"] = ["Infinity"] * 12
    entry(after)["answers"] = [False] * 12
    assert row(after, before)["shift"] is None, "infinity less infinity is no shift"


@pytest.mark.parametrize("verdict", ["refuted", "inconclusive", "invalid"])
def test_any_other_verdict_is_flipped(after, before, verdict):
    entry(after)["verdict"] = verdict
    flipped = row(after, before)
    assert flipped["state"] == "flipped"
    assert comparison_words.verdicts(flipped) == f"supported → {verdict}"


def test_an_exact_claim_that_fails_now_is_flipped(after, before):
    exact = next(claim for claim in after["claims"] if claim["kind"] == "exact")
    exact["verdict"] = "refuted"
    assert states(after, before)["AC4"] == "flipped"


def test_a_timing_moves_every_time_and_has_no_shift(after, before):
    timed = next(claim for claim in after["claims"] if claim["kind"] == "benchmark")
    move(timed, by=0.1)
    moved = row(after, before, "MB3")
    assert (moved["state"], moved["shift"]) == ("moved", None)


@pytest.mark.parametrize("which", ["after", "before"])
def test_a_timing_with_too_few_rounds_for_a_verdict_was_not_run(after, before, which):
    timed = next(claim for claim in {"after": after, "before": before}[which]["claims"] if claim["kind"] == "benchmark")
    timed |= {"verdict": "inconclusive", "seeds": 1}
    assert states(after, before)["MB3"] == "not run here"


def test_a_check_that_did_not_run_is_no_flip(after, before):
    exact = next(claim for claim in after["claims"] if claim["kind"] == "exact")
    exact |= {"verdict": "inconclusive", "outcome": None}
    assert states(after, before)["AC4"] == "not run here"


def test_what_a_session_leaves_open_that_ended_before_the_test_is_no_flip(after, before):
    after["complete"] = False
    for params, verdict in (("B", "inconclusive"), ("C", "supported")):
        entry(after, params).update(verdict=verdict, outcome=None)
    assert states(after, before)["NS4[B]"] == "not run here"
    assert states(after, before)["NS4[C]"] == "flipped", "a verdict is one, whatever became of its test"
    entry(after)["outcome"] = "failed"
    assert states(after, before)["NS4[B]"] == "flipped", "the session ended after it: it had all its seeds"


def test_claims_are_new_or_gone_or_not_run_here(after, before):
    gone, unselected = entry(before, "B"), entry(before, "C")
    after["claims"] = [claim for claim in after["claims"] if claim["id"] != "NS4"]
    extra = Results()
    extra.statistical("OWN1", "x")
    after["claims"] += extra.content["claims"]
    found = states(after, before, gone=[gone["nodeid"]])
    assert found == {
        "AC4": "identical",
        "MB3": "identical",
        "OWN1[x]": "new",
        "NS4[B]": "gone",
        "NS4[C]": "not run here",
    }
    assert unselected["verdict"] in comparison_words.verdicts(row(after, before, "NS4[C]"))


def test_the_baselines_verdict_is_compared_beside_the_claims(after, before):
    entry(after)["baseline"] |= {"verdict": "refuted", "yes": 0}
    found = row(after, before)
    assert found["state"] == "identical"
    assert found["baseline"]["state"] == "flipped"
    assert comparison_words.notable(compare(after, before, ())) == [found]
    assert "scikit-learn: supported → refuted" in comparison_words.details(found)


@pytest.mark.parametrize("name", ["margin", "looks", "arms"])
def test_a_question_that_was_changed_is_said_to_be_and_has_no_shift(after, before, name):
    claim = entry(after)
    claim |= {"margin": 0.02, "looks": [12]} if name != "arms" else {}
    claim["arms"][0]["experiment"] += "2" if name == "arms" else ""
    move(claim, by=0.1)
    found = row(after, before)
    assert found["question_changed"] is True
    assert found["shift"] is None
    assert "the question itself was changed" in comparison_words.details(found)


def test_what_changed_in_the_environment_is_listed_old_and_new(after, before):
    after["packages"] = {"tensorflow": "2.22.0", "scipy": "1.17.1"}
    after["machine_info"] |= {"cpu": {"count": 4}, "python_version": "3.13.1"}
    after["commit_info"] |= {"id": "abc", "dirty": False}
    after["options"] |= {"workers": 4}
    after["dataset"] |= {
        "sha256": "99" * 32,
        "sizes": {"digits": {"train": 1, "test": 2}, "xor": {"train": 3, "test": 4}},
    }
    found = {(entry["group"], entry["name"]): (entry["old"], entry["new"]) for entry in changes(after, before)}
    assert found == {
        ("versions", "numpy"): ("2.4.6", None),
        ("versions", "scipy"): (None, "1.17.1"),
        ("versions", "tensorflow"): ("2.21.0", "2.22.0"),
        ("versions", "Python"): ("3.11.7", "3.13.1"),
        ("machine", "cores"): ("2", "4"),
        ("code", "commit"): ("6f08179437e3", "abc"),
        ("code", "changed since the commit"): ("yes", "no"),
        ("options", "workers"): ("2", "4"),
        ("data", "SHA-256"): ("80" * 32, "99" * 32),
        ("data", "size of digits"): ("4000 + 1000", "1 + 2"),
    }


def test_the_record_is_what_the_schema_says(after, before):
    entry(after)["verdict"] = "refuted"
    after["packages"] = {}
    before["claims"].append(before["claims"][0] | {"nodeid": "claims/test_old.py::test"})
    record = compare(after, before, ["claims/test_old.py::test"])
    results_file.check(after | {"comparison": record}, "results.json")


def upgraded(content):
    content["packages"] |= {"tensorflow": "2.22.0", "keras": "4"}


def another_python(content):
    content["machine_info"]["python_version"] = "3.13.1"


def everything_else(content):
    content["machine_info"]["cpu"] = {"count": 4}
    content["dataset"]["sha256"] = "99"
    content["commit_info"]["id"] = "abc"
    content["options"]["trainer"] = "fit"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ([], "nothing in the environment changed since"),
        ([upgraded], "changed since: keras none → 4, tensorflow 2.21.0 → 2.22.0"),
        ([another_python], "changed since: Python 3.11.7 → 3.13.1"),
        (
            [everything_else],
            "changed since: no version; machine: cores 2 → 4; data: SHA-256 " + "80" * 32 + " → 99; "
            "code: commit 6f08179437e3 → abc; options: trainer epoch → fit",
        ),
        ([everything_else, another_python], "changed since: Python 3.11.7 → 3.13.1; machine: cores 2 → 4; data: "),
    ],
)
def test_a_flip_names_claim_verdicts_and_all_that_changed_in_its_first_line(after, before, changed, said):
    entry(after)["verdict"] = "refuted"
    for change in changed:
        change(after)
    flipped = compare_claim(entry(after), entry(before))
    first, *_ = comparison_words.flip_message(flipped, changes(after, before)).split("\n")
    assert first.startswith(f"NS4[B] was supported in the reference and is refuted now; {said}")


def test_a_flip_shows_the_references_text_as_text(after, before):
    entry(after)["verdict"] = "refuted"
    entry(before)["reason"] = "\x1b[2Jgone"
    assert "\x1b" not in comparison_words.flip_message(compare_claim(entry(after), entry(before)), [])


def test_the_terminals_section_counts_lists_what_changed_and_says_what_did_not(after, before):
    move(entry(after), by=0.001)
    entry(after, "C")["verdict"] = "supported"
    lines = [line for line, _ in comparison_words.terminal_lines(compare(after, before, ()))]
    assert lines[0] == "with reference.json.gz of 2026-11-23, commit 6f08179437: 1 flipped, 1 moved, 2 identical"
    assert lines[1].startswith("≠ NS4[C]  refuted → supported")
    assert lines[2].startswith("~ NS4[B]  supported; median effect")
    assert "+0.0010 to +0.0010" in lines[2]
    assert lines[3:] == ["nothing in the environment changed"]
    after["packages"]["numpy"] = "3.0"
    lines = [line for line, _ in comparison_words.terminal_lines(compare(after, before, ()))]
    assert lines[3:] == ["changed versions: numpy 2.4.6 → 3.0"]


def test_without_an_effect_there_is_none_to_compare(after, before):
    for content, verdict in ((before, "supported"), (after, "inconclusive")):
        claim = entry(content)
        claim |= {"effect": None, "effects": [], "answers": [], "verdict": verdict}
    flipped = row(after, before)
    assert flipped["shift"] is None
    assert comparison_words.details(flipped) == ""
