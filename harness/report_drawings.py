"""All figures of the page, drawn side by side in worker processes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import joblib

from harness.report_figures import Drawing, question_figures
from harness.report_series import check_figures, series_figures
from harness.report_view import Card, Page, Question

Content = Mapping[str, Any]
WORTH_A_WORKER = 20
"""Addresses with figures for which another process is started: that takes as long as drawing these."""


def drawings(page: Page, content: Content) -> dict[str, list[Drawing]]:
    """Return the figures of every question and, under its card's address, of every claim's checks."""
    cards = [card for section in page.sections for card in section.cards]
    calls = {question.address: _of_question(question, content) for card in cards for question in card.asked}
    calls |= {card.address: _of_checks(card) for card in cards if card.checks}
    workers = min(joblib.cpu_count(), 1 + len(calls) // WORTH_A_WORKER)
    return dict(zip(calls, joblib.Parallel(n_jobs=workers)(calls.values()), strict=True))


def _of_question(question: Question, content: Content) -> Any:
    """Return the call that draws a question's figures, with no more of the content than it needs."""
    arms = question.claim.get("arms", [])
    runs = {key: content["runs"][key] for arm in arms for key in arm["runs"] if key in content["runs"]}
    own = {"runs": runs, "dataset": content["dataset"]}
    return joblib.delayed(_draw)(question.claim, own, question.address)


def _draw(claim: Content, content: Content, address: str) -> list[Drawing]:
    if "arms" not in claim:
        return []
    return question_figures(claim, content["runs"], address) + series_figures(claim, content, address)


def _of_checks(card: Card) -> Any:
    return joblib.delayed(check_figures)([check.claim for check in card.checks], card.address)
