"""The session's results as Markdown, for the page of a CI job. All text in it is shown as text, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.base.errors import UserError
from harness.base.text import visible, without_folders
from harness.report.wording import changes as comparison_words
from harness.report.wording import sentences
from harness.report.wording.effects import BY_WORD, margin_of, signed
from harness.report.wording.formatting import count, figure, span

Content = Mapping[str, Any]
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


def append(content: Content, path: Path) -> None:
    """Append the summary of a results.json's content to a file, which stays below `MOST_BYTES`.

    Raises:
        UserError: it cannot be written any more.
    """
    try:
        taken = path.stat().st_size if path.exists() else 0
        with path.open("a", encoding="utf-8") as file:
            file.write(render(content, MOST_BYTES - taken))
    except OSError as error:
        raise UserError(f"--claims-summary: cannot write {path}: {error.strerror}") from error


def render(content: Content, room: int = MOST_BYTES) -> str:
    """Return the summary, of at most `room` bytes in UTF-8: what does not fit is left out, and counted."""
    lines = list(_lines(content))
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


def _lines(content: Content) -> Iterator[str]:
    yield ""
    yield "## The tutorial's claims"
    yield ""
    yield from _head(content)
    if content["comparison"]:
        yield ""
        yield from _comparison(content["comparison"])
    for section, claims in sentences.by_section(content["claims"]).items():
        yield from ("", f"### {escaped(section)}", "")
        yield from _row("claim", "verdict", "effect", "seeds", "scikit-learn")
        yield from _row(*["---"] * 5)
        for claim, tests in sentences.entries(claims):
            yield from _row(*_cells(claim, tests))


def _row(*cells: str) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"


def _head(content: Content) -> Iterator[str]:
    tally = [(verdict, number) for verdict, number in sentences.tally(content["claims"]) if number]
    yield "**" + (", ".join(f"{verdict.symbol} {number} {verdict.word}" for verdict, number in tally) or "none") + "**"
    if not content["complete"]:
        yield ""
        yield "The session was interrupted or ended early: these verdicts are partial."
    dataset, commit, campaign = content["dataset"], content["commit_info"], content["campaign"]
    changed = " (changed since)" if commit["dirty"] else ""
    said = [
        f"{content['datetime']}, data {dataset['name']}",
        f"commit {commit['id'][:10]}{changed}" if commit["id"] else "no commit",
        f"{campaign['runs_trained']} runs trained, {campaign['runs_cached']} from the store",
        *(f"{name} {content['packages'][name]}" for name in ("tensorflow", "keras") if name in content["packages"]),
    ]
    yield ""
    yield " · ".join(map(escaped, said))


def _comparison(compared: Content) -> Iterator[str]:
    origin = comparison_words.origin(compared["reference"])
    yield "### Compared with the reference"
    yield ""
    yield f"{escaped(origin)}: {comparison_words.counts(compared)}."
    rows = comparison_words.notable(compared)
    if rows:
        yield ""
        yield from _row("since then", "claim", "verdict", "what changed")
        yield from _row(*["---"] * 4)
    for row in rows:
        state = comparison_words.BY_WORD[row["state"]]
        details = escaped(comparison_words.details(row))
        name, verdicts = escaped(comparison_words.title(row)), comparison_words.verdicts(row)
        strong = "**" if state.word == "flipped" else ""
        yield from _row(f"{state.symbol} {state.word}", name, f"{strong}{verdicts}{strong}", details)
    groups = comparison_words.by_group(compared["changes"])
    yield ""
    for group, entries in groups.items():
        yield f"- changed {group}: {'; '.join(map(escaped, entries))}"
    if not groups:
        yield "Nothing in the environment changed."
    yield ""
    yield comparison_words.WHAT_A_SHIFT_IS


def _cells(claim: Content, tests: int) -> Sequence[str]:
    verdict = BY_WORD[claim["verdict"]]
    name = claim["id"] if tests > 1 or not claim["params"] else f"{claim['id']}[{claim['params']}]"
    unexpected = "" if sentences.expectation(claim)[0] else f" (expected: {claim['expected']})"
    baseline = claim.get("baseline")
    theirs = BY_WORD[baseline["verdict"]] if baseline else None
    return (
        f"**{escaped(name)}** {escaped(claim['says'])}",
        f"{verdict.symbol} {verdict.word}{unexpected}",
        _effect(claim) if "answers" in claim else f"{count(tests, 'check')} by values",
        f"{claim['yes']} of {claim['seeds']}" if "answers" in claim else "",
        f"{theirs.symbol} {theirs.word}" if theirs else "",
    )


def _effect(claim: Content) -> str:
    effect = claim["effect"]
    if effect is None:
        return "none"
    limits = span(effect, signed=signed(claim))
    return f"{figure(effect['estimate'], signed=signed(claim))} ({limits}), {margin_of(claim)}"
