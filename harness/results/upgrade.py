"""Results of schema version 1, as version 2 has them.

Version 1 had a question's kind, margin and sign; what version 2 has besides, words and values, follows from them. What
a damaged file lacks or has of a wrong type stays as it is: the model, which checks the outcome, says where.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from pydantic import JsonValue

from harness.base.numbers import NON_FINITE, plain
from harness.declare.effect import Bound, Leads, at_least, at_most, claimed, figure_of_arms, more_than, within
from harness.declare.metrics import Metric
from harness.declare.questions.interaction import interaction_label
from harness.declare.questions.superiority import lead_label
from harness.declare.questions.trend import step_label
from harness.results.model import BenchmarkStats, ClaimTest, Machine, Options, Processor, Record
from harness.results.older_controls import with_controls

Json = dict[str, JsonValue]
Change = Callable[[Json], JsonValue]

_ASKED = ("question", "margin", "p0", "looks")
_ANSWERS = ("look", "yes", "seeds", "answers", "effects", "probability", "effect")
_NEVER_PLAYED: Json = {
    **{"question": "", "margin": 0.0, "p0": 0.5, "looks": [12, 24], "look": None, "yes": 0, "seeds": 0},
    **{"answers": [], "effects": [], "probability": None, "effect": None, "sides": [], "rounds": []},
}
"""Of a benchmark whose test has not played it: version 1 did not say what was asked."""


def upgrade(content: JsonValue) -> JsonValue:
    """Return content of older results as those of today have it; anything else as it is."""
    if not isinstance(content, dict):
        return content
    return with_controls(_second(content) if content.get("schema_version") == 1 else content)


def _second(content: Json) -> Json:
    """Return content of schema version 1 as version 2 has it."""
    new: Json = {"controls": None, "comparison": None, "speed": None, **content, "schema_version": 2}
    new["suite"] = _suite(content)
    changes: dict[str, Change] = {
        "machine_info": _machine,
        "options": lambda old: _known(old, Options),
        "dataset": lambda old: {"samples": {}, **old},
        "comparison": _comparison,
    }
    for name, change in changes.items():
        if name in new:
            new[name] = _changed(new[name], change)
    for name, change in {"claims": _claim, "runs": _run, "benchmarks": _benchmark}.items():
        if name in new:
            new[name] = _each(new[name], change)
    return new


def _suite(content: Json) -> Json:
    """Return what version 1 did not say of a suite: its claims name their sections, and it had one condition."""
    claims, dataset = content.get("claims"), content.get("dataset")
    named = [claim.get("section") for claim in claims if isinstance(claim, dict)] if isinstance(claims, list) else []
    sections: list[JsonValue] = list(dict.fromkeys(section for section in named if isinstance(section, str)))
    name = dataset.get("name") if isinstance(dataset, dict) else None
    return {"sections": sections, "conditions": {"dataset": name} if isinstance(name, str) else {}}


def _changed(old: JsonValue, change: Change) -> JsonValue:
    return change(old) if isinstance(old, dict) else old


def _each(old: JsonValue, change: Change) -> JsonValue:
    if isinstance(old, dict):
        return {name: _changed(part, change) for name, part in old.items()}
    return [_changed(part, change) for part in old] if isinstance(old, list) else old


def _picked(old: Json, names: tuple[str, ...]) -> Json:
    return {name: old[name] for name in names if name in old}


def _known(old: Json, record: type[Record]) -> Json:
    return _picked(old, tuple(record.model_fields))


def _machine(old: Json) -> JsonValue:
    return {**_known(old, Machine), "cpu": _changed(old.get("cpu", {}), lambda cpu: _known(cpu, Processor))}


def _comparison(old: Json) -> JsonValue:
    def row(entry: Json) -> JsonValue:
        return {name: part for name, part in entry.items() if name != "kind"}

    return {name: _each(part, row) if name == "claims" else part for name, part in old.items()}


def _run(old: Json) -> JsonValue:
    series = old.get("series")
    if not isinstance(series, dict):
        return old
    new: Json = {name: part for name, part in old.items() if name != "series"}
    parts = {
        "decision_region": {"classes": "decision_region", "extent": "decision_extent"},
        "gradient_variance": {"batch_sizes": "gradient_variance_at", "variances": "gradient_variance"},
    }
    for name, fields in parts.items():
        new[name] = {field: series.get(was) for field, was in fields.items()} if name in series else None
    return {"fingerprint": "", **new}


def _benchmark(old: Json) -> JsonValue:
    new: Json = {"fullname": old.get("name"), "group": None, "extra_info": {}}
    new |= _picked(old, ("name", "fullname", "group", "extra_info", "stats"))
    none: Json = dict.fromkeys(("mean", "stddev", "total"))
    if "stats" in old:
        new["stats"] = _changed(old["stats"], lambda stats: {**none, **_known(stats, BenchmarkStats)})
    return new


def _claim(old: Json) -> JsonValue:
    new = _known(old, ClaimTest)
    if old.get("kind") == "benchmark":
        return {**new, **_rounds(old if "answers" in old else {**_NEVER_PLAYED, **old})}
    if "answers" in old or "arms" in old:
        return {**new, **_seeds(old)}
    return {**new, "type": "values", "curves": old.get("curves")}


def _rounds(old: Json) -> Json:
    metric, sides, ends = old.get("metric"), old.get("sides"), _ends(old)
    metric = metric if isinstance(metric, dict) else {"label": "", "unit": ""}
    return {
        **_picked(old, (*_ASKED, *_ANSWERS, "sides", "rounds")),
        "type": "rounds",
        "kind": "growth" if len(ends) == 2 else "falling",
        **_against(within(*ends) if len(ends) == 2 else (more_than(*ends),)),
        "effect_label": old.get("effect_label", "effect"),
        "signed": False,
        "compares": True,
        "figure": figure_of_arms(len(sides) if isinstance(sides, list) else 0),
        "seeds_wanted": None,
        "of": metric.get("label"),
        "by": str(metric.get("unit")).removeprefix("by "),
    }


def _seeds(old: Json) -> Json:
    arms, metric = old.get("arms"), old.get("metric")
    names = [str(arm.get("name")) for arm in arms if isinstance(arm, dict)] if isinstance(arms, list) else []
    label = str(metric.get("label")) if isinstance(metric, dict) else ""
    return {
        **_picked(old, (*_ASKED, *_ANSWERS, "seeds_wanted", "arms", "correlation")),
        "type": "seeds",
        **_kind(old, names, label),
        "compares": len(names) > 1,
        "metric": {"infinite": Metric.infinite, **metric} if isinstance(metric, dict) else metric,
        "control": old.get("control"),
        "baseline": _changed(old.get("baseline"), _baseline),
    }


def _kind(old: Json, names: list[str], label: str) -> Json:
    """Return what is a kind's own: its words, its bounds and its figure."""
    kind, ends, question = old.get("kind"), _ends(old), str(old.get("question"))
    if kind == "superiority" and len(names) == 4:
        leads = Leads.between([name.split(", ") for name in names])
        shown: Json = {"of": leads.of, "names": list(leads.names)}
        words: Json = {"kind": "interaction", "effect_label": interaction_label(leads), "leads": shown}
        return {**words, **_against((more_than(ends[0]),)), "signed": True, "figure": "pairs"}
    if len(ends) == 2:
        bounds: tuple[Bound, ...] = within(*ends)
    elif kind == "proportion":
        bounds = (_threshold(old, ends[0]),)
    else:
        bounds = (more_than(ends[0]),)
    own: Json = {"kind": kind, "leads": None, **_against(bounds)}
    if kind == "superiority" and len(names) == 2:
        sign = -1 if f" of {names[0]} below that of {names[1]} " in question else 1
        return {**own, "effect_label": lead_label(names, sign), "signed": True, "figure": "pairs"}
    if kind == "trend":
        step = step_label(-1 if " fall at every step over " in question else 1)
        return {**own, "effect_label": step, "signed": True, "figure": figure_of_arms(len(names))}
    return {**own, "effect_label": label, "signed": False, "figure": "values"}


