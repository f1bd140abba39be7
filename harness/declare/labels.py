"""An experiment's fields as people write them: in the names of arms, and in the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.declare.arm import Arm


def field_name(name: str) -> str:
    """Return an experiment's field as people write it."""
    return name.replace("_", " ")


def field_value(content: Any) -> str:
    """Return the value of an experiment's field as people write it."""
    if isinstance(content, list):
        separator = "-" if all(isinstance(item, int) for item in content) else ", "
        return separator.join(map(str, content)) or "none"
    if isinstance(content, float):
        text = f"{content:.4g}"
        whole = round(1 / content) if abs(content) > 1e-9 else 0
        # Pixels are scaled by 1/255, which no four digits are.
        return f"1/{whole}" if float(text) != content and content == 1 / (whole or 1) else text
    return str(content)


def differences(arms: Sequence[Arm]) -> list[list[str]]:
    """Return for each arm the settings in which the arms differ, such as ["hidden 256-128", "dropout 0.5"]."""
    fields = [arm.describe() for arm in arms]
    names = dict.fromkeys(name for arm in fields for name in arm)
    differing = [name for name in names if any(arm.get(name) != fields[0].get(name) for arm in fields)]
    return [[f"{field_name(name)} {field_value(arm[name])}" for name in differing if name in arm] for arm in fields]


def arm_names(arms: Sequence[Arm]) -> list[str]:
    """Return for each arm what tells it from the others, such as "hidden 256-128"; one alone is "the arm"."""
    return [", ".join(settings) or "the arm" for settings in differences(arms)]
