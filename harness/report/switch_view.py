"""The report's view of several results of one text: a switch between their pages, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.judge.decide import Verdict
from harness.report.origin_view import conditions
from harness.report.wording.claim_answers import test_name
from harness.results.claim_levels import claim_levels
from harness.results.model import Claim, Level, Results

Outcome = tuple[Level | None, list[tuple[str, Verdict]]]
"""Of a claim in one of the results: its level, None if it is not in them; and its tests that come out otherwise."""


@dataclass(frozen=True)
class Difference:
    """A claim that does not come out the same everywhere."""

    id: str
    says: str
    outcomes: list[Outcome]
    """In each of the results."""


@dataclass(frozen=True)
class Switch:
    """The pages of several results."""

    names: list[str]
    files: list[str]
    differences: list[Difference]
    claims: int
    """How many claims any of the results has."""


def file_name(place: int) -> str:
    """Return the name of a result's page: the first is the index."""
    return f"report-{place + 1}.html" if place else "index.html"


def switch(several: Sequence[Results], files: Sequence[str]) -> Switch:
    """Return the view of several results.

    Args:
        several: the results, in the order of their pages.
        files: the names of the files that they were read from, for those whose suites have no options.

    """
    named = [conditions(results.suite) or file for results, file in zip(several, files, strict=True)]
    names = [f"{name} ({place})" if named.count(name) > 1 else name for place, name in enumerate(named, start=1)]
    ids = list(dict.fromkeys(claim.id for results in several for claim in results.claims))
    differences = [_difference(name, several) for name in ids]
    return Switch(
        names=names,
        files=[file_name(place) for place in range(len(several))],
        differences=[one for one in differences if one],
        claims=len(ids),
    )


def _difference(claim_id: str, several: Sequence[Results]) -> Difference | None:
    found = [[claim for claim in results.claims if claim.id == claim_id] for results in several]
    verdicts = [{claim.title: claim.verdict for claim in claims} for claims in found]
    differing = {
        title for own in verdicts for title in own if len({other[title] for other in verdicts if title in other}) > 1
    }
    levels = [claim_levels(claims)[0].level if claims else None for claims in found]
    if not differing and len(set(levels)) == 1:
        return None
    names = several[0].suite.names
    outcomes = [(level, _tests(claims, differing, names)) for level, claims in zip(levels, found, strict=True)]
    says = next(claims[0].says for claims in found if claims)
    return Difference(claim_id, says, outcomes)


def _tests(claims: Sequence[Claim], differing: set[str], names: dict[str, str]) -> list[tuple[str, Verdict]]:
    return [(test_name(claim, names), claim.verdict) for claim in claims if claim.title in differing]
