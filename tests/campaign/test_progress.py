"""Progress where there is no terminal: a line at the start and now and then, saying how far it is."""

import io
import os
import sys
from types import SimpleNamespace

import pytest

from harness.campaign import progress
from harness.campaign.progress import TrainingProgress
from harness.campaign.tally import Tally
from harness.declare.case import Case
from harness.judge.decide import Verdict
from harness.train.keras.quiet import quiet_stderr
from tests.toys import TOY, ask


@pytest.fixture
def said(monkeypatch):
    """Return where standard error goes."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "__stderr__", stream)
    return stream


A, B = ask(TOY, TOY.with_(hidden=(2,))), ask(TOY, TOY.with_(hidden=(3,)))


def case(name, question, params="", expected=Verdict.SUPPORTED):
    return Case(f"test.py::{name}[{params}]", name, "", f"what {name} says", params, question, None, expected, "")


CASES = [
    case("ONE", A),
    case("MANY", A, "a"),
    case("MANY", B, "b", Verdict.REFUTED),
    case("EXACT", None),
]


def judged(verdict):
    return SimpleNamespace(verdict=verdict)


def test_a_campaign_says_at_once_what_it_will_train_and_counts_claims_as_a_reader_does(said):
    with TrainingProgress(Tally(CASES)) as told:
        told.plan(120, 1.0)
        told.advance(10, 0.1)
    assert said.getvalue().splitlines() == ["training: 0 of 120 runs done, 0 of 2 claims judged"]


def test_now_and_then_it_says_how_far_it_is_and_why_there_is_more_to_do(said, monkeypatch):
    monkeypatch.setattr(progress, "LINE_EVERY", 0.0)
    with TrainingProgress(Tally(CASES)) as told:
        told.plan(100, 1.0)
        told.advance(40, 0.4)
        told.goes_on(3, 18, 20)
        told.plan(20, 0.2)
        told.advance(80, 0.8)
    lines = said.getvalue().splitlines()
    assert lines[1].startswith("training: 40 of 100 runs done")
    assert "3 questions go on to 18 seeds" in lines[2]
    assert lines[2].endswith("20 more runs")
    assert lines[-1].startswith("training: 120 of 120 runs done, 0 of 2 claims judged")


def test_a_claim_has_its_line_when_all_its_tests_are_judged_and_only_once(said):
    with TrainingProgress(Tally(CASES)) as told:
        told.plan(100, 1.0)
        for question, verdict in [(A, Verdict.SUPPORTED), (B, Verdict.REFUTED), (A, Verdict.SUPPORTED)]:
            told.judged(question, judged(verdict))
        told.plan(1, 1.0)
    _, one, many, last = said.getvalue().splitlines()
    assert one == "✓ ONE   supported: what ONE says"
    assert many == "± MANY  1 supported, 1 refuted (as expected): what MANY says"
    assert "2 of 2 claims judged" in last


def test_a_verdict_that_a_claim_is_not_to_have_is_said(said):
    with TrainingProgress(Tally([case("ONE", A, "", Verdict.REFUTED)])) as told:
        told.plan(1, 1.0)
        told.judged(A, judged(Verdict.SUPPORTED))
    assert "supported (expected: refuted)" in said.getvalue()


def test_a_campaign_that_trains_nothing_says_nothing(said):
    with TrainingProgress(Tally(CASES)) as told:
        told.judged(A, judged(Verdict.SUPPORTED))
    assert said.getvalue() == ""


def test_who_waits_can_read_how_far_it_is_while_it_trains(said, tmp_path):  # noqa: ARG001
    public = tmp_path / "progress"
    with TrainingProgress(Tally(CASES)) as told, told.published(public):
        told.plan(100, 1.0)
        assert public.read_text("utf-8") == "0 of 100 runs done, 0 of 2 claims judged"
    assert not public.exists()


def test_a_traceback_is_noted_line_by_line_and_what_would_steer_the_terminal_is_spelled_out(said):
    with TrainingProgress(Tally([])) as told:
        told.note('Traceback:\n  File "a.py"\nValueError: \x1b[31m[red]\u202e\n')
    assert said.getvalue() == 'Traceback:\n  File "a.py"\nValueError: ⟨U+001B⟩[31m[red]⟨U+202E⟩\n'


def test_native_chatter_is_held_back(capfd):
    with quiet_stderr():
        os.write(2, b"no GPU here\n")
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def fail_after_chatter():
    with quiet_stderr():
        os.write(2, b"the reason\n")
        raise ImportError


def test_native_chatter_is_shown_if_the_import_fails(capfd):
    with pytest.raises(ImportError):
        fail_after_chatter()
    assert capfd.readouterr().err == "the reason\n"
