"""Enumerations whose members are shown by a word and a symbol."""

from __future__ import annotations

import enum
from typing import Self


class Shown(enum.Enum):
    """An enumeration each of whose members `(word, symbol)` owns the ways it is shown; its value is the word."""

    _value_: str
    symbol: str

    def __new__(cls, word: str, symbol: str) -> Self:
        """Make a member whose value, also in results.json, is its word."""
        member = object.__new__(cls)
        member._value_ = word
        member.symbol = symbol
        return member

    @property
    def word(self) -> str:
        """The member as it is shown."""
        return self._value_

    @property
    def slug(self) -> str:
        """The word as a name in a page's markup and style."""
        return self._value_.replace(" ", "-")
