"""Configuration files: TOML with errors that name file, line and mend."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import orjson
from pydantic import BaseModel, ValidationError

from schemas.codec import malformed_of
from schemas.errors import Malformed, Misconfigured
from schemas.nearest import nearest
from schemas.reject import Reason

Model = TypeVar("Model", bound=BaseModel)


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """The data and the text of a TOML file. Raises Misconfigured when it is not there, cannot be read, or is not TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Misconfigured(str(path), "there is no such file", "give the path of an existing file") from None
    except OSError as error:
        why = f"it cannot be read ({error.strerror})"
        raise Misconfigured(str(path), why, "give the path of a TOML file that you may read") from None
    except UnicodeDecodeError:
        raise Misconfigured(str(path), "it is not UTF-8", "save it as UTF-8") from None
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"{path}:{line[1]}" if line else str(path)
        raise Misconfigured(where, str(error), "mend the TOML") from None


def validated(model: type[Model], data: dict[str, Any], path: Path, text: str) -> Model:
    """The record that the data describe. Raises Misconfigured at the line of the first finding."""
    try:
        return model.model_validate_json(orjson.dumps(data))
    except ValidationError as error:
        location = error.errors(include_url=False)[0]["loc"]
        why = malformed_of(error)
        mend = _mend(why, model, location)
        raise Misconfigured(f"{path}:{line_of(text, location)}", f"{why.field}: {why.reason}", mend) from None


def _mend(why: Malformed, model: type[BaseModel], location: Sequence[str | int]) -> str:
    if why.reason != Reason.UNKNOWN_FIELD:
        return why.mend
    return nearest(str(location[-1]), _names(model, location[:-1]), "take it out or mend its name")


def _names(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The fields of the record that stands at this place."""
    found: list[type[BaseModel]] = [model]
    for part in location:
        fields = [one.model_fields[str(part)].annotation for one in found if str(part) in one.model_fields]
        found = [record for annotation in fields for record in _records(annotation)] or found
    return [field.alias or name for record in found for name, field in record.model_fields.items()]


def _records(annotation: Any) -> list[type[BaseModel]]:
    """The records that an annotation names, however deep: `Mapping[str, Rule]` names `Rule`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [record for part in get_args(annotation) for record in _records(part)]


def line_of(text: str, location: Sequence[str | int]) -> int:
    """The line where a key path stands: its table's header, then the key within that table; the nearest that is found."""
    lines = text.splitlines()
    at = 0
    counts: dict[str, int] = {}
    path: list[str] = []
    for position, part in enumerate(location):
        if isinstance(part, int):
            continue
        path.append(part)
        index = next((i for i in location[position + 1 : position + 2] if isinstance(i, int)), 0)
        found = _find(lines, ".".join(path), part, at, index, counts)
        at = found if found is not None else at
    return at + 1


def _find(lines: list[str], dotted: str, key: str, start: int, index: int, counts: dict[str, int]) -> int | None:
    header = re.compile(rf"\s*\[+\s*{re.escape(dotted)}\s*\]+")
    headers = [number for number, line in enumerate(lines) if header.match(line)]
    if headers:
        return headers[min(index, len(headers) - 1)]
    plain = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=")
    for number in range(start, len(lines)):
        if number > start and _HEADER.match(lines[number]):
            return None  # a key of this name there is another table's
        if plain.match(lines[number]):
            return number
    return None


_HEADER = re.compile(r"\[+\s*[A-Za-z0-9_\"'][^\]=,]*\]+\s*(#.*)?$")
