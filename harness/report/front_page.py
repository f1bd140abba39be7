"""The front page of several reports: which texts were put to the test, on which data, when, and how it came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from harness.base.errors import UserError
from harness.base.files import write_text
from harness.judge.decide import Verdict
from harness.report import answer_view, origin_view, view
from harness.report.addresses import Addresses
from harness.report.page import environment, source_hash, style_sheet
from harness.results import file
from harness.results.model import Suite

RESULTS = ("results.json.gz", "results.json")
"""What a report's folder has beside its index.html; the first that is there counts."""


@dataclass(frozen=True)
class Report:
    """One report: where it is, and its headline."""

    folder: str
    suite: Suite = field(compare=False)
    link: str
    """Where the text can be read; empty if the suite says nothing that a browser may follow."""
    on: str
    """What the suite's own options chose, such as "dataset small"; empty for a suite without any."""
    day: str
    outcome: str
    claims: int
    verdicts: int
    """A claim may have several."""
    tally: list[tuple[Verdict, int]]
    unexpected: str
    """How many verdicts are not the expected ones, in words; empty if there are none."""
    complete: bool


def reports(folder: Path) -> list[Report]:
    """Return the reports in the folders of a folder, by the title of their text and then by their name.

    Raises:
        UserError: there are none, a results.json cannot be read, or one has no index.html beside it.

    """
    found = [path for path in (_results_in(one) for one in sorted(_folders(folder))) if path]
    if not found:
        raise UserError(f"{folder}: no folder in it has a {' or a '.join(reversed(RESULTS))}")
    return sorted(map(_report, found), key=lambda report: (report.suite.title, report.folder))


def write(folder: Path) -> None:
    """Write the front page of the reports in a folder as its index.html: all of it, or nothing.

    Raises:
        UserError: there are no reports, one cannot be read, or the page cannot be written.

    """
    write_text(folder / "index.html", render(reports(folder)))


def render(listed: list[Report]) -> str:
    """Return the front page of reports that are sorted by their text."""
    from markupsafe import Markup

    style = style_sheet()
    texts = [list(group) for _, group in groupby(listed, key=lambda report: report.suite.title)]
    return (
        environment()
        .get_template("front.html.j2")
        .render(texts=texts, style=Markup(style), style_hash=source_hash(style))  # ours, and pinned by its hash
    )


def _folders(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_dir()]
    except OSError as error:
        raise UserError(f"{folder}: {error.strerror}") from error


def _results_in(folder: Path) -> Path | None:
    return next((folder / name for name in RESULTS if (folder / name).is_file()), None)


def _report(path: Path) -> Report:
    folder = path.parent
    if not (folder / "index.html").is_file():
        raise UserError(f"{folder} has no index.html: python -m harness report {path} -o {folder}")
    results = file.read(path)
    page = view.page(results, Addresses())
    return Report(
        folder=folder.name,
        suite=results.suite,
        link=origin_view.followed(results.suite.link),
        on=origin_view.conditions(results.suite),
        day=results.datetime[:10],
        outcome=answer_view.answer(results, page).headline,
        claims=page.claims,
        verdicts=sum(number for _, number in page.tally),
        tally=[(verdict, number) for verdict, number in page.tally if number],
        unexpected=page.unexpected_verdicts if page.unexpected else "",
        complete=results.complete,
    )
