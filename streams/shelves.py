"""Where the histories of one partition lie: ready to read, put away, or as they came back from the state topic. Pure."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

import orjson

from streams.cold import facts_with, let_go, put_away, shows, taken_up, tokens_of
from streams.erasure import mentions
from streams.history import History
from streams.quoting import Quoting
from streams.stored import dump, load

LIVE = 20_000
"""Histories kept ready to read; the others, longest untouched, are put away: see `streams.cold`."""
PACKED = 1_000
"""Of those that came back from the state topic, packed in one drain at the most."""
COOLED = 2_000
"""Histories put away in one drain at the most, so that none takes long."""


class Shelves:
    """The histories of a partition, each in one place."""

    def __init__(self) -> None:
        self._live: dict[str, History] = {}  # the longest untouched first
        self._quoting = Quoting()  # of those that are live
        self._cold: dict[str, bytes] = {}
        self._stored: dict[str, bytes] = {}  # as they came back from the state topic, until they are packed

    def __del__(self) -> None:
        """The partition goes to another worker: what its histories shared with those of others is let go."""
        for cold in self._cold.values():
            let_go(cold)

    def restore(self, token: str, data: bytes) -> None:
        """Take back a history, which is read when its token is next seen."""
        self._stored[token] = data

    def history(self, token: str) -> History:
        """What is remembered of a token, made ready to read."""
        history = self._live.pop(token, None)
        if history is None:
            history = self._taken_up(token)
            self._quoting.note(token, history.told_of())
        self._live[token] = history  # touched last
        return history

    def looked_at(self, token: str) -> History:
        """The same for whoever looks through many: one that is ready to read does not count as touched."""
        return self._live.get(token) or self.history(token)

    def note(self, token: str, event: str) -> None:
        """The history of this token, which is ready to read, takes this event now."""
        self._quoting.note(token, (event,))

    def put_away(self) -> None:
        """What has not been touched for long becomes small, and so does some of what came back from the state topic."""
        for token in list(islice(self._live, min(COOLED, max(0, len(self._live) - LIVE)))):
            self._cold[token] = put_away(dump(self._live.pop(token)))
            self._quoting.drop(token)
        for token in list(islice(self._stored, PACKED)):
            self._cold[token] = put_away(self._stored.pop(token))

    def showing(self, tokens: Sequence[str]) -> Iterable[str]:
        """Whose histories may show one of these tokens. It looks through every one: an order to forget is rare, so nothing is kept
        that would find them faster."""
        marks = [token.encode() for token in tokens]
        shown = facts_with(marks)
        found = [
            *(token for token, cold in self._cold.items() if shows(cold, marks, shown)),
            *(token for token, data in self._stored.items() if mentions(data, marks)),
            *(token for token in tokens if token in self._cold or token in self._stored),
        ]
        return (*self._live, *dict.fromkeys(found))

    def quoting(self, events: Collection[str]) -> Iterable[str]:
        """Whose histories may hold one of these events, `partner/event id`, in an order that does not depend on the shelf."""
        marks = [orjson.dumps(event.partition("/")[2]) for event in events]
        found = [
            *(token for event in events for token in self._quoting.tokens(event)),
            *(token for event in events for token in tokens_of(event) if token in self._cold),
            *(token for token, data in self._stored.items() if mentions(data, marks)),
        ]
        return dict.fromkeys(sorted(found))

    def _taken_up(self, token: str) -> History:
        cold, stored = self._cold.pop(token, None), self._stored.pop(token, None)
        if cold is not None:
            return taken_up(token, cold)
        return load(token, stored) if stored is not None else History(token)
