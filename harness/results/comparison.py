"""The comparison with a reference: two contents of results.json in, a record of what changed out.

A claim's test is compared with the test of the same node id. What decides is the verdict; a mere shift of the numbers
is shown with its size.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from harness.base.numbers import from_json
from harness.declare.timed_question import interval_record
from harness.judge.decide import Verdict
from harness.judge.estimates import median_interval

Content = Mapping[str, Any]
"""What results.json holds, or a part of it."""

_ASKED = ("kind", "question", "metric", "margin", "p0", "looks")
_MACHINE = ("machine", "system", "release", "python_implementation")


class State(enum.Enum):
    """How a test stands to the reference, what matters most first; each member owns the ways it is shown."""

    FLIPPED = ("flipped", "≠")
    MOVED = ("moved", "~")
    GONE = ("gone", "−")
    NEW = ("new", "+")
    NOT_RUN = ("not run here", "·")
    IDENTICAL = ("identical", "=")

    def __init__(self, word: str, symbol: str) -> None:
        self.word = word
        self.symbol = symbol


def compare(content: Content, reference: Content, gone: Collection[str]) -> dict[str, Any]:
    """Return the comparison as results.json has it under `comparison`.

    Args:
        content: the session's results.
        reference: the earlier ones, from `reference.read`.
        gone: node ids of the reference whose tests are known to exist no more. What else the session lacks was
            not run here, and nothing is said of it.
    """
    earlier = {claim["nodeid"]: claim for claim in reference["claims"]}
    rows = [compare_claim(claim, earlier.pop(claim["nodeid"], None)) for claim in content["claims"]]
    for nodeid, claim in earlier.items():
        state = State.GONE if nodeid in gone else State.NOT_RUN
        rows.append(_row(state, None, claim))
    return {
        "reference": {
            "file": reference["file"],
            "datetime": reference["datetime"],
            "commit": reference["commit_info"]["id"],
        },
        "changes": changes(content, reference),
        "claims": rows,
    }


def compare_claim(new: Content, old: Content | None) -> dict[str, Any]:
    """Return how one test of a claim stands to the reference.

    Args:
        new: its entry in the session's results.
        old: its entry in the reference; None if it has none.
    """
    if old is None:
        return _row(State.NEW, new, None)
    # The session ended before the test ran: the question may lack seeds.
    unfinished = new["outcome"] is None and new["verdict"] == Verdict.INCONCLUSIVE.word
    if unfinished or not (_was_run(new) and _was_run(old)):
        return _row(State.NOT_RUN, new, old)
    row = _row(_state(new, old), new, old)
    row["question_changed"] = _asked(new) != _asked(old)
    row["shift"] = None if row["question_changed"] else _shift(new, old)
    if new.get("baseline") and old.get("baseline"):
        ours, theirs = new["baseline"], old["baseline"]
        row["baseline"] = {
            "state": _state(ours, theirs).word,
            "old": _side(theirs),
            "new": _side(ours),
            "shift": None if row["question_changed"] else _shift(ours, theirs),
        }
    return row


def _row(state: State, new: Content | None, old: Content | None) -> dict[str, Any]:
    named = new or old or {}
    return {
        **{name: named[name] for name in ("nodeid", "id", "params", "section", "kind")},
        "state": state.word,
        "question_changed": False,
        "old": _side(old),
        "new": _side(new),
        "shift": None,
        "baseline": None,
    }


def _side(claim: Content | None) -> dict[str, Any] | None:
    if claim is None:
        return None
    return {
        "verdict": claim["verdict"],
        "reason": claim["reason"],
        "seeds": claim.get("seeds"),
        "effect": claim.get("effect"),
    }


def _was_run(claim: Content) -> bool:
    """Return whether a verdict was to be had: --benchmark-disable, for one, leaves too few rounds for any."""
    if claim["kind"] == "exact":
        return claim["outcome"] is not None
    if claim["kind"] == "benchmark":
        return "answers" in claim and claim["seeds"] >= claim["looks"][0]
    return True


def _state(new: Content, old: Content) -> State:
    if new["verdict"] != old["verdict"]:
        return State.FLIPPED
    return State.IDENTICAL if _numbers(new) == _numbers(old) else State.MOVED


def _numbers(claim: Content) -> list[Any]:
    """Return all that was measured; nothing for a claim that is checked by values."""
    arms = [arm["values"] for arm in claim.get("arms", ())]
    return [claim.get("answers"), claim.get("effects"), arms, claim.get("rounds")]


def _asked(claim: Content) -> list[Any]:
    """Return what was asked and of which networks, to tell a changed question from a changed answer."""
    return [[claim.get(name) for name in _ASKED], [arm["experiment"] for arm in claim.get("arms", ())]]


def _shift(new: Content, old: Content) -> dict[str, Any] | None:
    """Return the median over the seeds of new minus old effect, with its exact interval from order statistics.

    The seeds pair the two: the n-th effects come from the same seed, and only seeds that both have are used. The
    rounds of a benchmark are no such pairs, so that a timing has no shift.
    """
    if new.get("kind") == "benchmark" or not ("effects" in new and "effects" in old):
        return None
    pairs = zip(new["effects"], old["effects"], strict=False)
    return interval_record(median_interval([from_json(after) - from_json(before) for after, before in pairs]))


def changes(new: Content, old: Content) -> list[dict[str, Any]]:
    """Return what else changed: each with `group`, `name`, and `old` and `new` as text, null where there is none."""
    return [
        {"group": group, "name": name, "old": before, "new": after}
        for group, ours in _environment(new).items()
        for name, before, after in differences(ours, _environment(old)[group])
        # Data that only one of the sessions used are no change.
        if not (group == "data" and None in (before, after) and name not in ("name", "SHA-256"))
    ]


def differences(new: Content, old: Content) -> list[tuple[str, str | None, str | None]]:
    """Return the names under which two records differ, each with the old and the new value as text."""
    names: Sequence[str] = sorted({*new, *old})
    pairs = [(name, _text(old.get(name)), _text(new.get(name))) for name in names]
    return [(name, before, after) for name, before, after in pairs if before != after]


def _environment(content: Content) -> dict[str, dict[str, Any]]:
    machine, commit, dataset = content["machine_info"], content["commit_info"], content["dataset"]
    sizes = {f"size of {name}": f"{size['train']} + {size['test']}" for name, size in dataset["sizes"].items()}
    return {
        "versions": {**content["packages"], "Python": machine.get("python_version")},
        "machine": {
            **{name: machine.get(name) for name in _MACHINE},
            "processor": machine.get("cpu", {}).get("brand_raw"),
            "cores": machine.get("cpu", {}).get("count"),
        },
        "data": {"name": dataset["name"], "SHA-256": dataset["sha256"], **sizes},
        "code": {"version": content["version"], "commit": commit["id"], "changed since the commit": commit["dirty"]},
        "options": dict(content["options"]),
    }


def _text(value: Any) -> str | None:
    """Return a value as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)
