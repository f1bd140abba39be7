"""The verdicts in a few lines of text, for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from harness.judge.decide import Verdict
from harness.report.wording.effects import BY_WORD, margin_words, sign, unit

_MARKUP: dict[Verdict, dict[str, bool]] = {
    Verdict.INVALID: {"red": True, "bold": True},
    Verdict.REFUTED: {"red": True},
    Verdict.INCONCLUSIVE: {"yellow": True},
    Verdict.SUPPORTED: {"green": True},
}


def summary_lines(content: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield a line for every claim, with the terminal writer's markup, and then the counts."""
    titles = [f"{claim['id']}[{claim['params']}]" if claim["params"] else claim["id"] for claim in content["claims"]]
    width = max(map(len, titles), default=0)
    for title, claim in zip(titles, content["claims"], strict=True):
        verdict = BY_WORD[claim["verdict"]]
        line = f"{verdict.symbol} {title:{width}}  {verdict.word:12}  {_numbers(claim)}"
        if claim["expected"] != claim["verdict"] and verdict is not Verdict.INCONCLUSIVE:
            line += f"  (expected: {claim['expected']})"
        yield line, _MARKUP[verdict]
    counts = Counter(claim["verdict"] for claim in content["claims"])
    said = ", ".join(f"{counts[verdict.word]} {verdict.word}" for verdict in reversed(Verdict) if counts[verdict.word])
    campaign = content["campaign"]
    partial = "" if content["complete"] else "; interrupted or ended early, so these verdicts are partial"
    yield (
        f"{said}; {campaign['runs_trained']} runs trained, {campaign['runs_cached']} from the store, "
        f"{campaign['wall_seconds']:.1f} s{partial}",
        {},
    )


def _numbers(claim: Mapping[str, Any]) -> str:
    if "answers" not in claim:
        return str(claim["reason"])
    effect = claim["effect"]
    median = "no effect measured" if effect is None else f"median {_short(effect)}"
    margin = margin_words(claim["kind"], claim["margin"], sign(claim))
    of = claim.get("effect_label", claim["metric"]["label"])
    return f"{claim['yes']:2} of {claim['seeds']:2} {unit(claim)}s yes, {of}: {median}, {margin}"


def _short(effect: Mapping[str, Any]) -> str:
    value = effect["estimate"]
    return value if isinstance(value, str) else f"{value:+.4f}"
