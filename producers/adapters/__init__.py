"""Where reports come from: one adapter per file format. Reading `ADAPTERS` is reading what is understood."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import BinaryIO

from producers.adapters import csv, ndjson
from producers.adapters.lines import STDIN
from schemas.errors import Malformed, Misconfigured
from schemas.report import Report

Adapter = Callable[[BinaryIO, str], Iterator[tuple[int, Report | Malformed]]]
"""(stream, name for errors) -> (number of the line, report or why not), one after the other, in bounded memory."""

ADAPTERS: Mapping[str, Adapter] = {
    ".csv": csv.read,
    ".jsonl": ndjson.read,
    ".ndjson": ndjson.read,
}


def adapter_for(path: str) -> Adapter:
    """The adapter of a file by its suffix, before `.gz` if there is one; standard input is NDJSON. Raises Misconfigured."""
    if path == STDIN:
        return ndjson.read
    suffix = PurePath(path.lower().removesuffix(".gz")).suffix
    if suffix not in ADAPTERS:
        raise Misconfigured(path, "its format is not known", f"name it with one of {', '.join(ADAPTERS)}, also .gz")
    return ADAPTERS[suffix]
