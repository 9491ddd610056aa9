"""Corrections: which events no longer hold, as one partition of the scoring stage remembers them. Bounded in count and age.

Intake tells every partition, because an event may be remembered under tokens that its correction does not show. What is known
to be corrected is taken out of every history, and is not taken in when it comes later: the end is the same in any order. An event
that is corrected stays so, whatever becomes of its correction: chains and circles end.
"""

from collections.abc import Iterator

import orjson

MOST = 100_000
"""Corrections remembered by one partition; beyond it the oldest is forgotten [D]."""
REMEMBERED_MS = 400 * 86_400_000
"""How long one is remembered: intake refuses an event that is older."""
_HEAD = b"~corrected/"
_Mark = tuple[int, bytes]
"""When the correction was published, and the place of the event that corrects, as a fact that says nothing else."""


def is_history(key: bytes) -> bool:
    """Whether a record of scoring's state topic is the history of a token; the others are corrections."""
    return not key.startswith(_HEAD)


class Corrections:
    """Events that no longer hold: `partner/event id`."""

    def __init__(self) -> None:
        self._known: dict[str, _Mark] = {}  # the oldest first
        self._changed: set[str] = set()
        self._newest = 0
        self.count = 0
        """How many were ever noted here: grows with each, so that a history knows whether it has been looked through."""

    def __contains__(self, event: object) -> bool:
        return event in self._known

    def __bool__(self) -> bool:
        return bool(self._known)

    def note(self, event: str, raw: bytes) -> None:
        """Remember that an event is corrected. ValueError: `raw` names no place and time of a correction."""
        at = orjson.loads(raw)["published"]
        if event not in self._known:
            self._known[event] = (at, raw)
            self._changed.add(event)
        self._newest = max(self._newest, at)
        self.count += 1

    def mark(self, event: str) -> bytes:
        """The place of the event that corrects this one, as a fact that says nothing else."""
        return self._known[event][1]

    def restore(self, key: bytes, value: bytes) -> None:
        """Take one back from the state topic."""
        self.note(key.removeprefix(_HEAD).decode(), value)
        self._changed.clear()

    def drain(self) -> Iterator[tuple[bytes, bytes | None]]:
        """State records of what is new, and tombstones of what is too old or too much."""
        gone: list[str] = []
        for event, (at, _) in self._known.items():
            if at >= self._newest - REMEMBERED_MS and len(self._known) - len(gone) <= MOST:
                break
            gone.append(event)
        for event in gone:
            del self._known[event]
        for event in self._changed - set(gone):
            yield _HEAD + event.encode(), self._known[event][1]
        for event in gone:
            yield _HEAD + event.encode(), None
        self._changed.clear()


def broadcast(fact: dict[str, object]) -> bytes:
    """What a partition needs of an event that corrects another: its place, and when it was published."""
    return orjson.dumps({"published": fact["published"], "ref": fact["ref"]})
