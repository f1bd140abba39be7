"""What people call the values of one setting, and the axis along them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness.declare.labels import field_name, field_value


def setting_name(field: str, content: object, names: Mapping[str, str]) -> str:
    """Return what people call a value of a field; the value alone where the suite has no name for it."""
    text = field_value(content)
    said = names.get(f"{field_name(field)} {text}", text)
    return text if said == f"{field_name(field)} {text}" else said


def along(field: str, contents: Sequence[object], names: Mapping[str, str]) -> tuple[list[str], str]:
    """Return what stands at each value of a field along an axis, and what the axis is called.

    Numbers stand for themselves under their field's name. So do values whose names all end alike, such as "2 units" and
    "4 units", under that end. Other names say themselves what they are names of, and the axis needs none.

    Args:
        field: of an experiment.
        contents: its values.
        names: what the suite calls its settings, by "field value".

    """
    texts = [field_value(content) for content in contents]
    if all(isinstance(content, int | float) for content in contents):
        return texts, field_name(field)
    said = [setting_name(field, content, names) for content in contents]
    ends = {name.removeprefix(text) for name, text in zip(said, texts, strict=True)}
    (end,) = ends if len(ends) == 1 else ("",)
    if end.startswith(" "):
        return texts, end.strip()
    named = any(name != text for name, text in zip(said, texts, strict=True))
    return said, "" if named else field_name(field)
