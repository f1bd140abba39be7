"""What happened, told from the numbers: the sentences of the report that no template can know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from harness.claim import SECTIONS
from harness.judge import Verdict
from harness.report_words import count, figure, listing, margin_text, span
from harness.visible import visible

Claim = Mapping[str, Any]
"""An entry of `claims` in results.json."""
BY_WORD = {verdict.word: verdict for verdict in Verdict}
_LEADS = {
    Verdict.SUPPORTED: "What held",
    Verdict.REFUTED: "What did not hold",
    Verdict.INCONCLUSIVE: "What stays open",
    Verdict.INVALID: "What could not be tested",
}


def by_section(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return the claims of each section, in the tutorial's order; sections that it does not have come last."""
    known = {title: place for place, title in enumerate(SECTIONS)}
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: known.get(claim["section"], len(known))):
        groups.setdefault(claim["section"], []).append(claim)
    return groups


def entries(claims: Iterable[Claim]) -> list[tuple[Claim, int]]:
    """Return what is listed and counted, with how many tests each stands for.

    An exact claim is checked at many values, each a test; as long as they agree they are one entry.
    """
    groups: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        key = (claim["id"], claim["verdict"], claim["expected"]) if claim["kind"] == "exact" else (claim["nodeid"],)
        groups.setdefault(key, []).append(claim)
    return [(group[0], len(group)) for group in groups.values()]


def tally(claims: Iterable[Claim]) -> list[tuple[Verdict, int]]:
    """Return how many entries have each verdict, also those that none has; in the order of the telling."""
    counts = Counter(claim["verdict"] for claim, _ in entries(claims))
    return [(verdict, counts[verdict.word]) for verdict in _LEADS]


def in_short(claims: Sequence[Claim]) -> str:
    """Return a section's outcome in one sentence."""
    said = [f"{number} {verdict.word}" for verdict, number in tally(claims) if number]
    cards = len({claim["id"] for claim in claims})
    return f"{count(cards, 'claim')}, put as {tests(claims)}: {listing(said)}."


def tests(claims: Sequence[Claim]) -> str:
    """Return how many tests claims have, by kind."""
    checks = sum(claim["kind"] == "exact" for claim in claims)
    asked = len(claims) - checks
    parts = [count(asked, "question")] if asked or not checks else []
    return listing(parts + ([f"{count(checks, 'check')} by values"] if checks else []))


def story(claims: Sequence[Claim]) -> list[tuple[Verdict, str, list[tuple[str, str, str]]]]:
    """Return what happened in a section, by verdict: its heading, and for each claim id, wording and evidence."""
    told = []
    for verdict, lead in _LEADS.items():
        groups: dict[str, list[Claim]] = {}
        for claim in claims:
            if claim["verdict"] == verdict.word:
                groups.setdefault(claim["id"], []).append(claim)
        items = [(name, group[0]["says"], _evidence(group)) for name, group in groups.items()]
        if items:
            told.append((verdict, lead, items))
    return told


def _evidence(group: Sequence[Claim]) -> str:
    if len(group) > 1 and all(claim["kind"] == "exact" for claim in group):
        return f"{count(len(group), 'check')} by values, without seeds."
    return " ".join(f"{evidence(claim)}." for claim in group)


def evidence(claim: Claim) -> str:
    """Return the evidence on one question in a sentence, without its full stop."""
    if claim["kind"] == "exact":
        return f"Checked by values: {claim['reason']}".rstrip(".")
    if not claim["seeds"]:
        return _sentence(claim["reason"])
    said = f"{claim['yes']} of {count(claim['seeds'], unit(claim))} {'say' if claim['yes'] != 1 else 'says'} yes"
    if claim["verdict"] == Verdict.INVALID.word:
        return _sentence(claim["reason"])
    return f"{_subject(claim)}: {_effect(claim)}; {said}"


def _subject(claim: Claim) -> str:
    names = [arm["name"] for arm in claim["arms"]]
    if len(names) == 1:
        return _sentence(claim["params"]) or "The network"
    if len(names) == 2:
        return _sentence(f"{names[0]} against {names[1]}")
    return _sentence(claim["params"]) or _sentence(f"{names[0]} to {names[-1]}")


