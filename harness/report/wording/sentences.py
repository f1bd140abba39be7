"""What happened, told from the numbers: the sentences of the report that no template can know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from harness.judge.decide import Verdict
from harness.report.wording.effects import Claim, effect_sentence, leads, signed, unit
from harness.report.wording.formatting import capital, count, figure, listing, plain, span, value
from harness.tutorial.sections import SECTIONS

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
    """Return the evidence on a claim: all its checks by values in one sentence, and then each question."""
    checks = [claim for claim in group if claim["kind"] == "exact"]
    if len(checks) > 1:
        said = [f"{count(len(checks), 'check')} by values, without seeds."]
    else:
        said = [f"{evidence(claim)}." for claim in checks]
    return " ".join(said + [f"{evidence(claim)}." for claim in group if claim["kind"] != "exact"])


def evidence(claim: Claim) -> str:
    """Return the evidence on one question in a sentence, without its full stop."""
    if claim["kind"] == "exact":
        return f"Checked by values: {claim['reason']}".rstrip(".")
    if not claim["seeds"] or claim["verdict"] == Verdict.INVALID.word:
        return capital(claim["reason"])
    who = subject(claim)
    return capital(f"{who}: {effect_sentence(claim)}" if who else effect_sentence(claim)) + f"; {_answers(claim)}"


def _answers(claim: Claim) -> str:
    """Return how many seeds say yes, and with which probability a seed does."""
    said = f"{claim['yes']} of {count(claim['seeds'], unit(claim))} {'say' if claim['yes'] != 1 else 'says'} yes"
    if claim["p0"] != 0.5:
        said += f", where more than {plain(claim['p0'] * 100)} % were claimed"
    if claim["probability"] is None:
        return said
    estimate, low, high = (value(claim["probability"][name]) for name in ("estimate", "low", "high"))
    return f"{said}: yes with probability {estimate:.2f} ({low:.2f} to {high:.2f})"


def subject(claim: Claim) -> str:
    """Return which networks a question is about, in short; nothing for one like all others of its claim."""
    names = [arm["name"] for arm in claim["arms"]]
    setting = claim.get("setting", "")
    if len(names) == 1:
        return f"with {setting}" if setting else ""
    if found := leads(claim):
        said = f"{found.names[0]} against {found.names[1]}"
        said = f"lead of {found.of}, {said}" if found.of else f"lead of {said}"
    else:
        said = f"{names[0]} against {names[1]}" if len(names) == 2 else f"{names[0]} to {names[-1]}"
    return f"{said} ({setting})" if setting else said


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
