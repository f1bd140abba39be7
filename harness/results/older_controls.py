"""Controls of results that were written when there was another kind of them: they follow from the values."""

from __future__ import annotations

from pydantic import JsonValue

from harness.base.numbers import NON_FINITE, from_json, is_finite
from harness.results.model import Control

Json = dict[str, JsonValue]


def with_controls(content: Json) -> Json:
    """Return the content of results.json with controls of today's kind in place of others; as it is if it has those.

    What is damaged gets none: the model says where.
    """
    claims, summary = content.get("claims"), content.get("controls")
    older = isinstance(summary, dict) and "able" not in summary
    if not isinstance(claims, list) or not (older or any(map(_has_other, claims))):
        return content
    new: list[JsonValue] = [_claim(claim) if isinstance(claim, dict) else claim for claim in claims]
    return {**content, "claims": new, "controls": None if older else summary}


def _has_other(answers: JsonValue) -> bool:
    if not isinstance(answers, dict):
        return False
    control = answers.get("control")
    other = isinstance(control, dict) and not Control.model_fields.keys() <= control.keys()
    return other or _has_other(answers.get("baseline"))


def _claim(claim: Json) -> Json:
    looks, baseline = claim.get("looks"), claim.get("baseline")
    numbers = looks if isinstance(looks, list) else []
    ascending = tuple(sorted({look for look in numbers if isinstance(look, int) and look > 0}))
    new = _with_control(claim, ascending)
    return {**new, "baseline": _with_control(baseline, ascending)} if isinstance(baseline, dict) else new


def _with_control(answers: Json, looks: tuple[int, ...]) -> Json:
    arms = answers.get("arms")
    if "control" not in answers:  # of rounds, or of values
        return answers
    first = arms[0] if isinstance(arms, list) and arms else None
    values = first.get("values") if isinstance(first, dict) else None
    numbers = [_number(value) for value in values] if isinstance(values, list) else []
    known = [number for number in numbers if number is not None]
    control = Control.of(known, looks).model_dump() if known and len(known) == len(numbers) else None
    return {**answers, "control": control}


def _number(value: JsonValue) -> float | None:
    """Return a number as JSON has it; None for anything else."""
    named = isinstance(value, str) and value in NON_FINITE
    return from_json(value) if isinstance(value, str | int | float) and (named or is_finite(value)) else None
