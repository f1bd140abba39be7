"""The file results.json: written whole or not at all, and not trusted when read. Needs no training library."""

from __future__ import annotations

import gzip
import itertools
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema

from harness.base.errors import UserError
from harness.base.files import write_text

SCHEMA_VERSION = 1
MOST_BYTES = 512 << 20
"""Uncompressed; the whole tutorial's are 12 MB."""
LARGEST = 1e100
"""Numbers beyond this overflow where they are drawn; networks compute in 32 bits, which end at 3e38."""


def write(results: Mapping[str, Any], path: Path) -> None:
    """Write results.json: the whole of it or nothing.

    Raises:
        UserError: it cannot be written.

    """
    write_text(path, json.dumps(results, indent=1, allow_nan=False))


def _items(validator: Any, items: Any, values: Any, schema: Any) -> Iterator[jsonschema.ValidationError]:
    """Check the items of a list; plain numbers, of which the file mostly consists, all at once.

    One by one, those of the whole tutorial take 20 times as long as all else.
    """
    numbers = items == {"$ref": "#/$defs/number"} and isinstance(values, list)
    if not (numbers and {int, float}.issuperset(map(type, values))):
        yield from jsonschema.Draft202012Validator.VALIDATORS["items"](validator, items, values, schema)


@cache
def _validator() -> Any:
    schema = resources.files("harness.results").joinpath("results.schema.json").read_text(encoding="utf-8")
    return jsonschema.validators.extend(jsonschema.Draft202012Validator, {"items": _items})(json.loads(schema))


def read(path: Path) -> dict[str, Any]:
    """Read and check a results.json, or one that is compressed (.gz).

    Raises:
        UserError: no such file, not JSON, another version's, or not laid out as the schema says; says where.

    """
    try:
        content = json.loads(_content(path), parse_constant=_no_constant)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UserError(f"{path} is damaged or not compressed with gzip: {error}") from error
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path} is not JSON: {error}") from error
    if isinstance(content, dict) and content.get("schema_version") != SCHEMA_VERSION:
        raise UserError(
            f"{path}: schema_version is {content.get('schema_version')!r}, this version reads {SCHEMA_VERSION}"
        )
    check(content, str(path))
    return dict(content)


def check(content: Any, where: str) -> None:
    """Hold content to the schema, and to what no schema can say.

    Raises:
        UserError: it is laid out otherwise; says at which place.

    """
    try:
        for fault in itertools.chain(_beyond(content, "$"), _misfits(content), _gaps(content)):
            raise UserError(f"{where}: {fault}")
    except RecursionError as error:
        raise UserError(f"{where} is nested too deeply") from error


def _beyond(value: Any, place: str) -> Iterator[str]:
    """Yield where there are numbers that nothing can draw: JSON can spell 1e999, and whole numbers of any length."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _beyond(part, f"{place}.{name}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _beyond(part, f"{place}[{number}]")
    elif isinstance(value, int | float) and not -LARGEST <= value <= LARGEST:
        yield f"{place}: {value} is beyond ±{LARGEST:g}"


def _misfits(content: Any) -> Iterator[str]:
    """Yield where content is not what the schema says; only the most telling place."""
    fault = jsonschema.exceptions.best_match(_validator().iter_errors(content))
    if fault is not None:
        yield f"{fault.json_path}: {fault.message[:200]}"


def _gaps(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield what does not fit together."""
    for number, claim in enumerate(content["claims"]):
        for message in _gaps_of_claim(claim):
            yield f"$.claims[{number}]: {message}"
    for key, run in content["runs"].items():
        left, right, bottom, top = run["series"].get("decision_extent", (0, 1, 0, 1))
        if not (left < right and bottom < top):
            yield f"$.runs[{key!r}].series.decision_extent does not ascend"
    if content.get("comparison"):
        yield from _gaps_of_comparison(content["comparison"]["claims"], content["claims"])


def _gaps_of_comparison(rows: Sequence[Mapping[str, Any]], claims: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    known = {row["nodeid"] for row in rows}
    for claim in claims:
        if claim["nodeid"] not in known:
            yield f"$.comparison.claims: {claim['nodeid']} is missing"
    for number, row in enumerate(rows):
        if row["shift"] and not (row["old"] and row["new"]):
            yield f"$.comparison.claims[{number}]: a shift needs an old and a new side"


def _gaps_of_claim(claim: Mapping[str, Any]) -> Iterator[str]:
    seeds = claim.get("seeds", 0)
    lists = {name: len(claim[name]) for name in ("answers", "effects") if name in claim}
    lists |= {f"arms[{place}].values": len(arm["values"]) for place, arm in enumerate(claim.get("arms", []))}
    for name, entries in lists.items():
        if entries != seeds:
            yield f"{name} has {entries} entries, for {seeds} seeds"
    if "arms" in claim and not claim["arms"]:
        yield "arms is empty"
    rounds = claim.get("rounds", [])
    if "rounds" in claim and (len(rounds) < seeds or any(len(values) != len(claim["sides"]) for values in rounds)):
        yield f"rounds are not at least {seeds} lists of one value for each side"


def _content(path: Path) -> str:
    """Return the text of a file, if it is one that could be shown."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise UserError(f"{path} is no file")  # but a pipe, say, which would be waited for
    with path.open("rb") as file:
        unpacked = gzip.GzipFile(fileobj=file) if path.suffix == ".gz" else file
        size = path.stat().st_size
        content = unpacked.read(MOST_BYTES + 1) if size <= MOST_BYTES else b""
        if size > MOST_BYTES or len(content) > MOST_BYTES:
            raise UserError(f"{path} has more than the {MOST_BYTES >> 20} MB that can be shown")
    return content.decode()


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a JSON number")
