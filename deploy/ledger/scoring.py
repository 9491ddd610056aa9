"""The second join: the sightings of every token against the history that must have taken them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from deploy.ledger.balance import Balance, Place
from deploy.ledger.cut import Cut
from deploy.ledger.spill import Spill
from deploy.wholetopic import Stored
from streams.stored import Outline

_STAGE = "scoring"


class _Sighted(NamedTuple):
    """Where a sighting first lies."""

    offset: int
    element: int
    partition: int
    published: int


class _Taken(NamedTuple):
    """A stored history. Goes through the spill as a bare tuple."""

    token: int
    written: int
    taken: int
    position: int
    keys: tuple[int, ...]


_NOTHING = (0, -1, 0, -1, ())


class ScoringJoin:
    """Collects, then decides."""

    def __init__(self, folder: Path, buckets: int, sightings: str) -> None:
        self._by_token = Spill(folder, "tokens", buckets)
        self._sightings = sightings

    def sighted(self, event: bytes, targets: Iterable[Any], record: Stored, element: int) -> None:
        """The sightings of an event in one frame, `streams.frame.Target`s as bare lists; the first is its `element`."""
        put, partition, offset, published = self._by_token.put, record.partition, record.offset, record.timestamp
        for token, party, hops, _ in targets:
            if hops >= 0:  # otherwise it takes something back
                key = hash(token)
                put(key, (key, hash((event, party)), hops, offset, element, partition, published))
            element += 1

    def remembered(self, token: str, written: int, outline: Outline | None) -> None:
        """What the history of a token has taken, by a record written at this offset; None: it is forgotten."""
        key = hash(token)
        if outline is None:
            self._by_token.put(key, (key, written, 0, -1, ()))
        else:
            keys = tuple(hash(known) for known in outline.keys)
            self._by_token.put(key, (key, written, outline.taken, outline.position, keys))

    def decide(self, balance: Balance, cut: Cut, refused: Collection[tuple[str, int, int]]) -> None:
        """Every sighting must be in the history of its token. `refused`: the frames that scoring has set aside."""
        for entries in self._by_token.buckets():
            self._decide_tokens(entries, balance, cut, refused)

    def _decide_tokens(
        self, entries: Iterable[Any], balance: Balance, cut: Cut, refused: Collection[tuple[str, int, int]]
    ) -> None:
        sighted: dict[int, dict[int, tuple[int, ...]]] = defaultdict(dict)
        newest: dict[int, tuple[Any, ...]] = {}
        for entry in entries:
            if len(entry) == 5:
                if entry[1] >= newest.get(entry[0], _NOTHING)[1]:
                    newest[entry[0]] = entry
                continue
            known = sighted[entry[0]]
            if entry[1] not in known:
                known[entry[1]] = entry
            elif entry[2] == 0:  # relays may meet: that is no repetition
                balance.duplicates_absorbed += 1
        for token, known in sighted.items():
            balance.sightings += len(known)
            history = newest.get(token, _NOTHING)
            if left := known.keys() - history[4]:
                missing = [_Sighted(*known[key][3:]) for key in left]
                self._decide_missing(missing, _Taken(*history), balance, cut, refused)

    def _decide_missing(
        self,
        missing: list[_Sighted],
        history: _Taken,
        balance: Balance,
        cut: Cut,
        refused: Collection[tuple[str, int, int]],
    ) -> None:
        """Some of them may have been taken and dropped by the brakes: the history says how many it ever took."""
        dropped = history.taken - len(history.keys)
        acknowledged: list[_Sighted] = []
        waiting: list[_Sighted] = []
        for at in missing:
            if (self._sightings, at.partition, at.offset) in refused:
                continue
            (acknowledged if cut.passed(self._sightings, at.partition, at.offset) else waiting).append(at)
        after = [at for at in acknowledged if (at.offset << 20) + at.element + 1 > history.position]
        owed = max(len(after), len(acknowledged) - dropped)
        for at in sorted(acknowledged, reverse=True)[: max(0, owed)]:
            place = Place(self._sightings, at.partition, at.offset, at.element)
            balance.owe(_STAGE, "a sighting that no history took", place, at.published)
        spare = max(0, dropped - (len(acknowledged) - max(0, owed)))
        for at in sorted(waiting, reverse=True)[: max(0, len(waiting) - spare)]:
            balance.wait(_STAGE, at.published)
