"""The file results.json: written whole or not at all, and not trusted when read. Needs no training library."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema

from harness.errors import UserError
from harness.whole_file import write_text

SCHEMA_VERSION = 1


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
    schema = resources.files("harness").joinpath("results.schema.json").read_text(encoding="utf-8")
    return jsonschema.validators.extend(jsonschema.Draft202012Validator, {"items": _items})(json.loads(schema))


def read(path: Path) -> dict[str, Any]:
    """Read and check a results.json, or one that is compressed (.gz).

    Raises:
        UserError: no such file, not JSON, another version's, or not laid out as the schema says; says where.

    """
    try:
        packed = path.read_bytes()
        text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()
        content = json.loads(text, parse_constant=_no_constant)
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
    """Hold content to the schema.

    Raises:
        UserError: it is laid out otherwise; says at which place.

    """
    fault = jsonschema.exceptions.best_match(_validator().iter_errors(content))
    if fault is not None:
        raise UserError(f"{where}: {fault.json_path}: {fault.message[:200]}")


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a JSON number")
