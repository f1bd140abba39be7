"""All figures of the page: drawn side by side in worker processes, or not at all if they are unchanged."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import joblib

from harness.base.errors import one_line
from harness.report.curves_view import Curves
from harness.report.figures import cache
from harness.report.figures.decision_regions import DecisionRegions
from harness.report.figures.figure import Drawing, Figure, Undrawn
from harness.report.figures.forest import forest_panels
from harness.report.figures.page_wide import PageWide
from harness.report.figures.region_maps import RegionMaps
from harness.report.figures.registry import figures_of_checks, figures_of_curves, figures_of_question
from harness.report.figures.times import BenchmarkTimes, NetworkTimes
from harness.report.figures.whole_claim import claim_figure
from harness.report.question_view import Question
from harness.report.timings_view import Timings
from harness.report.view import Page
from harness.results.model import Claim, Results

Figures = Mapping[str, Figure]
"""Figures by their names in the page."""
FOREST = "forest"
"""The address of the forest plot's panels."""
WORTH_A_WORKER = 20
"""Addresses with figures for which another process is started: that takes as long as drawing these."""


def drawings(
    page: Page, timings: Timings, curves: Curves, results: Results, drawn: Path | None = None
) -> dict[str, list[Drawing]]:
    """Return the figures of every question and curve, of every claim's checks under its card's address, and of times.

    Args:
        page: what they are for.
        timings: likewise.
        curves: likewise.
        results: what they show.
        drawn: where an earlier page's figures were kept, and this one's will be; None: nowhere.

    """
    wanted = _figures(page, timings, results) | figures_of_curves(curves)
    if drawn is None:
        return dict(zip(wanted, _draw_all(list(wanted.values())), strict=True))
    keys = {address: _key(address, figures) for address, figures in wanted.items()}
    earlier = cache.read(drawn)
    ready = {key: earlier[key] for key in keys.values() if key in earlier}
    missing = {keys[address]: figures for address, figures in wanted.items() if keys[address] not in ready}
    ready |= zip(missing, _draw_all(list(missing.values())), strict=True)
    keep = {key: made for key, made in ready.items() if not any(drawing.failed for drawing in made)}
    if keep.keys() != earlier.keys():
        cache.write(keep, drawn)
    return {address: ready[key] for address, key in keys.items()}


def _key(address: str, figures: Figures) -> str:
    try:
        return cache.key(figures)
    except Exception:  # whatever a suite's own figure is made of: it is drawn anew every time
        return f"{address}: {secrets.token_hex(16)}"


def _draw_all(wanted: Sequence[Figures]) -> list[list[Drawing]]:
    ours = all(cache.is_ours(type(figure)) for figures in wanted for figure in figures.values())
    workers = min(joblib.cpu_count(), 1 + len(wanted) // WORTH_A_WORKER) if ours else 1
    try:
        made: list[list[Drawing]] = joblib.Parallel(n_jobs=workers)(joblib.delayed(_draw)(one) for one in wanted)
    except Exception:  # of the workers and not of a figure: there is no room for them, or one was killed
        return [_draw(figures) for figures in wanted]
    return made


def _draw(figures: Figures) -> list[Drawing]:
    """Return the figures at one address; in the place of one that fails is what says so.

    What fails is matplotlib's or a suite's own: nothing of it may cost the report.
    """
    made = []
    for name, figure in figures.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # nobody who reads a report can mend a library's call
                made.append(figure.drawing(name))
        except Exception as error:
            made.append(Undrawn(one_line(error)).drawing())
    return made


def _figures(page: Page, timings: Timings, results: Results) -> dict[str, Figures]:
    """Return the figures at each address of the page."""
    figures: dict[str, Figures] = {}
    shared = PageWide.of(results)
    for card in (card for section in page.sections for card in section.cards):
        asked = [question.claim for question in card.asked]
        together = _whole_claim(asked, shared, whole(card.address))
        if together:
            figures[whole(card.address)] = together
        has_maps = any(isinstance(figure, RegionMaps) for figure in together.values())
        for question in card.asked:
            own = _figures_of_question(question, shared)
            kept = {name: one for name, one in own.items() if not (has_maps and isinstance(one, DecisionRegions))}
            figures[question.address] = kept
        if card.checks:
            figures[card.address] = figures_of_checks((check.claim for check in card.checks), card.address)
    if panels := forest_panels(results.claims, results.suite.names):
        figures[FOREST] = {f"{FOREST}--{number}": panel for number, panel in enumerate(panels, start=1)}
    if costly := timings.network_figure:
        figures[costly.address] = {f"{costly.address}--figure": NetworkTimes(*costly.arguments)}
    if timed := timings.benchmark_figure:
        figures[timed.address] = {f"{timed.address}--figure": BenchmarkTimes(*timed.arguments)}
    return figures


def whole(address: str) -> str:
    """Return at which address the figure of a card's claim as a whole is; there is none of most."""
    return f"{address}--whole"


def _whole_claim(claims: Sequence[Claim], shared: PageWide, name: str) -> Figures:
    try:
        figure = claim_figure(claims, shared)
    except Exception as error:  # no figure may cost the report
        figure = Undrawn(one_line(error))
    return {name: figure} if figure else {}


def _figures_of_question(question: Question, shared: PageWide) -> Figures:
    try:
        return figures_of_question(question.claim, shared, question.address)
    except Exception as error:  # of a suite's own figure, which cannot show this claim and does not say so
        return {f"{question.address}--seeds": Undrawn(one_line(error))}
