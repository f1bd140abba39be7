"""The verdicts in a few lines of text, for the terminal."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from harness.judge.cell_state import CellState
from harness.judge.decide import Verdict
from harness.report.wording import declared, finer, quantities, responses, sentences
from harness.report.wording.formatting import count
from harness.results.claim_levels import claim_levels
from harness.results.model import Claim, Level, Results, SeedsClaim, ValuesClaim

_MARKUP: dict[Verdict, dict[str, bool]] = {
    Verdict.INVALID: {"red": True, "bold": True},
    Verdict.NOT_JUDGED: {"red": True, "bold": True},
    Verdict.REFUTED: {"red": True},
    Verdict.INCONCLUSIVE: {"yellow": True},
    Verdict.SUPPORTED: {"green": True},
}


def summary_lines(results: Results) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield a line for every test of a claim, with the terminal writer's markup, and then the counts."""
    names = _names(results.claims)
    verdicts = [_verdict(claim) for claim in results.claims]
    width, wide = (max(map(len, texts), default=0) for texts in (names, verdicts))
    for claim, name, verdict in zip(results.claims, names, verdicts, strict=True):
        as_expected, _ = sentences.expectation(claim)
        unexpected = "" if as_expected else f"  (expected: {claim.expected.word})"
        line = f"{claim.verdict.symbol} {name:{width}}  {verdict:{wide}}  {_evidence(claim)}{unexpected}"
        yield line, _MARKUP[claim.verdict] if "expected" not in verdict else {}
    yield from declared.terminal_lines(results.claims)
    for response in results.responses:
        yield f"~ {response.title}  description  {responses.sentence(response)}", {}
    if results.claims:
        yield _levels(results), {}
    yield _counts(results), {}


def scope_lines(results: Results) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield a line for every row of the scope maps: the symbols of its cells, and how many of them hold."""
    for one in results.scope:
        width = max(len(row.title) for row in one.rows)
        for row in one.rows:
            states = [cell.state for cell in one.cells if cell.row == row.title]
            if any(state.was_asked for state in states):
                found = [state for state in states if state.is_found]
                holds = f"holds in {found.count(CellState.HOLDS)} of {len(found)}"
                yield f"{' '.join(state.symbol for state in states)}  {row.title:{width}}  {holds}", {}
        yield "columns: " + " | ".join(condition.name for condition in one.conditions), {}
        yield "signs: " + ", ".join(f"{state.symbol} {state.word}" for state in CellState), {}


def _names(claims: Sequence[Claim]) -> list[str]:
    """Return a name for every test: its claim's title, with the test function's own where tests share a title."""
    times = Counter(claim.title for claim in claims)
    tests = [claim.nodeid.partition("[")[0].rpartition("::")[2] for claim in claims]
    return [
        f"{claim.title} {test}" if times[claim.title] > 1 else claim.title
        for claim, test in zip(claims, tests, strict=True)
    ]


def _verdict(claim: Claim) -> str:
    known = claim.verdict is claim.expected is Verdict.REFUTED
    return f"{claim.verdict.word}, as expected" if known else claim.verdict.word


def _evidence(claim: Claim) -> str:
    if isinstance(claim, ValuesClaim) or not claim.seeds:
        return claim.reason
    label = claim.metric.label if isinstance(claim, SeedsClaim) else claim.effect_label
    answers = finer.sizes(claim) or f"{claim.yes:2} of {claim.seeds:2} {claim.answered_by}s yes"
    effect = "no effect measured"
    if claim.effect:
        said = quantities.figure if math.isfinite(claim.effect.estimate) else quantities.number
        effect = f"median {said(claim, claim.effect.estimate, signed=claim.signed)}"
    more = f"{claim.finer.word}; " if claim.finer else ""
    return f"{more}{answers}, {label}: {effect}, claimed: {quantities.claimed(claim)}"


def _levels(results: Results) -> str:
    counts = Counter(claim.level for claim in claim_levels(results.claims))
    return "claims: " + ", ".join(_counted(counts[level], level.word) for level in Level if counts[level])


def _counted(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word.removesuffix('s')}"


def _counts(results: Results) -> str:
    counts = Counter(claim.verdict for claim in results.claims)
    said = ", ".join(f"{counts[verdict]} {verdict.word}" for verdict in reversed(Verdict) if counts[verdict])
    if results.responses:
        curves = count(len(results.responses), "response curve")
        said = f"{said}, {curves}" if said else curves
    campaign = results.campaign
    partial = "" if results.complete else "; interrupted or ended early, so these verdicts are partial"
    return (
        f"tests: {said}; {campaign.runs_trained} runs trained, {campaign.runs_cached} from the store, "
        f"{campaign.wall_seconds:.1f} s{partial}"
    )
