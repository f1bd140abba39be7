"""Losses of different kinds are different quantities: nobody may compare them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.base.errors import DeclarationError
from harness.declare.arm import Arm


def check_losses(arms: Sequence[Arm], on: str) -> None:
    """Hold arms whose losses are compared to being trained to lower the same: others are in different units.

    Raises:
        DeclarationError: they are not.

    """
    losses = {getattr(setting, "loss", None) for arm in arms for setting in arm.settings()} - {None}
    if len(losses) > 1:
        raise DeclarationError(
            f"{on!r} is another quantity in each of these arms ({listed(map(str, losses))}): ask about the accuracy"
        )


def listed(names: Iterable[str]) -> str:
    """Return names as a message has them, in alphabetical order."""
    return ", ".join(sorted(map(repr, names)))
