"""Decisions and alerts from files: what the tools print and what lies on the topics."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import orjson
from pydantic import ValidationError

from schemas.alert import Alert
from schemas.codec import malformed_of
from schemas.disposition import Disposition
from schemas.errors import Misconfigured
from schemas.record import Record

Kind = TypeVar("Kind", bound=Record)
LISTED = "dispositions"
"""The one field of what `raabta dispositions list --json` prints."""


def decisions_in(path: Path) -> list[Disposition]:
    """The decisions of a file: one a line, or the object that `raabta dispositions list --json` prints. Raises Misconfigured."""
    raw = _bytes(path)
    listed = _listed(raw)
    if listed is None:
        return list(_read_each(raw.splitlines(), Disposition, path))
    return [_read(orjson.dumps(one), Disposition, f"{path}: {LISTED}.{n}") for n, one in enumerate(listed)]


def alerts_in(path: Path) -> Iterator[Alert]:
    """The alert versions of a file, one a line. Raises Misconfigured."""
    try:
        with path.open("rb") as lines:  # larger than the decisions by far
            yield from _read_each(lines, Alert, path)
    except OSError as error:
        raise _unreadable(path, error) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> Misconfigured:
    return Misconfigured(str(path), error.strerror or "cannot be read", "give a readable file")


def _listed(raw: bytes) -> list[Any] | None:
    """The list within, if the file is one object of that kind and no lines of decisions."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    listed = value.get(LISTED) if isinstance(value, dict) else None
    return listed if isinstance(listed, list) else None


def _read_each(lines: Iterable[bytes], kind: type[Kind], path: Path) -> Iterator[Kind]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read(line, kind, f"{path}:{number}")


def _read(line: bytes, kind: type[Kind], where: str) -> Kind:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        why = malformed_of(error)
    raise Misconfigured(where, f"{why.field or 'the line'}: {why.reason}", why.mend)
