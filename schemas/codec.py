"""JSON, read strictly: what two readers could understand differently is refused."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson
from pydantic import ValidationError

from schemas.errors import Malformed, WrongField
from schemas.reject import Reason

MAX_DEPTH = 32
"""An event nests 6 deep; whatever nests deeper than this was not made by a partner's system."""


class _Twice(ValueError):
    """A key stands twice in one object."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


def parse(raw: bytes) -> Any:
    """The JSON value in `raw`.

    Raises Malformed for bytes that are not UTF-8 or not JSON, NaN and infinities, numbers no float holds, nesting
    beyond `MAX_DEPTH`, and an object that names a key twice (RFC 8259 leaves its meaning open).
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise _why_not(raw) from None
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise Malformed(Reason.TOO_DEEP, "", f"nest at most {MAX_DEPTH} levels deep")
    if orjson.dumps(value) != raw:  # compact and without repetition it comes out as it went in
        _refuse_duplicates(raw)
    return value


def elements(raw: bytes) -> Iterator[bytes]:
    """The elements of a JSON array that `parse` has taken, each in its original bytes."""
    text, decoder = raw.decode(), json.JSONDecoder()
    at = text.index("[") + 1
    while True:
        while text[at] in " \t\r\n,":
            at += 1
        if text[at] == "]":
            return
        end = decoder.raw_decode(text, at)[1]
        yield text[at:end].encode()
        at = end


def _why_not(raw: bytes) -> Malformed:
    try:
        text = raw.decode()
    except UnicodeDecodeError as broken:
        return Malformed(Reason.NOT_UTF8, "", f"send UTF-8; byte {broken.start} is not part of any character")
    if len(text) > MAX_DEPTH and max(text.count("["), text.count("{")) > MAX_DEPTH and _too_deep(text):
        return Malformed(Reason.TOO_DEEP, "", f"nest at most {MAX_DEPTH} levels deep")
    try:
        json.loads(text)
    except json.JSONDecodeError as broken:
        return Malformed(
            Reason.NOT_JSON, "", f"send one JSON value; line {broken.lineno} column {broken.colno} is not JSON"
        )
    except (RecursionError, ValueError):
        return Malformed(Reason.NOT_FINITE, "", "write numbers that a 64-bit float can hold")
    return Malformed(
        Reason.NOT_FINITE, "", "JSON has no NaN, no Infinity and no half of a surrogate pair; leave the field out"
    )


def _too_deep(text: str) -> bool:
    """Nesting by counting brackets outside strings, without a stack of our own or of Python's."""
    depth = deepest = 0
    quoted = escaped = False
    for character in text:
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest > MAX_DEPTH


def _depth(value: Any) -> int:
    level, found = [value], 0
    while level:
        found += 1
        nested = [v for v in level if isinstance(v, dict | list)]
        level = [inner for v in nested for inner in (v.values() if isinstance(v, dict) else v)]
    return found


def _refuse_duplicates(raw: bytes) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise _Twice(next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1))
        return found

    try:
        json.loads(raw, object_pairs_hook=once, parse_int=float)
    except _Twice as twice:
        raise Malformed(Reason.DUPLICATE_KEY, _shown(twice.key), "name every key once in an object") from None
    except RecursionError:
        raise Malformed(Reason.TOO_DEEP, "", f"nest at most {MAX_DEPTH} levels deep") from None


_REASONS = {
    "missing": (Reason.MISSING_FIELD, "add this field"),
    "extra_forbidden": (Reason.UNKNOWN_FIELD, "take this field out, or move it into the identity so that it is sealed"),
}
AN_OBJECT = "write one JSON object, in braces"


def malformed_of(error: ValidationError) -> Malformed:
    """The first finding of pydantic in our words; never repeats the input, which may hold an identity."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(map(_shown, map(str, first["loc"])))
    kind, context = first["type"], first.get("ctx", {})
    if kind in _REASONS:
        reason, mend = _REASONS[kind]
        return Malformed(reason, field, mend)
    if kind == "too_short":
        least = context["min_length"]
        return Malformed(Reason.BAD_VALUE, field, f"give at least {'one' if least == 1 else least}")
    if kind == "too_long":
        return Malformed(Reason.BAD_VALUE, field, f"give at most {context['max_length']:,}")
    if kind == "model_type":
        return Malformed(Reason.WRONG_TYPE, field, AN_OBJECT)
    if isinstance(wrong := context.get("error"), WrongField):
        return Malformed(Reason.BAD_VALUE, f"{field}.{wrong.field}".lstrip("."), str(wrong))
    if kind == "value_error":
        return Malformed(Reason.BAD_VALUE, field, first["msg"].removeprefix("Value error, "))
    wrong = kind.endswith(("_type", "_parsing")) or kind in ("is_instance_of", "json_invalid")
    return Malformed(Reason.WRONG_TYPE if wrong else Reason.BAD_VALUE, field, _lower(first["msg"]))


def _shown(part: str) -> str:
    return part if _is_name(part) else "(a key that is no field name)"


def _is_name(part: str) -> bool:
    """A field name or an index may be repeated; any other key could be a value in the wrong place."""
    return (part.isdigit() and len(part) <= 5) or (
        part.isascii() and part.replace("_", "").replace("-", "").isalpha() and len(part) <= 40
    )


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
