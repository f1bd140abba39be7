"""The report: results become one HTML page that loads nothing and shows only what it was given."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from harness.base.errors import one_line
from harness.base.files import write_text
from harness.base.text import visible
from harness.report.addresses import Addresses
from harness.results.model import Results

if TYPE_CHECKING:  # what these import takes its time, and pytest imports this module whenever it starts
    import jinja2

    from harness.report.curves_view import Curves
    from harness.report.figures.figure import Drawing
    from harness.report.switch_view import Switch
    from harness.report.timings_view import Timings
    from harness.report.view import Page

_PACKAGE = Path(__file__).resolve().parents[1]
TEMPLATES = next(place for place in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if place.is_dir())
"""In the package where it is installed from a wheel, beside it in a checkout."""
RESERVED = (
    *("top", "hero", "lessons", "differences", "claims", "forest", "verdicts", "scope", "curves"),
    *("method", "timings", "speed", "provenance", "comparison"),
    *("search", "filter-level", "filter-section", "order", "found"),
)
"""Ids of the page itself, which no claim may take."""


def write(results: Results, folder: Path, drawn: Path | None = None) -> None:
    """Write the report on results as index.html in a folder: all of it, or nothing.

    Args:
        results: what the report is on.
        folder: is made if it is not there.
        drawn: a file that keeps the figures, so that the next report draws only what has changed; None: no file.

    Raises:
        UserError: it cannot be written.

    """
    beside = next((name for name in ("results.json.gz", "results.json") if (folder / name).is_file()), "")
    write_text(folder / "index.html", render(results, drawn, data_file=beside))


def write_several(several: Sequence[Results], files: Sequence[str], folder: Path) -> None:
    """Write the reports on several results into a folder, with a switch between them and what differs.

    Args:
        several: the results; the first gets the index.html.
        files: the names of the files that they were read from.
        folder: is made if it is not there.

    Raises:
        UserError: they cannot be written.

    """
    from harness.report import switch_view

    switch = switch_view.switch(several, files)
    for results, name in zip(several, switch.files, strict=True):
        write_text(folder / name, render(results, switch=switch, this=name))


def render(
    results: Results, drawn: Path | None = None, *, data_file: str = "", switch: Switch | None = None, this: str = ""
) -> str:
    """Return the report on results.

    Args:
        results: what the report is on.
        drawn: as for `write`.
        data_file: the name of their file, if it is beside the report.
        switch: the pages of all results, if there are several.
        this: which of them this is.

    """
    from markupsafe import Markup

    from harness.report import (
        answer_view,
        compared_view,
        curves_view,
        hero_view,
        origin_view,
        scope_view,
        speed_view,
        timings_view,
        view,
    )
    from harness.report.wording.headline import LEVEL_VERBS
    from harness.report.wording.human_names import with_human_names
    from harness.report.wording.sentences import LEGEND

    style, script = style_sheet(), (TEMPLATES / "report.js").read_text(encoding="utf-8")
    addresses = Addresses()
    for address in RESERVED:
        addresses.new(address)
    results = with_human_names(results)
    page = view.page(results, addresses)
    answer = answer_view.answer(results, page)
    timings, curves = timings_view.timings(results, addresses), curves_view.curves(results, addresses)
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            page=page,
            answer=answer,
            hero=hero_view.hero(page, answer.lessons),
            legend=LEGEND,
            levels=LEVEL_VERBS,
            data_file=data_file,
            switch=switch,
            this=this,
            drawings=_drawings(page, timings, curves, results, drawn),
            curves=curves,
            compared=compared_view.compared(results, page),
            timings=timings,
            speed=speed_view.speed(results),
            scope=scope_view.maps(results, page, addresses),
            origin=origin_view.origin(results),
            style=Markup(style),  # ours, and pinned by its hash
            script=Markup(script),
            style_hash=source_hash(style),
            script_hash=source_hash(script),
        )
    )


def _drawings(
    page: Page, timings: Timings, curves: Curves, results: Results, drawn: Path | None
) -> Mapping[str, list[Drawing]]:
    """Return the page's figures; if matplotlib cannot even be imported, what says so at every address."""
    from harness.report.figures.figure import Undrawn

    try:
        from harness.report.figures import render as figures
    except Exception as error:  # such as a matplotlibrc that is no text, or no place for its caches
        why = Undrawn(f"matplotlib cannot be used here: {one_line(error)}").drawing()
        return defaultdict(lambda: [why])
    return defaultdict(list, figures.drawings(page, timings, curves, results, drawn))


def environment() -> jinja2.Environment:
    """Return what renders the templates: all text in them is shown as text, whatever it says."""
    import jinja2
    from markupsafe import Markup

    def shown(text: object) -> object:
        return visible(text) if isinstance(text, str) and not isinstance(text, Markup) else text

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def style_sheet() -> str:
    """Return the style of every page."""
    return "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.css", "scope.css"))


def source_hash(source: str) -> str:
    """Return the hash by which a Content-Security-Policy admits exactly this style or script."""
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest())
    return f"'sha256-{digest.decode()}'"
