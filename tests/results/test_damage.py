"""Whatever is done to a results.json, it is shown, or refused in one line that names the place."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from harness.base.errors import UserError
from harness.report import markdown, page
from harness.report.terminal import summary_lines
from harness.results import file as results_file
from tests.report_content import typed
from tests.small_results import small

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, "", "text", "12", [], {}, [1], {"a": 1}, [None] * 3, [[0.5, 0.5]]),
    *("NaN", "Infinity", "-Infinity", 1e100, 1e101, 1e308, 5e-324, -0.0, 2**53 + 1, -(2**63), 10**30, 10**400),
    *("a\nb", "\x1b[2J\x00", "\ud83d", "\u202e", "../..", "<b>", "{{ 7 * 7 }}", "é" * 5000, "supported", "moved"),
)
DEPTHS = (1, 2, 3, 4, 90, 250, 900, 100_000)
"""Some of them are beyond what programs follow."""


def place(chance: random.Random, content: Any) -> tuple[Any, Any]:
    """Return a list or an object in content, and an index or a name in it: rather a deep one than one at the top."""
    while True:
        parts = dict(content.items() if isinstance(content, dict) else enumerate(content))
        deeper = [key for key, part in parts.items() if part and isinstance(part, dict | list)]
        if not deeper or chance.random() < 0.25:
            return content, chance.choice(list(parts))
        content = parts[chance.choice(deeper)]


def copied(part: Any) -> Any:
    """Return a copy of a part of JSON."""
    return json.loads(json.dumps(part))


def drop(_chance: random.Random, holder: Any, key: Any, _content: Any) -> None:
    """Drop what is there."""
    del holder[key]


def rename(chance: random.Random, holder: Any, key: Any, _content: Any) -> None:
    """Give it another name, or another place in the list."""
    part = holder.pop(key)
    if isinstance(holder, dict):
        holder[f"{key}{chance.choice(['2', ' ', '.', 'é', chr(10)])}"] = part
    else:
        holder.insert(chance.randrange(len(holder) + 1), part)


def swap(chance: random.Random, holder: Any, key: Any, _content: Any) -> None:
    """Put something of another type or of an odd value in its place."""
    holder[key] = copied(chance.choice(ODD))


def move(chance: random.Random, holder: Any, key: Any, content: Any) -> None:
    """Put what is somewhere else in its place too."""
    other, name = place(chance, content)
    holder[key] = copied(other[name])


def repeat(chance: random.Random, holder: Any, key: Any, _content: Any) -> None:
    """Have it several times: as items of its list, or under other names, or what it consists of."""
    times, part = chance.choice([2, 3, 100]), holder[key]
    if isinstance(holder, list):
        holder[key:key] = [copied(part) for _ in range(times)]
    elif isinstance(part, list | str):
        holder[key] = copied(part * times)
    else:
        holder[f"{key}2"] = copied(part)


def reverse(chance: random.Random, holder: Any, key: Any, _content: Any) -> None:
    """Reverse it, or empty it."""
    part = holder[key]
    holder[key] = part[::-1] if isinstance(part, list | str) and chance.random() < 0.7 else type(part)()


def bury(chance: random.Random, holder: Any, key: Any, _content: Any) -> None:
    """Put nested lists or objects in its place."""
    holder[key] = f"buried {chance.choice(DEPTHS)}"


def nested(found: re.Match[str]) -> str:
    """Return the JSON of what `bury` has put somewhere."""
    depth = int(found[1])
    return depth * "[" + depth * "]" if depth % 4 else depth * '{"a":' + "1" + depth * "}"


def scale(chance: random.Random, holder: Any, key: Any, _content: Any) -> None:
    """Make a number a very different one, and anything else a number."""
    part = holder[key]
    number = part if isinstance(part, int | float) and abs(part) < 1e100 else 1
    holder[key] = number * chance.choice([-1, 0, 2, 10, 1e6, 1e99, 1e101, 10**50])


Damage = Callable[[random.Random, Any, Any, Any], None]
DAMAGES: tuple[Damage, ...] = (drop, rename, swap, swap, swap, move, repeat, reverse, bury, scale)


def cut(chance: random.Random, text: str) -> bytes:
    """Cut it off somewhere."""
    return text.encode()[: chance.randrange(len(text))]


def garble(chance: random.Random, text: str) -> bytes:
    """Overwrite some bytes."""
    content = bytearray(text.encode())
    for _ in range(chance.choice([1, 1, 3])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def encode(chance: random.Random, text: str) -> bytes:
    """Encode it otherwise than in UTF-8."""
    encoding = chance.choice(["utf-8-sig", "utf-16", "utf-32", "latin-1", "cp037"])
    return text.replace("accuracy", "précision").encode(encoding, errors="replace")


def digits(chance: random.Random, text: str) -> bytes:
    """Give a number very many digits."""
    return text.replace("61.5", chance.choice(["9" * 5000, "9" * 4000, "1e999", "-1e999", "0." + "9" * 5000])).encode()


TEXTS: tuple[Callable[[random.Random, str], bytes], ...] = (cut, garble, garble, encode, digits)


def damaged(text: str, seed: int) -> bytes:
    """Return JSON after some damage, which depends on nothing but the seed."""
    chance = random.Random(seed)
    content = json.loads(text)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        if content:
            chance.choice(DAMAGES)(chance, *place(chance, content), content)
    spoiled = re.sub(r'"buried (\d+)"', nested, json.dumps(content))
    return chance.choice(TEXTS)(chance, spoiled) if chance.random() < 0.15 else spoiled.encode()


PLACE = re.compile(
    r": \$[.:\[]|: schema_version is |.*\bline \d+ column \d+|.*\bposition \d+"
    r"|.*(recursion depth exceeded|is not a JSON number|Exceeds the limit)"  # of which the parser does not say where
)


@pytest.mark.parametrize("version", [1, 2])
def test_damaged_results_are_shown_or_refused_in_one_line_that_names_the_place(tmp_path, version):
    whole = json.dumps(small()) if version == 1 else typed(small()).model_dump_json()
    path = tmp_path / "results.json"
    outcomes = Counter()
    for seed in range(500):
        path.write_bytes(damaged(whole, seed))
        try:
            read = read_or_refused(path)
            if read and outcomes["read"] % 10 == 0:  # it takes a third of a second each time
                assert page.render(read, drawn=tmp_path / "figures")
        except Exception as error:
            error.add_note(f"damage {seed} of version {version}")
            raise
        outcomes["read" if read else "refused"] += 1
    assert min(outcomes.values()) > 50, "damage that is worth trying"


def read_or_refused(path):
    """Return what a file holds, after showing it in text; None if it is refused."""
    try:
        read = results_file.read(path)
    except UserError as refused:
        said = str(refused).removeprefix(str(path))
        assert PLACE.match(said), said
        assert said.isprintable()
        return None
    results_file.write(read, path)
    assert repr(results_file.read(path)) == repr(read)
    assert list(summary_lines(read))
    assert markdown.render(read)
    return read