def _effect(claim: Claim) -> str:
    """Return the effect in words; what an effect is depends on the kind of claim."""
    label, effect, margin = claim["metric"]["label"], claim["effect"], margin_text(claim["margin"])
    if effect is None:
        return "no effect could be measured"
    if infinite(claim):
        return f"{infinite(claim)} ({label})"
    limits = "" if effect["low"] is None else f" ({span(effect)})"
    if claim["kind"] == "superiority":
        return (
            f"median lead of {figure(effect['estimate'], signed=True)}{limits} in {label}, "
            f"where more than {margin} was claimed"
        )
    if claim["kind"] == "benchmark":
        return f"median effect {figure(effect['estimate'])}{limits}, against {margin}"
    if claim["kind"] == "trend":
        return f"the smallest step in {label} has a median of {figure(effect['estimate'], signed=True)}{limits}"
    held = "an interval" if claim["kind"] == "interval" else "a threshold"
    return f"median {label} {figure(effect['estimate'])}{limits}, against {held} of {margin}"


def unit(claim: Claim) -> str:
    """Return what answers the question: a seed, or a round of a benchmark."""
    return "round" if claim["kind"] == "benchmark" else "seed"


def effect_term(claim: Claim) -> str:
    """Return what the effect of this kind of claim is, as the caption of its number."""
    return {
        "superiority": "median lead, in the claimed direction",
        "benchmark": "median effect",
        "trend": "median of the smallest step in the claimed direction",
    }.get(claim["kind"], f"median {visible(claim['metric']['label'])}")


def margin_term(claim: Claim) -> str:
    """Return what the margin of this kind of claim is."""
    if isinstance(claim["margin"], list):
        return "has to lie in"
    return {"superiority": "has to exceed", "trend": "every step has to exceed"}.get(claim["kind"], "is held against")


def margin_word(claim: Claim) -> str:
    """Return the same in a word, for the table."""
    if isinstance(claim["margin"], list):
        return "within"
    return {"superiority": "margin", "trend": "every step above"}.get(claim["kind"], "threshold")


def infinite(claim: Claim) -> str:
    """Return what an infinite effect means; nothing if it is finite."""
    if not isinstance(claim["effect"]["estimate"], str):
        return ""
    other = signed(claim) and len(claim["arms"]) == 2 and claim["effect"]["estimate"] == "Infinity"
    return f"with the median seed, the {'other ' if other else ''}network has no finite value"


def signed(claim: Claim) -> bool:
    """Return whether the effect is a difference, whose sign says for or against the claim."""
    return claim["kind"] in ("superiority", "trend")


def stopping(claim: Claim) -> str:
    """Return after how many seeds, and at which look, the question was decided."""
    looks = claim["looks"]
    if claim["look"] is None:
        return f"undecided after {count(claim['seeds'], unit(claim))}; looks at {listing(list(map(str, looks)))}"
    return f"decided at look {claim['look']} of {len(looks)} (looks at {listing(list(map(str, looks)))} {unit(claim)}s)"


def expectation(claim: Claim) -> tuple[bool, str]:
    """Return whether a verdict came as expected, and what that means."""
    expected, found = claim["expected"], claim["verdict"]
    reason = f" Reason: {claim['expected_reason']}" if claim["expected_reason"] else ""
    if expected == found == "refuted":
        return True, f"Expected: the suite already knows that the evidence refutes this claim.{reason}"
    if expected == found:
        return True, ""
    if found == "inconclusive":
        return True, f"Expected: {expected}. The evidence does not decide it.{reason}"
    return False, f"Not as expected: {expected} was expected, so this test fails.{reason}"


def agreement(claim: Claim) -> str:
    """Return what scikit-learn's answer to the same question says about the claim."""
    baseline = claim["baseline"]
    ours, theirs = claim["verdict"], baseline["verdict"]
    numbers = f"{baseline['yes']} of {count(baseline['seeds'], 'seed')} say yes"
    if baseline["effect"]:
        estimate = figure(baseline["effect"]["estimate"], signed=signed(claim))
        numbers += f", median {estimate} ({span(baseline['effect'])})"
    if ours == theirs:
        return f"The same verdict as with Keras: {numbers}."
    if "inconclusive" in (ours, theirs):
        return f"With Keras {ours}, here {theirs}: {numbers}."
    return f"A different verdict: with Keras {ours}, here {theirs}; {numbers}."


def control(claim: Claim) -> tuple[bool, str]:
    """Return whether the A/A control came out as it must, and what it says."""
    result = claim["control"]
    numbers = f"{result['yes']} of {count(len(result['answers']), 'group')} of seeds say yes"
    if result["verdict"] == "supported":
        return False, f"The first arm “beats” itself under other seeds ({numbers}): distrust this verdict."
    if result.get("alarm"):
        expected = f"{figure(result['expected'])} were to be expected"
        return (
            False,
            f"The first arm against itself under other seeds: {numbers}, where {expected}. Chance may do this.",
        )
    return True, f"The first arm against itself under other seeds: {numbers}; not supported, as it must be."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
