"""Columns of a table of reports: a name is a dotted path in the Report, its type comes from the Report's JSON Schema."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from schemas.errors import Misconfigured
from schemas.report import Report

Path = tuple[str | int, ...]
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]{0,60}")
"""What may be a mistyped column name; anything else in the first line may be a value and is never repeated."""
TRUTH = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One value of the Report."""

    path: Path
    type: str
    """JSON Schema type: string, integer or boolean."""

    def value(self, cell: str) -> str | int | bool:
        """The cell in its type; what is not of that type stays text, and the model says what is wrong with it."""
        if self.type == "integer" and re.fullmatch(r"-?[0-9]{1,9}", cell):
            return int(cell)
        return TRUTH.get(cell.casefold(), cell) if self.type == "boolean" else cell


def columns_of(header: Sequence[str], file: str) -> list[Column]:
    """The columns of a header. Raises Misconfigured for one that is unknown, double or missing, naming the nearest known."""
    names = [name.strip() for name in header]
    found = [column(name) for name in names]
    if not any(found):
        mend = "begin with a line of column names in UTF-8, such as id,kind,occurred_at,parties.0.role"
        raise Misconfigured(f"{file}:1", "the first line holds no column name", mend)
    for number, (name, known) in enumerate(zip(names, found, strict=True), 1):
        if known is None:
            shown = f"column {name!r}" if NAME.fullmatch(name) else f"column number {number}"
            raise Misconfigured(f"{file}:1", f"{shown} is unknown", _nearest(name))
        if names.index(name) != number - 1:
            raise Misconfigured(f"{file}:1", f"column {name!r} stands twice", "keep one of the two")
    firsts = {str(known.path[0]) for known in found if known}
    for needed in Report.model_json_schema()["required"]:
        if needed not in firsts:
            example = "parties.0.role" if needed == "parties" else needed
            raise Misconfigured(f"{file}:1", f"there is no column {example}", "add it; every report needs one")
    return [known for known in found if known]


@cache
def column(name: str) -> Column | None:
    """The column of this name, or None when the Report has no such value."""
    path: Path = tuple(int(part) if re.fullmatch(r"0|[1-9][0-9]?", part) else part for part in name.split("."))
    node: dict[str, Any] | None = _schema()
    for part in path:
        node = _below(node, part) if node is not None else None
    return Column(path, node["type"]) if node is not None and node.get("type") in _LEAVES else None


_LEAVES = ("string", "integer", "boolean")


@cache
def _schema() -> dict[str, Any]:
    return Report.model_json_schema()


def _plain(node: dict[str, Any]) -> dict[str, Any]:
    """A schema node without its reference, or its `null` alternative."""
    if "$ref" in node:
        return _plain(_schema()["$defs"][node["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in node:
        return _plain(next(option for option in node["anyOf"] if option.get("type") != "null"))
    return node


def _below(node: dict[str, Any], part: str | int) -> dict[str, Any] | None:
    if isinstance(part, int):
        fits = node.get("type") == "array" and part < node.get("maxItems", 0)
        return _plain(node["items"]) if fits else None
    known = node.get("properties", {}).get(part)
    return _plain(known) if known is not None else None


@cache
def known_names() -> tuple[str, ...]:
    """All column names, with 0 for every index."""

    def names(node: dict[str, Any], path: str) -> list[str]:
        if node.get("type") == "array":
            return names(_plain(node["items"]), f"{path}.0")
        inner = node.get("properties", {})
        return [one for key, child in inner.items() for one in names(_plain(child), f"{path}.{key}")] or [path[1:]]

    return tuple(names(_schema(), ""))


def _nearest(name: str) -> str:
    """A mend that names the known column most like this one, with the indices that were typed."""
    indices = re.findall(r"(?<=\.)\d+", name)
    close = get_close_matches(re.sub(r"(?<=\.)\d+", "0", name.lower()), known_names(), 1, 0.6)
    if not close:
        return "take it out, or see the table of fields in docs/partners.md"
    typed = iter(indices)
    nearest = re.sub(r"(?<=\.)0", lambda _: next(typed, "0"), close[0])
    return f"did you mean {nearest if column(nearest) else close[0]}?"
