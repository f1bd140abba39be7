"""What the seeds found, as a clause: what differs, which way and by how much, in the words of the effect's label."""

from __future__ import annotations

import math
import re

from harness.base.text import agreeing, is_plural
from harness.declare.effect import TRUE
from harness.report.wording import quantities
from harness.report.wording.effects import Asked, Column, measured
from harness.report.wording.formatting import count, listing
from harness.results.model import RoundsClaim

_LEAD = re.compile(r"how far (?P<first>.+) is (?P<way>above|below|ahead of|behind) (?P<second>.+)", re.DOTALL)
_STEP = re.compile(r"smallest (?P<relative>relative )?(?P<way>fall|rise) from one ")
_LARGER = re.compile(
    r"how much larger the lead of (?P<of>.+?) is (?:with (?P<first>.+) than with|than that of) (?P<second>.+)",
    re.DOTALL,
)
_POWER = re.compile(r"exponent of the growth with the (?P<by>.+)", re.DOTALL)
_WAYS = {
    "above": ("higher", "lower"),
    "below": ("lower", "higher"),
    "ahead of": ("better", "worse"),
    "behind": ("worse", "better"),
}
"""What a lead that is so called is, and one below 0."""
_UNNAMED = "no finite value"
"""What is said of an infinite value whose metric has no words for it."""


def found(claim: Asked) -> str:
    """Return what was found of a claim that has an effect, with the effect's interval."""
    effect = claim.effect.estimate if claim.effect else math.nan
    if _is_yes_or_no(claim):
        return _counted(claim)
    if math.isinf(effect):
        return _lost(claim)
    return f"{_sized(claim, effect)}{_limits(claim)}"


def asked_for(claim: Asked) -> str:
    """Return what was claimed of the effect, such as "more than 1 point higher"; empty where what was found says it."""
    step, lead, larger = (one.match(claim.effect_label) for one in (_STEP, _LEAD, _LARGER))
    bound = claim.bounds[0].value
    if _is_yes_or_no(claim) or (step and bound == 0):
        return ""
    if not (lead or larger) or len(claim.bounds) > 1:
        return quantities.claimed(claim)
    higher, lower = _WAYS[lead["way"]] if lead else ("larger", "smaller")
    if bound == 0:
        return higher
    if bound < 0:
        return f"at most {quantities.amount(claim, -bound)} {lower}"
    said = quantities.claimed(claim)
    return said if claim.effect and claim.effect.estimate > 0 else f"{said} {higher}"


def _is_yes_or_no(claim: Asked) -> bool:
    return measured(claim).unit == "yes or no" or claim.claimed == TRUE


def _label(claim: Asked) -> str:
    return claim.of if isinstance(claim, RoundsClaim) else claim.metric.label


def _sized(claim: Asked, effect: float) -> str:
    label = _label(claim)
    if lead := _LEAD.fullmatch(claim.effect_label):
        are = agreeing(label, "is")
        if not effect:
            return f"{label} {are} the same with {lead['first']} as with {lead['second']}"
        size, way = quantities.amount(claim, abs(effect)), _WAYS[lead["way"]][effect < 0]
        return f"{label} {are} {size} {way} with {lead['first']} than with {lead['second']}"
    if step := _STEP.match(claim.effect_label):
        return _steps(claim, effect, step)
    if larger := _LARGER.fullmatch(claim.effect_label):
        return _larger(claim, effect, larger)
    size = quantities.amount(claim, effect)
    if power := _POWER.fullmatch(claim.effect_label):
        return f"{label} {'grow' if is_plural(label) else 'grows'} with the {power['by']} to the power of {size}"
    if not claim.compares:
        return f"{label}: {size} in the median {claim.answered_by}"
    return f"{label}: {claim.effect_label} is {size}"


def _larger(claim: Asked, effect: float, larger: re.Match[str]) -> str:
    """Return by how much one lead is larger than another."""
    lead = f"{_label(claim)}: the lead of {larger['of']} is"
    size, way = quantities.amount(claim, abs(effect)), "smaller" if effect < 0 else "larger"
    if larger["first"]:
        return f"{lead} {size} {way} with {larger['first']} than with {larger['second']}"
    return f"{lead} {size} {way} than that of {larger['second']}"


def _steps(claim: Asked, effect: float, step: re.Match[str]) -> str:
    label, names = _label(claim), [column.name for column in measured(claim).columns]
    size = f"{100 * abs(effect):.2g} %" if step["relative"] else quantities.amount(claim, abs(effect))
    over = f"from {names[0]} to {names[-1]}"
    if effect > 0:
        return f"{label} {step['way']}{'' if is_plural(label) else 's'} at every step {over}, by at least {size}"
    does = agreeing(label, "does")
    return f"{label} {does} not {step['way']} at every step {over}: one step goes the other way, by {size}"


def _limits(claim: Asked) -> str:
    """Return the interval in brackets; of a difference that goes the other way, as that says it."""
    step, effect = _STEP.match(claim.effect_label), claim.effect
    if effect is None or (step and step["relative"]):
        return ""
    if effect.estimate < 0 and any(one.match(claim.effect_label) for one in (_LEAD, _LARGER, _STEP)):
        low, high = (None if limit is None else 0.0 - limit for limit in (effect.high, effect.low))
        effect = effect.model_copy(update={"estimate": -effect.estimate, "low": low, "high": high})
    text = quantities.limits(claim, effect)
    first, _, last = text.partition(" to ")
    return f" ({text})" if first != last else ""


def _counted(claim: Asked) -> str:
    """Return with how many seeds each arm is a yes, for what is a yes or a no of every run."""
    metric = measured(claim)
    of = count(claim.seeds, claim.answered_by)
    parts = [(column.name, sum(value == 1 for value in column.values[: claim.seeds])) for column in metric.columns]
    if not claim.compares:
        return f"{metric.label}: in {parts[0][1]} of {of}"
    return f"{metric.label}: " + listing([f"with {name} in {number} of {of}" for name, number in parts])


def _lost(claim: Asked) -> str:
    """Return which arms have no finite value in how many seeds, and what the others have."""
    metric = measured(claim)
    lost = {column.name: _infinite(column, claim.seeds) for column in metric.columns}
    parts = [_losing(claim, name, number) for name, number in lost.items() if number]
    if not parts:
        return f"{metric.label}: no finite effect"
    finite = [column for column in metric.columns if not lost[column.name]]
    others = [f"{quantities.level(claim, column.values[: claim.seeds])} with {column.name}" for column in finite]
    return f"{metric.label}: {'; '.join(filter(None, (listing(others) if others else '', listing(parts))))}"


def _losing(claim: Asked, name: str, number: int) -> str:
    infinite = measured(claim).infinite
    often = f"in {number} of {count(claim.seeds, claim.answered_by)}"
    who = f" with {name}" if claim.compares else ""
    if infinite in ("", _UNNAMED):
        return f"no finite value{who} {often} (the training diverged)" if _trained(claim) else f"none{who} {often}"
    return f"{infinite}{who} {often}"


def _trained(claim: Asked) -> bool:
    return not isinstance(claim, RoundsClaim)


def _infinite(column: Column, seeds: int) -> int:
    return sum(not math.isfinite(value) for value in column.values[:seeds])
