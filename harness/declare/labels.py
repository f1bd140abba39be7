"""An experiment's fields as people write them: in the names of arms, and in the report."""

from __future__ import annotations

from typing import Any

from harness.declare.questions import Question


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


def arm_names(question: Question) -> list[str]:
    """Return for each arm what tells it from the others, such as "hidden 256-128"."""
    arms = [arm.as_dict() for arm in question.arms]
    differing = [name for name in arms[0] if any(arm[name] != arms[0][name] for arm in arms)]
    if not differing:
        return ["the network"]
    return [", ".join(f"{field_name(name)} {field_value(arm[name])}" for name in differing) for arm in arms]
