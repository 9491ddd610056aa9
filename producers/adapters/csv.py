"""CSV: one report per record; the header names values of the Report by dotted paths."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson
from pydantic import ValidationError

from producers.adapters.columns import Column, columns_of
from producers.adapters.lines import lines
from schemas.codec import malformed_of
from schemas.errors import Malformed, Misconfigured
from schemas.reject import Reason
from schemas.report import Report

LONGEST_RECORD = 100
"""Physical lines; a record that is longer has a quotation mark that nobody closed."""


def read(stream: BinaryIO, name: str) -> Iterator[tuple[int, Report | Malformed]]:
    """Each record that is not empty, with the number of its first physical line.

    A bad record is Malformed and stops nothing: after an unclosed quotation mark reading goes on at the next line.
    Raises Misconfigured when the header cannot be used.
    """
    feed = _Lines(stream)
    delimiter = feed.delimiter()
    header = next(_records(feed, delimiter), (1, []))[1]
    if isinstance(header, Malformed):
        raise Misconfigured(f"{name}:1", "the header cannot be read", header.mend)
    columns = columns_of(header, name)
    for number, cells in _records(feed, delimiter, len(columns)):
        yield number, cells if isinstance(cells, Malformed) else _report(columns, cells)


class _Lines:
    """Decoded physical lines that can be given back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = lines(stream)
        self._again: deque[tuple[int, bytes | Malformed]] = deque()
        self.taken: list[tuple[int, bytes | Malformed]] = []
        """Lines of the present record."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) == LONGEST_RECORD:
            raise StopIteration
        number, line = self._again.popleft() if self._again else next(self._lines)
        if isinstance(line, Malformed) and self.taken:  # a record of its own, after the one that it cuts short
            self._again.appendleft((number, line))
            raise StopIteration
        self.taken.append((number, line))
        # Bytes that are no UTF-8 become lone surrogates, so that they spoil their own record only.
        return "" if isinstance(line, Malformed) else line.decode("utf-8", "surrogateescape")

    def begin(self) -> None:
        """Forget the lines of the last record."""
        self.taken = []

    def give_back(self) -> None:
        """All lines of this record but its first are to be read again."""
        self._again.extendleft(reversed(self.taken[1:]))

    def delimiter(self) -> str:
        """The first of `, ; tab` that the header holds; no column name holds one."""
        first = next(self, "")
        self._again.extend(self.taken)
        return next((mark for mark in ",;\t" if mark in first), ",")


def _records(feed: _Lines, delimiter: str, width: int | None = None) -> Iterator[tuple[int, list[str] | Malformed]]:
    """Records as cells; empty ones are passed over. A reader of its own for each, so that one can be read again."""
    while True:
        feed.begin()
        try:
            cells: list[str] | Malformed = next(csv.reader(feed, delimiter=delimiter, strict=True))
        except StopIteration:
            return
        except csv.Error:
            cells = Malformed(Reason.BAD_VALUE, "", 'close every quotation mark; write one inside a value as ""')
        number, line = feed.taken[0]
        if isinstance(line, Malformed):
            cells = line
        elif isinstance(cells, list):
            if not any(cell.strip() for cell in cells):
                continue
            if width is not None and len(cells) != width:
                mend = f"give {width} cells, as the header has; this record has {len(cells)}"
                cells = Malformed(Reason.BAD_VALUE, "", mend)
        if isinstance(cells, Malformed):
            feed.give_back()
        yield number, cells


def _report(columns: list[Column], cells: list[str]) -> Report | Malformed:
    found: dict[Any, Any] = {}
    for column, raw in zip(columns, cells, strict=True):
        cell = raw.strip()
        if cell:
            if not cell.isascii() and any("\ud800" <= letter <= "\udfff" for letter in cell):
                field = ".".join(map(str, column.path))
                return Malformed(Reason.NOT_UTF8, field, "save the file as UTF-8")
            _put(found, column, cell)
    try:
        return Report.model_validate_json(orjson.dumps(_lists(found)))
    except ValidationError as error:
        return malformed_of(error)


def _put(found: dict[Any, Any], column: Column, cell: str) -> None:
    *above, last = column.path
    for part in above:
        found = found.setdefault(part, {})
    found[last] = column.value(cell)


def _lists(node: Any) -> Any:
    """Dictionaries with numbers for keys become lists, in the order of the numbers; gaps close up."""
    if not isinstance(node, dict):
        return node
    inner = {
        key: _lists(value) for key, value in sorted(node.items(), key=lambda item: (isinstance(item[0], str), item[0]))
    }
    return list(inner.values()) if inner and isinstance(next(iter(inner)), int) else inner
