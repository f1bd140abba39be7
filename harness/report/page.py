"""The report: results.json becomes one HTML page that loads nothing and shows only what it was given.

python -m harness.report.page results.json -o DIR
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.base.files import write_text
from harness.base.text import visible

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
RESERVED = (
    *("top", "verdicts", "method", "timings", "speed", "provenance", "comparison"),
    *("search", "filter-verdict", "filter-section", "order", "found"),
)
"""Ids of the page itself, which no claim may take."""


def write(content: Mapping[str, Any], folder: Path, drawn: Path | None = None) -> None:
    """Write the report on the content of a results.json as index.html in a folder: all of it, or nothing.

    Args:
        content: of the results.json.
        folder: is made if it is not there.
        drawn: a file that keeps the figures, so that the next report draws only what has changed; None: no file.

    Raises:
        UserError: it cannot be written.

    """
    write_text(folder / "index.html", render(content, drawn))


def render(content: Mapping[str, Any], drawn: Path | None = None) -> str:
    """Return the report on the content of a results.json; `drawn` as for `write`."""
    # Imported here because pytest imports this module whenever it starts, and matplotlib takes its time.
    import jinja2
    from markupsafe import Markup

    from harness.report import compared_view, forest_row, origin_view
    from harness.report import view as report_view
    from harness.report.figures import render as report_drawings
    from harness.report.wording import changes as comparison_words
    from harness.report.wording import effects as report_effect
    from harness.report.wording import formatting, sentences
    from harness.results import benchmark_merge

    def shown(text: Any) -> Any:
        return visible(text) if isinstance(text, str) and not isinstance(text, Markup) else text

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        story=sentences, effects=report_effect, words=formatting, forest=forest_row, speed=benchmark_merge
    )
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    addresses = formatting.Addresses()
    for address in RESERVED:
        addresses.new(address)
    page = report_view.page(content, addresses)
    timings = origin_view.timings(content, addresses)
    return environment.get_template("page.html.j2").render(
        content=content,
        page=page,
        drawings=report_drawings.drawings(page, timings, content, drawn),
        compared=compared_view.compared(content, page),
        what_a_shift_is=comparison_words.WHAT_A_SHIFT_IS,
        timings=timings,
        provenance=origin_view.provenance(content),
        data_words=origin_view.data_words(content["dataset"]),
        style=Markup(style),  # ours, and pinned by its hash
        script=Markup(script),
        style_hash=_source_hash(style),
        script_hash=_source_hash(script),
    )


def _source_hash(source: str) -> str:
    """Return the hash by which a Content-Security-Policy admits exactly this style or script."""
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest())
    return f"'sha256-{digest.decode()}'"
