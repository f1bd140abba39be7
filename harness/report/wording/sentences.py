"""The sentences that answer claims: what held, by how much, and what else is to say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from harness.base.numbers import plain
from harness.judge.decide import Verdict
from harness.report.wording import quantities, reasons
from harness.report.wording.effects import Asked, effect_sentence, measured
from harness.report.wording.formatting import capital, count, listing
from harness.results.model import Baseline, Claim, Control, Outcome, SeedsClaim, ValuesClaim

_HEADINGS = {
    Verdict.SUPPORTED: "What held",
    Verdict.REFUTED: "What did not hold",
    Verdict.INCONCLUSIVE: "What stays open",
    Verdict.INVALID: "What could not be tested",
    Verdict.NOT_JUDGED: "What was not judged",
}
LEGEND = {
    Verdict.SUPPORTED: "Yes came so often that chance cannot explain it.",
    Verdict.REFUTED: "No came so often that the claim, as worded here, cannot be kept.",
    Verdict.INCONCLUSIVE: "Neither: too few seeds, or the answer is truly near the border. The card says how many "
    "seeds would probably decide.",
    Verdict.INVALID: "No evidence at all: runs of different seeds came out identical.",
    Verdict.NOT_JUDGED: "No evidence either way: the test, or a training, ended in an error or was not run.",
}
"""What each verdict means."""


def by_section(claims: Iterable[Claim], order: Sequence[str]) -> dict[str, list[Claim]]:
    """Return the claims of each section, in the suite's order; sections that are not in it come last."""
    places = {title: place for place, title in enumerate(order)}
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: places.get(claim.section, len(places))):
        groups.setdefault(claim.section, []).append(claim)
    return groups


def entries(claims: Iterable[Claim]) -> list[tuple[Claim, int]]:
    """Return what is listed and counted, with how many tests each stands for.

    A claim that is checked by values has many tests; as long as they agree they are one entry.
    """
    groups: dict[tuple[str | Verdict, ...], list[Claim]] = {}
    for claim in claims:
        checked = isinstance(claim, ValuesClaim)
        groups.setdefault((claim.id, claim.verdict, claim.expected) if checked else (claim.nodeid,), []).append(claim)
    return [(group[0], len(group)) for group in groups.values()]


def tally(claims: Iterable[Claim]) -> list[tuple[Verdict, int]]:
    """Return how many entries have each verdict, in the order of the headings, also those that none has.

    That some were not judged is said only if it is so.
    """
    counts = Counter(claim.verdict for claim, _ in entries(claims))
    return [(v, counts[v]) for v in _HEADINGS if v is not Verdict.NOT_JUDGED or counts[v]]


def tests(claims: Sequence[Claim]) -> str:
    """Return how many tests claims have, by kind."""
    checks = sum(isinstance(claim, ValuesClaim) for claim in claims)
    asked = len(claims) - checks
    parts = [count(asked, "question")] if asked or not checks else []
    return listing(parts + ([f"{count(checks, 'check')} by values"] if checks else []))


def evidence(claim: Claim, setting: str = "") -> str:
    """Return the evidence of one test in a sentence, without its full stop.

    Args:
        claim: the test.
        setting: what tells its question from the others of the claim.
    """
    if isinstance(claim, ValuesClaim):
        return f"Checked by values: {claim.reason}".rstrip(".")
    if not claim.seeds or claim.verdict in (Verdict.INVALID, Verdict.NOT_JUDGED):
        return capital(claim.reason)
    about = _about(claim, setting)
    return capital(f"{about}: {effect_sentence(claim)}" if about else effect_sentence(claim)) + f"; {_answers(claim)}"


def _answers(claim: Asked) -> str:
    """Return how many seeds say yes, and with which probability a seed does."""
    counted = f"{claim.yes} of {count(claim.seeds, claim.answered_by)} {'say' if claim.yes != 1 else 'says'} yes"
    if claim.p0 != 0.5:
        counted += f", where more than {plain(claim.p0 * 100)} % were claimed"
    if claim.probability is None:
        return counted
    limits = "" if claim.probability.low is None else f" ({claim.probability.low:.2f} to {claim.probability.high:.2f})"
    return f"{counted}: yes with probability {claim.probability.estimate:.2f}{limits}"


