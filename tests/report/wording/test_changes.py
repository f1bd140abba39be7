"""The comparison with a reference in words: which tests are listed, in which order, and what is said of them."""

import pytest

from harness.judge.decide import Verdict
from harness.report.wording import changes
from harness.results.model import BaselineRow, Change, ComparedFile, Comparison, Interval, Row, Side, State

FILE = ComparedFile(file="results.json.gz", datetime="2026-11-23T20:02:11+00:00", commit="6f08179437e3")
SHIFT = Interval(estimate=0.0065, low=0.003, high=0.01)
UPGRADE = Change(group="versions", name="tensorflow", old="2.21.0", new="2.22.0")
INSTALLED = Change(group="versions", name="keras", old=None, new="4")
CORES = Change(group="machine", name="cores", old="2", new="4")


def side(verdict=Verdict.SUPPORTED, effect=0.02, reason="12 of 12"):
    interval = None if effect is None else Interval(estimate=effect, low=effect, high=effect)
    return Side(verdict=verdict, reason=reason, seeds=12, effect=interval)


def row(name="NS4", state=State.IDENTICAL, **more):
    sides = {"old": side(), "new": side(), "shift": None, "baseline": None, "question_changed": False}
    return Row(
        **{"nodeid": f"claims/test.py::{name}", "id": name, "params": "", "section": ""} | sides | more, state=state
    )


def flipped(**more):
    return row(state=State.FLIPPED, old=side(Verdict.REFUTED, -0.01), new=side(effect=0.02), **more)


def baseline(state=State.FLIPPED):
    new = side(Verdict.REFUTED) if state is State.FLIPPED else side()
    return BaselineRow(state=state, old=side(), new=new, shift=None)


def compared(*rows, changes=()):
    return Comparison(reference=FILE, changes=changes, claims=rows)


def titles(*rows):
    return [one.title for one in changes.notable(compared(*rows))]


def test_the_terminals_section_has_counts_then_what_changed_then_the_environment():
    rows = [
        row("AC4"),
        row("NS1", State.MOVED, shift=SHIFT, baseline=baseline()),
        flipped(params="B", shift=SHIFT, question_changed=True),
        row("NEW1", State.NEW, old=None),
        row("OLD1", State.GONE, new=None),
        row("NS9", State.NOT_RUN, new=None),
    ]
    lines = list(changes.terminal_lines(compared(*rows, changes=(UPGRADE, INSTALLED, CORES))))
    assert lines == [
        (
            "with results.json.gz of 2026-11-23, commit 6f08179437: "
            "1 flipped, 1 moved, 1 gone, 1 new, 1 not run here, 1 identical",
            {},
        ),
        (
            "≠ NS4[B]  refuted → supported; median effect −0.010 → 0.020, shift +0.0065 (+0.0030 to +0.010); "
            "the question itself was changed",
            {"red": True},
        ),
        (
            "~ NS1  supported; median effect 0.020 → 0.020, shift +0.0065 (+0.0030 to +0.010); "
            "scikit-learn: supported → refuted",
            {},
        ),
        ("− OLD1  was supported", {}),
        ("+ NEW1  supported (not in the reference)", {}),
        ("changed versions: tensorflow 2.21.0 → 2.22.0, keras none → 4", {}),
        ("changed machine: cores 2 → 4", {}),
    ]


def test_without_any_change_the_terminals_section_is_two_lines():
    first, second = changes.terminal_lines(compared(row()))
    assert "1 identical" in first[0]
    assert "nothing" in second[0]


def test_what_matters_most_is_listed_first_and_what_did_not_change_not_at_all():
    rows = [row(state.word, state) for state in reversed(State)]
    assert titles(*rows) == [state.word for state in State if state not in (State.NOT_RUN, State.IDENTICAL)]


def test_a_flip_of_scikit_learns_verdict_is_listed_before_its_equals():
    same = row("same", baseline=baseline(State.IDENTICAL))
    moved = [row("first", State.MOVED), row("second", State.MOVED, baseline=baseline())]
    assert titles(row("theirs", baseline=baseline()), same, *moved) == ["second", "first", "theirs"]


def test_there_may_be_no_claims_and_no_commit():
    assert "0" not in changes.counts(compared())
    assert "commit" not in changes.origin(FILE.model_copy(update={"commit": None}))


def test_identical_numbers_have_no_shift_to_speak_of():
    assert changes.details(row(shift=SHIFT)) == ""
    assert changes.details(row(state=State.MOVED)) == ""


@pytest.mark.parametrize("missing", ["old", "new"])
def test_a_side_without_an_effect_is_shown_as_having_none(missing):
    moved = row(state=State.MOVED, shift=SHIFT, **{missing: side(effect=None)})
    shown = changes.details(moved).partition(",")[0]
    assert (shown.endswith("→ –"), "– →" in shown) == (missing == "new", missing == "old")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ([], "nothing in the environment changed since"),
        ([UPGRADE, INSTALLED], "changed since: tensorflow 2.21.0 → 2.22.0, keras none → 4"),
        ([CORES], "changed since: no version; machine: cores 2 → 4"),
        ([CORES, UPGRADE], "changed since: tensorflow 2.21.0 → 2.22.0; machine: cores 2 → 4"),
    ],
    ids=["nothing", "versions", "others", "both"],
)
def test_a_flip_names_claim_verdicts_and_all_that_changed_in_its_first_line(changed, said):
    first, then, now = changes.flip_message(flipped(params="B"), changed).split("\n")
    assert first == f"NS4[B] was refuted in the reference and is supported now; {said}"
    assert "12 of 12" in then
    assert "12 of 12" in now


def test_a_flip_ends_with_its_details_if_there_are_any():
    *_, last = changes.flip_message(flipped(shift=SHIFT), []).split("\n")
    assert last.endswith(changes.details(flipped(shift=SHIFT)))


def test_a_flip_shows_the_references_text_as_text():
    hostile = row(state=State.FLIPPED, old=side(Verdict.REFUTED, reason="\x1b[2Jgone"))
    assert "\x1b" not in changes.flip_message(hostile, [])


def test_what_only_one_of_the_two_has_did_not_flip():
    for one in (row("NEW1", State.NEW, old=None), row("OLD1", State.GONE, new=None)):
        with pytest.raises(ValueError, match=one.title):
            changes.flip_message(one, [])
