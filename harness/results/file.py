"""The file results.json: written whole or not at all, and not trusted when read. Needs no training library."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable
from pathlib import Path

from pydantic import JsonValue, ValidationError

from harness.base.errors import UserError
from harness.base.files import write_text
from harness.results.faults import first_fault
from harness.results.model import Results
from harness.results.upgrade import upgrade

VERSIONS = (1, 2)
"""Of the schema: what can be read; what is written is the last."""
MOST_BYTES = 512 << 20
"""Uncompressed; those of 47 claims are 16 MB."""


def write(results: Results, path: Path, outdated: Iterable[Path] = ()) -> None:
    """Write results.json: the whole of it or nothing.

    Args:
        results: what is in it.
        path: of the file.
        outdated: files made from the results that were there; they go just before.

    Raises:
        UserError: it cannot be written.

    """
    write_text(path, results.model_dump_json(indent=1, ensure_ascii=True), outdated)


def schema() -> str:
    """Return the JSON Schema of results.json."""
    return json.dumps(Results.model_json_schema(), indent=1)


def read(path: Path) -> Results:
    """Read and check a results.json, or one that is compressed (.gz), also of an older schema version.

    Raises:
        UserError: no such file, not JSON, another version's, or not laid out as the model says; says where.

    """
    try:
        text = _text(path)
        content = json.loads(text, parse_constant=_no_constant)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UserError(f"{path} is damaged or not compressed with gzip: {error}") from error
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path} is not JSON: {error}") from error
    return _checked(content, text, str(path))


def _checked(content: JsonValue, text: str, where: str) -> Results:
    """Return the model of content; `text` is the same as JSON, which need not be made again if it is up to date."""
    version = content.get("schema_version") if isinstance(content, dict) else VERSIONS[-1]
    if type(version) is not int or version not in VERSIONS:
        raise UserError(
            f"{where}: schema_version is {version!r}, this version reads {' and '.join(map(str, VERSIONS))}"
        )
    try:
        given, content = content, upgrade(content)
        return Results.model_validate_json(text if content is given else json.dumps(content))
    except ValidationError as error:
        raise UserError(f"{where}: {first_fault(error, content)}") from error
    except RecursionError as error:
        raise UserError(f"{where} is nested too deeply") from error


def _text(path: Path) -> str:
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
