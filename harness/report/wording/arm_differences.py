"""What tells networks apart: between the arms of a question, and between the questions of a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.declare.labels import field_name, field_value
from harness.results.model import Claim, Experiment, SeedsClaim

Experiments = Mapping[str, Experiment]
"""By key, as in results.json."""
_ASIDE = {"measure", "evaluate_every", "library"}
"""Fields that change nothing about the network that a question is about."""
NO_VALUE = "–"
"""What stands for a setting that an arm does not have."""
_MOST = 3
"""Settings that a reader can hold on to."""


@dataclass(frozen=True)
class ProtocolRow:
    """One field of the protocol, with its value in each arm."""

    field: str
    values: list[str]
    differs: bool


def protocol(claim: SeedsClaim, experiments: Experiments) -> list[ProtocolRow]:
    """Return every setting of a question's arms."""
    arms = [experiments.get(arm.experiment, {}) for arm in claim.arms]
    fields = dict.fromkeys(field for arm in arms for field in arm)
    rows = []
    for field in fields:
        values = [arm.get(field) for arm in arms]
        differs = any(value != values[0] for value in values)
        texts = [NO_VALUE if value is None else field_value(value) for value in values]
        rows.append(ProtocolRow(field_name(field), texts, differs))
    return rows


def settings(claims: Sequence[Claim], experiments: Experiments) -> dict[str, str]:
    """Return for each question, by node id, what all its arms have and other questions of its claim have otherwise."""
    shared = {claim.nodeid: _shared(claim, experiments) for claim in claims}
    values: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        for field, text in shared[claim.nodeid].items():
            values.setdefault((claim.id, field), set()).add(text)
    differing = {}
    for claim in claims:
        own = shared[claim.nodeid].items()
        parts = [f"{field_name(field)} {text}" for field, text in own if len(values[claim.id, field]) > 1]
        differing[claim.nodeid] = ", ".join(parts) if len(parts) <= _MOST else f"{parts[0]}, among other settings"
    return differing


def _shared(claim: Claim, experiments: Experiments) -> dict[str, str]:
    """Return the fields in which all arms of a question agree, with their values in words."""
    if not isinstance(claim, SeedsClaim):
        return {}
    first, *others = [experiments.get(arm.experiment, {}) for arm in claim.arms]
    return {
        field: field_value(content)
        for field, content in first.items()
        if field not in _ASIDE and all(arm.get(field) == content for arm in others)
    }
