"""NDJSON: one report in JSON per line."""

from collections.abc import Iterator
from typing import BinaryIO

from producers.adapters.lines import lines
from producers.protect.protection import read_report
from schemas.errors import Malformed
from schemas.report import Report


def read(stream: BinaryIO, name: str) -> Iterator[tuple[int, Report | Malformed]]:
    """Each line that is not empty, with its number from 1. A bad line is Malformed and stops nothing."""
    for number, line in lines(stream):
        if isinstance(line, Malformed):
            yield number, line
        elif line.strip():
            yield number, _report(line)


def _report(line: bytes) -> Report | Malformed:
    try:
        return read_report(line.strip())
    except Malformed as why:
        return why
