"""How the verdicts moved from one protocol to the next: `python -m claims.moved OLD NEW` prints a Markdown table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness import UserError
from harness.base.text import table_head, table_row
from harness.judge.decide import Verdict
from harness.report.wording.formatting import rounded
from harness.results.file import read
from harness.results.model import Claim, Results, ValuesClaim

RENAMED = {
    "NS2m[depths]": "NS6[depths]",
    "NS2[depths]": "NS2[loss]",
    "DO2[long]": "DO2[best-epoch]",
    "DO4[long]": "DO4[best-epoch]",
    "LO3[layers]": "LO3[before]",
    "LO5[diabetes]": "LO5[most-probable]",
    "LO6[digits]": "LO6[rate-0.1]",
    "MB5[loss]": "MB5[epochs]",
    "EP4[listing]": "EP4[epochs-listing]",
    "EP4[scaled]": "EP4[epochs-scaled]",
    **{f"OP1[suited-{name}]": f"OP1[best-rate-{name}]" for name in ("sgd", "momentum", "adagrad", "rmsprop")},
}
"""Protocol 1's name of a question -> that of protocol 2's nearest one; other names stay or have no counterpart."""


def table(old: Results, new: Results, *, all_rows: bool = False) -> str:
    """Return the table: a row for each question whose verdict, or whose existence, is not the same.

    Args:
        old: results by the earlier protocol.
        new: by the later one.
        all_rows: also questions whose verdict is the same.

    """
    before = {RENAMED.get(claim.title, claim.title): claim for claim in _asked(old)}
    after = {claim.title: claim for claim in _asked(new)}
    rows = []
    for name in dict.fromkeys([*after, *before]):
        first, second = before.get(name), after.get(name)
        if all_rows or _verdict(first) is not _verdict(second):
            rows.append((_named(name, first), _said(first), _said(second)))
    return "\n".join(
        [
            *table_head("question", _source(old), _source(new)),
            *(table_row(*row) for row in rows),
            *_counts(before, after),
        ]
    )


def _asked(results: Results) -> Iterator[Claim]:
    """Yield the claims that were asked of seeds or rounds: the others are checked by values under any protocol."""
    return (claim for claim in results.claims if not isinstance(claim, ValuesClaim))


def _verdict(claim: Claim | None) -> Verdict | None:
    return claim.verdict if claim else None


def _source(results: Results) -> str:
    suite = results.suite
    chosen = ", ".join(suite.conditions.values())
    return f"protocol {suite.protocol} ({chosen})" if chosen else f"protocol {suite.protocol}"


def _named(name: str, old: Claim | None) -> str:
    """Return a question's name, with the earlier one where that was another."""
    return f"{name} (was {old.title})" if old and old.title != name else name


def _said(claim: Claim | None) -> str:
    """Return the verdict on a question, how many said yes, and the median effect."""
    if claim is None:
        return "not asked"
    if isinstance(claim, ValuesClaim) or not claim.seeds:
        return claim.verdict.word
    effect = f", median {rounded(claim.effect.estimate, signed=claim.signed)}" if claim.effect else ""
    return f"{claim.verdict.word}, {claim.yes} of {claim.seeds}{effect}"


def _counts(before: Mapping[str, Claim], after: Mapping[str, Claim]) -> list[str]:
    """Return how many questions kept their verdict, and how many did not."""
    both = before.keys() & after.keys()
    same = sum(before[name].verdict is after[name].verdict for name in both)
    moved = f"{same} of the {len(both)} questions that both have come out the same, {len(both) - same} otherwise"
    only = f"{len(after.keys() - both)} are new, {len(before.keys() - both)} are not asked any more"
    return ["", f"{moved}; {only}."]


def main(arguments: list[str]) -> int:
    """Print the table of two files of results; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m claims.moved", description=__doc__)
    parser.add_argument("old", type=Path, help="results.json or results.json.gz by the earlier protocol")
    parser.add_argument("new", type=Path, help="by the later one")
    parser.add_argument("--all", action="store_true", help="also questions whose verdict is the same")
    options = parser.parse_args(arguments)
    try:
        print(table(read(options.old), read(options.new), all_rows=options.all))
    except UserError as error:
        print(f"python -m claims.moved: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
