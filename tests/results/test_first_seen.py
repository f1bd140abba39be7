"""When results were first seen: the earliest counts, and other data or seeds are other results."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.base.errors import UserError
from harness.campaign import lock
from harness.results import first_seen
from harness.results.model import Declaration, Seen
from tests.report_content import reference, typed

DAY, LATER = "2026-11-23T20:02:11+00:00", "2026-12-01T00:00:00+00:00"


def results(made, by="0.01", datetime=DAY):
    """Return the results of a question that was declared with a margin."""
    typed_results = typed(made.content | {"datetime": datetime})
    declaration = Declaration(hash=by, parts={"kind": "superiority", "by": by})
    claims = [
        claim.model_copy(update={"declaration": declaration}) if claim.type == "seeds" else claim
        for claim in typed_results.claims
    ]
    return typed_results.model_copy(update={"claims": tuple(claims)})


@pytest.fixture
def content(made):
    """Return results of a question and a check."""
    made.statistical()
    made.exact()
    return made


def test_what_was_never_seen_is_seen_now(content):
    seen_now, known = first_seen.looked_at(results(content), {})
    (seen,) = known.values()
    assert seen == Seen(datetime=DAY, parts={"kind": "superiority", "by": "0.01"})
    assert seen_now.claims[0].declaration.first_seen == seen
    assert seen_now.claims[0].declaration.changes == []


def test_a_margin_that_was_edited_after_looking_is_told_with_its_old_and_new_value(content):
    _, known = first_seen.looked_at(results(content), {})
    edited, still = first_seen.looked_at(results(content, by="0.005", datetime=LATER), known)
    assert edited.claims[0].declaration.changes == [("by", "0.01", "0.005")]
    assert still == known, "what was seen first stays"
    back, _ = first_seen.looked_at(results(content, datetime=LATER), still)
    assert back.claims[0].declaration.changes == []


def test_a_question_without_results_has_not_been_seen(content):
    asked = content.content["claims"][0]
    asked |= {"seeds": 0, "answers": [], "effects": []}
    for arm in asked["arms"]:
        arm["values"] = []
    assert first_seen.looked_at(results(content), {})[1] == {}


@pytest.mark.parametrize("other", ["seeds", "conditions"])
def test_other_seeds_or_data_are_other_results(content, other):
    _, known = first_seen.looked_at(results(content), {})
    changed = results(content, by="0.5", datetime=LATER)
    if other == "seeds":
        runs = {key: run.model_copy(update={"seed": run.seed + 1000}) for key, run in changed.runs.items()}
        changed = changed.model_copy(update={"runs": runs})
    else:
        suite = changed.suite.model_copy(update={"conditions": {"dataset": "large"}})
        changed = changed.model_copy(update={"suite": suite})
    fresh, both = first_seen.looked_at(changed, known)
    assert fresh.claims[0].declaration.changes == []
    assert len(both) == 2


def test_a_reference_brings_what_it_knows_and_the_earliest_counts(content):
    early, _ = first_seen.looked_at(results(content), {})
    earlier = reference(content.content).model_copy(update={"claims": early.claims})
    brought = first_seen.of_reference(earlier)
    _, here = first_seen.looked_at(results(content, by="0.5", datetime=LATER), {})
    assert [seen.datetime for seen in first_seen.earliest(here, brought).values()] == [DAY]
    assert first_seen.of_reference(reference(content.content)) == {}, "an older one knows nothing"


def test_the_file_keeps_what_it_was_given(tmp_path, content):
    assert first_seen.read(tmp_path) == ({}, None)
    _, known = first_seen.looked_at(results(content), {})
    first_seen.add(tmp_path, known)
    assert first_seen.read(tmp_path) == (known, None)


def test_sessions_that_end_at_the_same_time_keep_what_each_has_seen(tmp_path):
    def session(number):
        first_seen.add(tmp_path, {f"test_{number}": Seen(datetime=DAY, parts={})})

    with ThreadPoolExecutor(8) as sessions:
        list(sessions.map(session, range(40)))
    assert len(first_seen.read(tmp_path)[0]) == 40


def test_the_earlier_of_two_sessions_counts_whichever_ends_first(tmp_path):
    for day in (LATER, DAY, LATER):
        first_seen.add(tmp_path, {"test": Seen(datetime=day, parts={})})
    assert first_seen.read(tmp_path)[0]["test"].datetime == DAY


def test_who_is_kept_from_writing_for_long_is_told_by_what(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "TOLD_EVERY", 0.01)
    held, _ = lock.locked(tmp_path / first_seen.LOCK, pytest.fail)
    with pytest.raises(UserError, match=first_seen.LOCK):
        first_seen.add(tmp_path, {"test": Seen(datetime=DAY, parts={})})
    held.release()


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"a": {"datetime": 1}})])
def test_a_damaged_file_is_set_aside_and_said_to_be(tmp_path, text):
    (tmp_path / first_seen.FILE).write_text(text)
    found, said = first_seen.read(tmp_path)
    assert found == {}
    assert "damaged" in said
    assert (tmp_path / "first_seen.damaged").read_text() == text
    assert first_seen.read(tmp_path) == ({}, None)


def test_a_file_that_cannot_be_read_is_no_damage(tmp_path):
    (tmp_path / first_seen.FILE).mkdir()
    with pytest.raises(UserError, match="Is a directory"):
        first_seen.read(tmp_path)
