"""The first join: what partners published against what intake accepted and refused.

Everything about one event id meets in one bucket, so that repetitions are told from losses. What is not accepted goes to
a second round, by record, where the rejects are: a batch may have been refused as a whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from deploy.ledger.balance import Balance, Hour, Place
from deploy.ledger.cut import Cut
from deploy.ledger.spill import Spill
from deploy.wholetopic import Stored
from schemas.facts import Kind
from schemas.reject import Reason
from schemas.token import COMPARED_KINDS
from streams.stored import place_of

_COMPARED = tuple(f"{kind}:" for kind in COMPARED_KINDS)
_MASK = (1 << 64) - 1
_STAGE = "intake"
_UNCOUNTED = -1


class _Said(NamedTuple):
    """One published event. Goes through the spill as a bare tuple."""

    key: int
    place: int
    """Of its place, hashed."""
    topic: int
    partition: int
    offset: int
    element: int
    hour: int
    published: int
    digest: int
    owed: int
    """How many sightings it must have caused; 1 for a retraction, which causes none and yet must leave its trace."""
    sum: int
    """Of their hashes: equal sums, equal sightings."""
    elements: int
    """Of its message."""
    whole: int
    """Of the message's bytes, if it is a batch."""


_KEY, _PLACE, _HOUR, _DIGEST, _SUM = map(_Said._fields.index, ("key", "place", "hour", "digest", "sum"))


class _Unknown(NamedTuple):
    """An event of which there is no sighting."""

    topic: int
    partition: int
    offset: int
    element: int
    hour: int
    published: int
    elements: int
    whole: int
    repeats: bool
    """An accepted event says the same under the same id."""


