"""All figures of the page: drawn side by side in worker processes, or not at all if they are unchanged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import joblib

from harness.report.figures import cache
from harness.report.figures.data_for_seeds import Drawing, question_figures
from harness.report.figures.data_for_series import check_figures, series_figures
from harness.report.figures.data_for_times import benchmark_figure, time_figure
from harness.report.origin_view import Timings
from harness.report.view import Card, Page, Question

Content = Mapping[str, Any]
WORTH_A_WORKER = 20
"""Addresses with figures for which another process is started: that takes as long as drawing these."""


class Call(NamedTuple):
    """What draws the figures at one address; they depend on nothing but the arguments."""

    draw: Callable[..., list[Drawing]]
    arguments: tuple[Any, ...]

    @property
    def key(self) -> str:
        """What identifies the figures."""
        return cache.key(self.draw.__name__, self.arguments)


def drawings(page: Page, timings: Timings, content: Content, drawn: Path | None = None) -> dict[str, list[Drawing]]:
    """Return the figures of every question, of every claim's checks under its card's address, and of the times.

    Args:
        page: what they are for.
        timings: likewise.
        content: of results.json.
        drawn: where an earlier page's figures were kept, and this one's will be; None: nowhere.

    """
    calls = _calls(page, timings, content)
    if drawn is None:
        return dict(zip(calls, _draw_all(list(calls.values())), strict=True))
    keys = {address: call.key for address, call in calls.items()}
    earlier = cache.read(drawn)
    found = {key: earlier[key] for key in keys.values() if key in earlier}
    missing = {keys[address]: call for address, call in calls.items() if keys[address] not in found}
    found |= zip(missing, _draw_all(list(missing.values())), strict=True)
    if found.keys() != earlier.keys():
        cache.write(found, drawn)
    return {address: found[key] for address, key in keys.items()}


def _draw_all(calls: list[Call]) -> list[list[Drawing]]:
    workers = min(joblib.cpu_count(), 1 + len(calls) // WORTH_A_WORKER)
    made: list[list[Drawing]] = joblib.Parallel(n_jobs=workers)(joblib.delayed(c.draw)(*c.arguments) for c in calls)
    return made


def _calls(page: Page, timings: Timings, content: Content) -> dict[str, Call]:
    cards = [card for section in page.sections for card in section.cards]
    calls = {question.address: _of_question(question, content) for card in cards for question in card.asked}
    calls |= {card.address: _of_checks(card) for card in cards if card.checks}
    for figure, draw in ((timings.network_figure, _networks), (timings.benchmark_figure, _benchmarks)):
        if figure:
            calls[figure.address] = Call(draw, (*figure.arguments, f"{figure.address}--figure"))
    return calls


def _of_question(question: Question, content: Content) -> Call:
    """Return the call that draws a question's figures, with no more of the content than it needs."""
    arms = question.claim.get("arms", [])
    runs = {
        key: {name: content["runs"][key][name] for name in ("seed", "curves", "diverged_at", "series")}
        for arm in arms
        for key in arm["runs"]
        if key in content["runs"]
    }
    samples = content["dataset"].get("samples", {})
    names = [arm["experiment"] for arm in arms]
    own = {
        "runs": runs,
        "dataset": {"samples": {name: samples[name] for name in names if name in samples}},
        "experiments": {name: content["experiments"][name] for name in names if name in content["experiments"]},
    }
    return Call(_question, (question.claim, own, question.address))


def _question(claim: Content, content: Content, address: str) -> list[Drawing]:
    if "arms" not in claim:
        return []
    return question_figures(claim, content["runs"], address) + series_figures(claim, content, address)


def _of_checks(card: Card) -> Call:
    return Call(check_figures, ([check.claim for check in card.checks if "curves" in check.claim], card.address))


def _networks(*arguments: Any) -> list[Drawing]:
    return [time_figure(*arguments)]


def _benchmarks(*arguments: Any) -> list[Drawing]:
    return [benchmark_figure(*arguments)]
