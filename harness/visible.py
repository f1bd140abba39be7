"""Text from elsewhere, made fit to be shown and kept: on a terminal, in Markdown, on a page, in results.json."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_PATH = re.compile(r"""(?<![\w.~/-])(?:~|[A-Za-z]:(?=[\\/]))?[\\/](?:[^\s\\/:'"<>]+[\\/])+""")


def visible(text: str, keep: str = "\n") -> str:
    """Return text with every character that shows as nothing, or reorders the others, spelled out.

    A claim's wording or a file's name may come from anybody; a right-to-left override in it must not rearrange the
    page, and an escape sequence must not reach the terminal. The characters in `keep` stay.
    """
    if text.isprintable():
        return text
    return "".join(c if unicodedata.category(c) not in _UNSEEN or c in keep else f"⟨U+{ord(c):04X}⟩" for c in text)


def without_folders(text: str) -> str:
    """Return text with absolute paths cut down to the file: where somebody keeps it is nobody's business."""
    return _PATH.sub("…/", text)
