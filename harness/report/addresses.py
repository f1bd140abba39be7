"""The ids of the page's parts, by which links reach them."""

from __future__ import annotations

import re


class Addresses:
    """Hands out the page's ids: each usable in a link, and none twice.

    None has two hyphens in a row, so that ids of an address' own parts, such as NS4--title, are no other's.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, *parts: str) -> str:
        """Return an id made of these parts, as far as they can be part of one."""
        words = [re.sub(r"[^A-Za-z0-9._]+", "-", part).strip("-") for part in parts if part]
        wanted = "-".join(word for word in words if word) or "unnamed"
        if not wanted[0].isalpha():
            wanted = f"n{wanted}"
        address, again = wanted, 2
        while address in self._taken:
            address, again = f"{wanted}-{again}", again + 1
        self._taken.add(address)
        return address
