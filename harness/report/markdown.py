"""The session's results as Markdown, for the page of a CI job. All text in it is shown as text, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from harness.base.errors import UserError
from harness.base.text import table_head, table_row, visible, without_folders
from harness.report.origin_view import conditions
from harness.report.wording import arm_changes, declared, finer, inputs, sentences
from harness.report.wording import changes as comparison_words
from harness.report.wording.formatting import count, rounded, span
from harness.results.model import ArmsCompared, Claim, Comparison, Results, Row, SeedsClaim, State, ValuesClaim

MOST_BYTES = 1_000_000
"""A job's page on GitHub shows nothing at all of a longer summary."""
MOST_CHARACTERS = 300
"""Of any text from elsewhere, so that no row is endless."""

_MARKUP = re.compile(r"""[!"#$&*:<>?@\[\\\]^_`{|}~]|(?<=www)\.""", re.IGNORECASE)


def check(path: Path) -> None:
    """Make sure that a summary can be appended to a file, before hours are spent on what is to be in it.

    Raises:
        UserError: it cannot.

    """
    new = not path.exists()
    try:
        path.open("a", encoding="utf-8").close()
        if new:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"--claims-summary: cannot write {path}: {error.strerror}") from error


def append(results: Results, path: Path) -> None:
    """Append the summary of a session's results to a file, which stays below `MOST_BYTES`.

    Raises:
        UserError: it cannot be written any more.
    """
    try:
        taken = path.stat().st_size if path.exists() else 0
        with path.open("a", encoding="utf-8") as file:
            file.write(render(results, MOST_BYTES - taken))
    except OSError as error:
        raise UserError(f"--claims-summary: cannot write {path}: {error.strerror}") from error


def render(results: Results, room: int = MOST_BYTES) -> str:
    """Return the summary, of at most `room` bytes in UTF-8: what does not fit is left out, and counted."""
    lines = list(_lines(results))
    sizes = [len(line.encode()) + 1 for line in lines]
    if sum(sizes) <= room:
        return "\n".join(lines) + "\n"
    kept, left = 0, room - len(_left_out(len(lines)).encode())
    while left >= sizes[kept]:
        left -= sizes[kept]
        kept += 1
    # A file that is full already gets nothing more.
    return "\n".join(lines[:kept]) + _left_out(len(lines) - kept) if left >= 0 else ""


def _left_out(lines: int) -> str:
    return f"\n\n{lines} more lines are left out, for there is room for 1 MB only; the report has everything.\n"


def escaped(text: str) -> str:
    """Return text for a cell of a Markdown table: on one line, of bounded length, and without any markup."""
    shown = visible(" ".join(without_folders(text).split()))
    if len(shown) > MOST_CHARACTERS:
        shown = shown[: MOST_CHARACTERS - 1] + "…"
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", shown)


def _lines(results: Results) -> Iterator[str]:
    yield ""
    yield f"## {escaped(results.suite.title)}"
    yield ""
    yield from _head(results)
    if results.comparison:
        yield ""
        yield from _comparison(results.comparison)
    for section, claims in sentences.by_section(results.claims, results.suite.sections).items():
        yield from ("", f"### {escaped(section) or 'Claims'}", "")
        yield from table_head("claim", "verdict", "effect", "seeds", "scikit-learn")
        for claim, tests in sentences.entries(claims):
            yield table_row(*_cells(claim, tests))
    late = [f"- {escaped(line)}" for line, _ in declared.terminal_lines(results.claims)]
    yield from ("", *late) if late else ()


def _head(results: Results) -> Iterator[str]:
    tally = [(verdict, number) for verdict, number in sentences.tally(results.claims) if number]
    yield "**" + (", ".join(f"{verdict.symbol} {number} {verdict.word}" for verdict, number in tally) or "none") + "**"
    if not results.complete:
        yield ""
        yield "The session was interrupted or ended early: these verdicts are partial."
    for notice in inputs.notices(results.dataset):
        yield from ("", escaped(notice))
    commit, campaign = results.commit_info, results.campaign
    changed = " (changed since)" if commit.dirty else ""
    said = [
        ", ".join(filter(None, (results.datetime, conditions(results.suite)))),
        f"commit {commit.id[:10]}{changed}" if commit.id else "no commit",
        f"{campaign.runs_trained} runs trained, {campaign.runs_cached} from the store",
        *(f"{name} {results.packages[name]}" for name in ("tensorflow", "keras") if name in results.packages),
    ]
    yield ""
    yield " · ".join(map(escaped, said))


def _comparison(compared: Comparison) -> Iterator[str]:
    yield "### Compared with the reference"
    yield ""
    yield f"{escaped(comparison_words.origin(compared.reference))}: {comparison_words.counts(compared)}."
    rows = comparison_words.notable(compared)
    if rows:
        yield ""
        yield from table_head("since then", "claim", "verdict", "what changed")
    for row in rows:
        yield table_row(*_compared_cells(row))
    if compared.arms:
        yield from _arms(compared.arms)
    groups = comparison_words.by_group(compared.changes)
    yield ""
    for group, pairs in groups.items():
        yield f"- changed {group}: {'; '.join(escaped(' '.join(pair)) for pair in pairs)}"
    if not groups:
        yield "Nothing in the environment changed."
    yield ""
    yield comparison_words.WHAT_A_SHIFT_IS


def _arms(compared: ArmsCompared) -> Iterator[str]:
    yield ""
    yield f"Arms: {arm_changes.counts(compared)}."
    if rows := arm_changes.worse(compared):
        yield ""
        yield from table_head("since then", "arm", "by how much")
    for row in rows:
        yield table_row(
            f"**{row.state.symbol} {row.state.word}**",
            escaped(arm_changes.name(row)),
            escaped(arm_changes.loss(row)),
        )
    yield ""
    for reason, number in arm_changes.not_compared(compared):
        yield f"- not compared ({number} arms): {escaped(reason)}"


def _compared_cells(row: Row) -> tuple[str, ...]:
    strong = "**" if row.state is State.FLIPPED else ""
    return (
        f"{row.state.symbol} {row.state.word}",
        escaped(row.title),
        f"{strong}{comparison_words.verdicts(row)}{strong}",
        escaped(comparison_words.details(row)),
    )


def _cells(claim: Claim, tests: int) -> tuple[str, ...]:
    name = claim.id if tests > 1 else claim.title
    as_expected, _ = sentences.expectation(claim)
    unexpected = "" if as_expected else f" (expected: {claim.expected.word})"
    baseline = claim.baseline if isinstance(claim, SeedsClaim) else None
    return (
        f"**{escaped(name)}** {escaped(claim.says)}",
        f"{claim.verdict.symbol} {finer.verdict_words(claim)}{unexpected}",
        _effect(claim, tests),
        "" if isinstance(claim, ValuesClaim) else f"{claim.yes} of {claim.seeds}",
        f"{baseline.verdict.symbol} {baseline.verdict.word}" if baseline else "",
    )


def _effect(claim: Claim, tests: int) -> str:
    if isinstance(claim, ValuesClaim):
        return f"{count(tests, 'check')} by values"
    if claim.effect is None:
        return "none"
    estimate = rounded(claim.effect.estimate, signed=claim.signed)
    return f"{estimate} ({span(claim.effect, signed=claim.signed)}), claimed: {escaped(claim.claimed)}"