def _against(bounds: tuple[Bound, ...]) -> Json:
    return {"bounds": [bound._asdict() for bound in bounds], "claimed": claimed(bounds)}


def _ends(old: Json) -> tuple[float, ...]:
    """Return a question's margin, or its two ends; 0 where the file has none, which the model will say."""
    margin = old.get("margin")
    numbers = [_number(end) for end in (margin if isinstance(margin, list) else [margin])]
    return tuple(numbers) if len(numbers) == 2 or not isinstance(margin, list) else (0.0,)


def _number(value: JsonValue) -> float:
    if isinstance(value, str):
        return NON_FINITE.get(value, 0.0)
    try:
        return float(value) if isinstance(value, int | float) else 0.0
    except OverflowError:
        return math.inf


def _threshold(old: Json, margin: float) -> Bound:
    """Return the bound of a proportion; older results do not say its direction, but their answers do, as a rule."""
    sign = old.get("sign")
    answers, effects = old.get("answers"), old.get("effects")
    if sign is None and isinstance(answers, list) and isinstance(effects, list):
        for answer, effect in zip(answers, map(_number, effects), strict=False):
            if sign is None and not math.isnan(effect) and effect != margin:
                sign = 1 if answer == (effect > margin) else -1
    if sign is None:  # all values are on the threshold
        return Bound(f"a threshold of {plain(margin)}", margin, "above")
    return at_least(margin) if sign == 1 else at_most(margin)


def _baseline(old: Json) -> JsonValue:
    none: Json = dict.fromkeys(("look", "seeds_wanted", "correlation", "note"))
    parts = _picked(old, ("question", "verdict", "reason", "note", *_ANSWERS, "seeds_wanted", "arms", "correlation"))
    return {"arms": [], **none, **parts, "control": old.get("control")}
