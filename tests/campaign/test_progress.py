"""Progress where there is no terminal: a line at the start and now and then, saying how far it is."""

import io
import os
import sys

import pytest

from harness.campaign import progress
from harness.campaign.progress import TrainingProgress
from harness.train.keras.quiet import quiet_stderr


@pytest.fixture
def said(monkeypatch):
    """Return where standard error goes."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "__stderr__", stream)
    return stream


def test_a_campaign_says_at_once_what_it_will_train(said):
    with TrainingProgress() as told:
        told.decided(0, 5)
        told.plan(120)
        told.advance(10)
    assert said.getvalue().splitlines() == ["training: 0 of 120 runs done, 0 of 5 claims decided"]


def test_now_and_then_it_says_how_far_it_is(said, monkeypatch):
    monkeypatch.setattr(progress, "LINE_EVERY", 0.0)
    with TrainingProgress() as told:
        told.plan(100)
        told.advance(40)
        told.decided(2, 5)
        told.plan(20)
        told.advance(80)
    lines = said.getvalue().splitlines()
    assert lines[1].startswith("training: 40 of 100 runs done")
    assert lines[-1].startswith("training: 120 of 120 runs done, 2 of 5 claims decided")


def test_a_campaign_that_trains_nothing_says_nothing(said):
    with TrainingProgress() as told:
        told.decided(5, 5)
    assert said.getvalue() == ""


def test_a_traceback_is_noted_line_by_line_and_what_would_steer_the_terminal_is_spelled_out(said):
    with TrainingProgress() as told:
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
