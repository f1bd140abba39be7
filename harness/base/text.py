"""Text from elsewhere, made fit to be shown and kept: on a terminal, in Markdown, on a page, in results.json."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}

_HOMES = ("home", "Users", "users")
"""Folders in which everybody has one of their name."""
_BEFORE = r"(?:(?<![\w.~/\\-])|(?<=\\[nrt]))"
"""Where a path may begin: not amid a relative one or another word, unless that is a line break as `repr` spells it."""
_FILE = r"(?:file:(?://[^\s\\/]*)?/*?(?=/))?"
_NAME = r"""[^\s\\/:'"<>,;()\[\]{}]+"""
_FOLDER = rf"""(?:(?:(?<=[\\/]home[\\/])|(?<=[\\/][Uu]sers[\\/])|(?<=[\\/][Uu]sers\\\\))
    {_NAME}(?:[ ]{_NAME}){{0,2}}(?=[\\/])  # somebody's name may have spaces, if the path goes on after them
    | [^\s\\/:'"<>]+)"""
_PATH = re.compile(
    rf"""{_BEFORE}{_FILE}(?:/?[A-Za-z]:(?=[\\/])|~(?:[A-Za-z_][\w.-]*)?(?=[\\/]))?
    (?:/(?!/)|(?<!:)/+|\\+)  # two slashes after a colon are an address
    (?:{_FOLDER}[\\/]+)*(?:{_NAME})?""",
    re.VERBOSE,
)


def visible(text: str, keep: str = "\n") -> str:
    """Return text with every character that shows as nothing, or reorders the others, spelled out.

    A claim's wording or a file's name may come from anybody; a right-to-left override in it must not rearrange the
    page, and an escape sequence must not reach the terminal. The characters in `keep` stay.
    """
    if text.isprintable():
        return text
    return "".join(c if unicodedata.category(c) not in _UNSEEN or c in keep else f"⟨U+{ord(c):04X}⟩" for c in text)


def table_head(*names: str) -> Iterator[str]:
    """Yield the head of a Markdown table."""
    yield table_row(*names)
    yield table_row(*["---"] * len(names))


def table_row(*cells: str) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def replace_block(text: str, name: str, lines: Iterable[str]) -> str:
    """Return the text with the lines between the comments `<!-- name -->` and `<!-- end of name -->`.

    Raises:
        ValueError: there are no such comments.

    """
    before, start, rest = text.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- end of {name} -->")
    if not (start and end):
        raise ValueError(f"no place for {name!r}")
    return "".join([before, start, *(f"{line}\n" for line in lines), end, after])


def titled(name: str, params: str) -> str:
    """Return the title of a parametrized claim, such as "NS4[B]"."""
    return f"{name}[{params}]" if params else name


def without_folders(text: str) -> str:
    """Return text with absolute paths cut down to the file, and home folders to `~`: whose they are is no matter."""
    own = Path(os.path.expanduser("~"))  # noqa: PTH111 (Path.home() raises where the system does not know the user)
    if own.name:
        text = re.sub(rf"{_BEFORE}{_FILE}{re.escape(str(own))}(?![\w-])", "~", text)
    return _PATH.sub(_cut, text)


def _cut(path: re.Match[str]) -> str:
    root, *folders, last = re.split(r"[\\/]+", path[0])
    if last and folders and folders[-1] in _HOMES:
        return "~"
    return f"…/{last}" if folders or (root.startswith("~") and root != "~") else path[0]


def is_plural(label: str) -> bool:
    """Return whether a label names many, such as "epochs until half are right": by its first word."""
    first = label.partition(" ")[0]
    return first.endswith("s") and not first.endswith(("ss", "us", "is"))


def agreeing(label: str, word: str) -> str:
    """Return a word that goes with what a label names, such as "is" with "test accuracy" and "are" with "epochs"."""
    return _OF_MANY[word] if is_plural(label) else word


_OF_MANY = {"is": "are", "does": "do", "that": "those"}
