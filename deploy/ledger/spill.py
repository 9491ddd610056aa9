"""A join larger than memory: entries go to bucket files by the hash of their key, and each bucket is joined by itself.

Bucket files are written with marshal, the fastest way Python has (0.2 us an entry); they are ours, private, and gone at
the end. Memory is bounded by one bucket and by `PENDING` entries not written yet, whatever the number of events.
"""

import marshal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PENDING = 50_000
"""Entries in memory before they are written."""
A_BUCKET = 20_000
"""Events whose entries share a bucket: some 50 MB when it is joined."""


def buckets_for(events: int) -> int:
    """How many buckets a ledger over so many events wants."""
    return min(2048, max(4, events // A_BUCKET))


class Spill:
    """Entries by bucket, in the order in which they were put; on disk when they are many."""

    def __init__(self, folder: Path, name: str, buckets: int) -> None:
        self._folder = folder
        self._name = name
        self._count = buckets
        self._pending: list[list[Any]] = [[] for _ in range(buckets)]
        self._waiting = 0

    def put(self, key: int, entry: Any) -> None:
        """Add an entry, which marshal must know, to the bucket of its key."""
        self._pending[key % self._count].append(entry)
        self._waiting += 1
        if self._waiting >= PENDING:
            self._write()

    def buckets(self) -> Iterator[Iterator[Any]]:
        """The entries of each bucket; its file is gone when the next one is asked for."""
        for number in range(self._count):
            yield self._entries(number)
            self._pending[number] = []
            self._path(number).unlink(missing_ok=True)

    def _write(self) -> None:
        for number, entries in enumerate(self._pending):
            if entries:
                data = marshal.dumps(entries)
                with self._path(number).open("ab", buffering=0) as file:
                    file.write(len(data).to_bytes(8, "big") + data)
                entries.clear()
        self._waiting = 0

    def _entries(self, number: int) -> Iterator[Any]:
        path = self._path(number)
        if path.exists():
            with path.open("rb") as file:
                while head := file.read(8):
                    yield from marshal.loads(file.read(int.from_bytes(head, "big")))
        yield from self._pending[number]

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._name}.{number}"