class IntakeJoin:
    """Collects, then decides."""

    def __init__(self, folder: Path, buckets: int) -> None:
        self._by_id = Spill(folder, "events", buckets)
        self._by_record = Spill(folder, "unknown", buckets)
        self._topics: list[str] = []
        self._numbers: dict[str, int] = {}
        self._hours: list[tuple[str, str]] = []
        self._hour_numbers: dict[tuple[str, int], int] = {}

    def published(self, partner: str, record: Stored, *, counted: bool = True) -> None:
        """Every event of a message of this partner; one that is not counted is only known, for others may repeat it."""
        values = _elements(record.value)
        topic, hour = self._number(record.topic), self._hour(partner, record.timestamp) if counted else _UNCOUNTED
        whole = _short(sha256(record.value or b"").digest()) if len(values) > 1 else 0
        for index, event in enumerate(values):
            name, digest, hashes = _outline(event)
            owed = len(hashes) or _retracts(event)
            key = hash(f"{partner}/{name}".encode())
            self._by_id.put(
                key,
                (
                    key,
                    hash(place_of(record.topic, record.partition, record.offset, index)),
                    topic,
                    record.partition,
                    record.offset,
                    index,
                    hour,
                    record.timestamp,
                    digest,
                    owed,
                    sum(hashes) & _MASK,
                    len(values),
                    whole,
                ),
            )

    def accepted(self, place: bytes, event: bytes, targets: Sequence[Any]) -> None:
        """Sightings that intake made of an event, which `origin_of` names: `streams.frame.Target`s, as bare lists. A
        retraction has none: that every partition is told of it is its trace."""
        hashes = [hash((token, party)) for token, party, hops, _ in targets if hops == 0]
        if hashes or not targets[0][0]:
            key = hash(event)
            self._by_id.put(key, (key, hash(place), hashes))

    def rejected(self, fields: dict[str, Any]) -> None:
        """A reject; told from an event that intake does not know by being shorter."""
        place = (self._number(fields["topic"]), fields["partition"], fields["offset"])
        # A conflict inside a batch quotes the whole batch too: only the others refuse what they quote.
        whole = 0 if fields["reason"] == Reason.CONFLICTING_DUPLICATE else _short(bytes.fromhex(fields["sha256"]))
        self._by_record.put(hash(place), (*place, fields["index"], whole))

    def decide(self, balance: Balance, cut: Cut, horizon: int) -> None:
        """Account for every event. `horizon`: traces of what was published up to then may have been deleted."""
        for entries in self._by_id.buckets():
            self._decide_ids(entries, balance, cut, horizon)
        for entries in self._by_record.buckets():
            self._decide_records(entries, balance, cut, horizon)

    def _decide_ids(self, entries: Iterable[Any], balance: Balance, cut: Cut, horizon: int) -> None:
        said: list[tuple[int, ...]] = []
        sighted: dict[int, set[int]] = defaultdict(set)
        keys: dict[int, int] = {}
        for entry in entries:
            if len(entry) == 3:
                sighted[entry[1]].update(entry[2])
                keys[entry[1]] = entry[0]
            else:
                said.append(entry)
        accepted: set[tuple[int, int]] = set()
        unknown: list[_Said] = []
        for entry in said:
            hashes = sighted.get(entry[_PLACE])
            if hashes is None:
                unknown.append(_Said(*entry))
                continue
            keys.pop(entry[_PLACE], None)
            accepted.add((entry[_KEY], entry[_DIGEST]))
            if entry[_HOUR] != _UNCOUNTED:
                self._accepted(entry, hashes, balance, cut, horizon)
        # What nobody can tell of any more may be what a later event repeats; so may one that is sighted, but not there.
        old = {(event.key, event.digest) for event in unknown if event.published <= horizon}
        gone = set(keys.values())
        for event in unknown:
            if event.hour != _UNCOUNTED:
                what = (event.key, event.digest)
                said_before = what in accepted or event.key in gone or (what in old and event.published > horizon)
                self._pass_on(event, said_before and event.owed > 0)

    def _accepted(self, entry: tuple[int, ...], hashes: set[int], balance: Balance, cut: Cut, horizon: int) -> None:
        hour = self._hour_of(entry[_HOUR], balance)
        hour.published += 1
        hour.accepted += 1
        balance.events += 1
        if sum(hashes) & _MASK != entry[_SUM]:
            event = _Said(*entry)
            self._incomplete(event, max(1, event.owed - len(hashes)), balance, cut, horizon)

    def _pass_on(self, event: _Said, repeats: bool) -> None:
        place = (event.topic, event.partition, event.offset)
        what = (*place, event.element, event.hour, event.published, event.elements, event.whole, repeats)
        self._by_record.put(hash(place), what)

    def _incomplete(self, event: _Said, missing: int, balance: Balance, cut: Cut, horizon: int) -> None:
        place = self._place(event)
        partner = self._hours[event.hour][0]
        for _ in range(missing):
            if event.published <= horizon:
                balance.unaccountable += 1
            elif not cut.passed(*place[:3]):
                balance.wait(_STAGE, event.published, partner)
            else:
                balance.owe(_STAGE, "a sighting of an accepted event", place, event.published, partner)

    def _decide_records(self, entries: Iterable[Any], balance: Balance, cut: Cut, horizon: int) -> None:
        unknown: list[_Unknown] = []
        rejects: dict[tuple[int, ...], int] = {}
        for entry in entries:
            if len(entry) > 5:
                unknown.append(_Unknown(*entry))
            elif entry[:4] in rejects:
                balance.duplicates_absorbed += 1
            else:
                rejects[entry[:4]] = entry[4]
        balance.rejects += len(rejects)
        for event in unknown:
            whole = rejects.get((*event[:3], 0))
            if event.elements > 1 and event.whole == whole:  # the batch as a whole: it counts once
                if event.element == 0:
                    self._refused(event, balance)
            elif event[:4] in rejects:
                self._refused(event, balance)
            else:
                self._untold(event, balance, cut, horizon)

    def _refused(self, event: _Unknown, balance: Balance) -> None:
        hour = self._hour_of(event.hour, balance)
        hour.published += 1
        hour.rejected += 1

    def _untold(self, event: _Unknown, balance: Balance, cut: Cut, horizon: int) -> None:
        """Neither accepted nor rejected."""
        hour = self._hour_of(event.hour, balance)
        hour.published += 1
        place = self._place(event)
        partner = self._hours[event.hour][0]
        if event.repeats:
            hour.duplicates += 1
            balance.duplicates_absorbed += 1
        elif event.published <= horizon:
            hour.unaccountable += 1
            balance.unaccountable += 1
        elif not cut.passed(*place[:3]):
            hour.under_way += 1
            balance.wait(_STAGE, event.published, partner)
        else:
            hour.lost += 1
            balance.owe(_STAGE, "neither accepted nor rejected", place, event.published, partner)

    def _place(self, event: _Said | _Unknown) -> Place:
        return Place(self._topics[event.topic], event.partition, event.offset, event.element)

    def _number(self, topic: str) -> int:
        number = self._numbers.get(topic)
        if number is None:
            number = self._numbers[topic] = len(self._topics)
            self._topics.append(topic)
        return number

    def _hour(self, partner: str, published: int) -> int:
        number = self._hour_numbers.get((partner, published // 3_600_000))
        if number is None:
            moment = datetime.fromtimestamp(published / 1000, UTC)
            number = self._hour_numbers[partner, published // 3_600_000] = len(self._hours)
            self._hours.append((partner, moment.strftime("%Y-%m-%dT%H:00Z")))
        return number

    def _hour_of(self, number: int, balance: Balance) -> Hour:
        return balance.hours[self._hours[number]]


def _elements(value: bytes | None) -> list[Any]:
    try:
        parsed = orjson.loads(value or b"")
    except orjson.JSONDecodeError:
        parsed = None
    return parsed if isinstance(parsed, list) and parsed else [parsed]


def _outline(event: Any) -> tuple[str, int, set[int]]:
    """Its id, what it says, and the sightings it must cause; whatever is no event says nothing."""
    if not isinstance(event, dict) or not isinstance(event.get("data"), dict):
        return "", 0, set()
    data = event["data"]
    data.pop("sealed", None)  # two publications of one report differ only in the seal
    said = orjson.dumps([event.get("type"), event.get("time"), data], option=orjson.OPT_SORT_KEYS)
    hashes = set() if _retracts(event) else set(_hashes(data.get("parties")))
    return str(event.get("id")), _short(blake2b(said, digest_size=8).digest()), hashes


def _retracts(event: Any) -> bool:
    return (
        isinstance(event, dict) and isinstance(event.get("data"), dict) and event["data"].get("kind") == Kind.RETRACTION
    )


def _hashes(parties: Any) -> Iterator[int]:
    for index, party in enumerate(parties if isinstance(parties, list) else ()):
        tokens = party.get("tokens") if isinstance(party, dict) else None
        for token in tokens if isinstance(tokens, list) else ():
            if isinstance(token, str) and not token.startswith(_COMPARED):
                yield hash((token, index))


def _short(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "big")
