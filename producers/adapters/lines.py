"""Physical lines of a file, each bounded: a broken file costs its own lines, never the memory."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sys import stdin
from typing import BinaryIO

from schemas.errors import Malformed, Misconfigured
from schemas.reject import Reason

LONGEST_LINE = 1024 * 1024
"""Bytes; four times what an event may have."""
BOM = b"\xef\xbb\xbf"

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file: its bytes in clear, and how far it is read."""

    stream: BinaryIO
    _raw: BinaryIO
    total: int | None
    """Bytes on disk; None for standard input."""

    def position(self) -> int:
        """Bytes read so far of `total`."""
        return 0 if self.total is None else self._raw.tell()


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """A file to read reports from; `-` is standard input, `.gz` is unpacked. Raises Misconfigured when it cannot be opened."""
    if path == STDIN:
        yield Source(stdin.buffer, stdin.buffer, None)
        return
    try:
        raw = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise Misconfigured(path, f"cannot be read ({error.strerror})", "give the path of an existing file") from None
    with raw:
        total = Path(path).stat().st_size
        if path.lower().endswith(".gz"):
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield Source(unpacked, raw, total)  # type: ignore[arg-type] # a GzipFile reads as a BinaryIO does
        else:
            yield Source(raw, raw, total)


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | Malformed]]:
    """Numbered from 1, with their line ends, without a byte order mark; a line above `LONGEST_LINE` comes as Malformed.

    A gzip stream that is cut short ends with one Malformed after its last good line.
    """
    number = 0
    try:
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(LONGEST_LINE)
                yield number, Malformed(Reason.TOO_LARGE, "", f"a line has at most {LONGEST_LINE} bytes")
            else:
                yield number, line.removeprefix(BOM) if number == 1 else line
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield number + 1, Malformed(Reason.BAD_VALUE, "", "the gzip file is cut short or broken; pack it again")