def _about(claim: Asked, setting: str) -> str:
    """Return what an effect is, and of which networks; nothing for a metric of all networks that a claim is about."""
    if not claim.compares:
        return f"with {setting}" if setting else ""
    names = claim.leads.names if isinstance(claim, SeedsClaim) and claim.leads else _names(claim)
    named = all(name in claim.effect_label for name in names)
    what = claim.effect_label if named else f"{claim.effect_label}, {compared(claim)}"
    return f"{what} ({setting})" if setting else what


def compared(claim: Asked) -> str:
    """Return what a question compares, such as "dropout 0.1 against dropout 0.5"."""
    if isinstance(claim, SeedsClaim) and claim.leads:
        leads = f"{claim.leads.names[0]} against {claim.leads.names[1]}"
        return f"lead of {claim.leads.of}, {leads}" if claim.leads.of else f"lead of {leads}"
    names = _names(claim)
    if len(names) > 2:
        return f"{names[0]} to {names[-1]}"
    return " against ".join(names)


def _names(claim: Asked) -> list[str]:
    return [column.name for column in measured(claim).columns]


def stopping(claim: Asked) -> str:
    """Return after how many seeds, and at which look, the question was decided."""
    looks = listing(list(map(str, claim.looks)))
    if claim.look is None:
        return f"undecided after {count(claim.seeds, claim.answered_by)}; looks at {looks}"
    return f"decided at look {claim.look} of {len(claim.looks)} (looks at {looks} {claim.answered_by}s)"


def expectation(claim: Claim) -> tuple[bool, str]:
    """Return whether a verdict came as expected, and what that means."""
    reason = f" Reason: {reasons.filled(claim.expected_reason, claim)}" if claim.expected_reason else ""
    if claim.verdict is claim.expected:
        known = "Expected: the suite already knows that the evidence refutes this claim."
        return True, f"{known}{reason}" if claim.verdict is Verdict.REFUTED else ""
    if claim.verdict is Verdict.INCONCLUSIVE:
        return True, f"Expected: {claim.expected.word}. The evidence does not decide it.{reason}"
    if claim.verdict is Verdict.NOT_JUDGED and claim.outcome is not Outcome.FAILED:
        return True, f"Expected: {claim.expected.word}. Nothing was found out about it here.{reason}"
    return False, f"Not as expected: {claim.expected.word} was expected, so this test fails.{reason}"


def agreement(claim: SeedsClaim, baseline: Baseline) -> str:
    """Return what scikit-learn's answer to the same question says about the claim."""
    ours, theirs = claim.verdict, baseline.verdict
    numbers = f"{baseline.yes} of {count(baseline.seeds, 'seed')} say yes"
    if baseline.effect:
        median = quantities.in_words(claim, baseline.effect.estimate, signed=claim.signed)
        numbers += f", median {median} ({quantities.span(claim, baseline.effect)})"
    if ours is theirs:
        return f"The same verdict as with Keras: {numbers}."
    if Verdict.INCONCLUSIVE in (ours, theirs):
        return f"With Keras {ours.word}, here {theirs.word}: {numbers}."
    return f"A different verdict: with Keras {ours.word}, here {theirs.word}; {numbers}."


def control(result: Control) -> tuple[bool | None, str]:
    """Return whether an A/A control came out as it must, None if it could not do otherwise, and what it says."""
    pairs = count(result.ahead + result.behind, "pair")
    numbers = f"The first arm against itself: in {result.ahead} of {pairs} of unequal seeds the earlier one is ahead."
    if not result.level:
        return None, f"{numbers} That is too few for an alarm."
    rates = (
        f"by chance in {result.level:.1%} of all cases, and in {result.power:.0%} if of each two seeds the same one, "
        "the earlier or the later, led three times in four"
    )
    if result.fault:
        return False, f"{numbers} The order of its seeds matters: distrust this verdict."
    if result.alarm:
        return False, f"{numbers} An alarm, which comes {rates}."
    return True, f"{numbers} No alarm; it could have come, {rates}."
