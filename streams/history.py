"""History: what is remembered of one token. Bounded in count and age; the same set of sightings gives the same history."""

from bisect import insort
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import orjson

from schemas.event import Party
from schemas.role import Role
from schemas.rulepack import Brakes
from schemas.sighting import Fact
from schemas.token import IDENTITY_KINDS, kind_of
from streams.wording import Said

_IDENTITY = tuple(f"{kind}:" for kind in IDENTITY_KINDS)
DAY = 86_400.0
"""Seconds."""


@lru_cache(maxsize=20_000)
def fact_of(raw: bytes) -> Fact:
    """Read a fact once, however many tokens of it this worker meets; holds tokens only, never an identity."""
    return Fact.model_validate_json(raw)


class Entry:
    """A sighting as it is remembered. Ordered by event time, then by event, so that arrival order does not matter."""

    __slots__ = ("event", "fact", "hops", "me", "order", "party", "raw", "role", "time", "via")

    def __init__(self, raw: bytes, party: int, hops: int, via: str = "") -> None:
        """Raises ValueError when `raw` is no fact, or has no such party."""
        fact = fact_of(raw)
        if not 0 <= party < len(fact.parties):
            raise ValueError("the event has no such party")
        self.fact: Fact = fact
        """The event's facts; every token of it in this worker shares them."""
        self.raw = raw
        """The fact in JSON, as it came."""
        self.party = party
        """Which party of the event shows the token."""
        self.hops = hops
        """Aliases it travelled along."""
        self.via = via
        """The alias it came from; empty when the event itself shows the token."""
        self.me: Party = fact.parties[party]
        """The party that is meant."""
        self.role: Role = self.me.role
        """Its role in this event."""
        ref = fact.ref
        self.time = ref.time.timestamp()
        """When it happened, seconds since 1970."""
        self.event = f"{ref.partner}/{ref.event}"
        """`partner/event id`."""
        self.order = (self.time, self.event, party)

    def others(self, *roles: Role) -> Iterator[Party]:
        """The other parties of the event, of these roles if any are named."""
        for index, party in enumerate(self.fact.parties):
            if index != self.party and (not roles or party.role in roles):
                yield party

    def __lt__(self, other: "Entry") -> bool:
        return self.order < other.order

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and (self.order, self.hops, self.via) == (other.order, other.hops, other.via)

    def __hash__(self) -> int:
        return hash(self.order)


class Met(NamedTuple):
    """A hit as it is remembered: which entries made it and what it says."""

    indicator: str
    said: Said
    events: tuple[str, ...]
    """`partner/event id` of the evidence, oldest first."""
    time: float
    """Newest event time in the evidence."""
    size: int
    """How many events the sentence speaks of: the telling one is kept."""


class Episode(NamedTuple):
    """An alert that this token has raised."""

    number: int
    version: int
    opened: int
    """When the event that opened it was published, milliseconds since 1970."""
    last: float
    """Newest event time it has seen."""
    fingerprint: str
    """What the last version said, hashed: only a change makes a new version."""
    merged: bool = False


class History:
    """All that the scorer knows of one token. Changed only by `remember` and the scorer."""

    __slots__ = ("aliases", "entries", "episodes", "hits", "keys", "kind", "position", "strangers", "taken", "token")

    def __init__(self, token: str) -> None:
        self.token = token
        self.kind = kind_of(token)
        self.position = -1
        """Highest offset of the sightings topic that has been applied."""
        self.taken = 0
        """How many distinct sightings were ever taken; more than `len(entries)` when brakes dropped some."""
        self.entries: list[Entry] = []
        self.keys: dict[tuple[str, int], tuple[int, str]] = {}
        """(event, party) -> (hops, via), of the entries held."""
        self.aliases: set[str] = set()
        """Tokens seen on the same party that name the same person."""
        self.strangers: set[int] = set()
        """Distinct other parties, hashed; never more than the hub brake."""
        self.hits: dict[str, Met] = {}
        self.episodes: dict[str, Episode] = {}
        """By `Subject`."""

    def remember(self, entry: Entry, brakes: Brakes) -> bool:
        """Take an entry. False if it is known already, or too old to matter, so that nothing follows from it."""
        key = (entry.event, entry.party)
        known = self.keys.get(key)
        if known is None:
            self.taken += 1
            self._meet(entry, brakes)
            if not self._fits(entry, brakes):
                return False
        elif known <= (entry.hops, entry.via):
            return False
        else:
            self._forget(key)
        insort(self.entries, entry)
        self.keys[key] = (entry.hops, entry.via)
        self._trim(brakes)
        return key in self.keys

    def is_hub(self, brakes: Brakes) -> bool:
        """This token met so many others that volume says nothing any more."""
        return len(self.strangers) >= brakes.hub_degree

    def is_ambiguous(self, brakes: Brakes) -> bool:
        """More tokens of one kind than one person has: a shared or mistyped identifier; it must not join people."""
        kinds = [alias[: alias.index(":")] for alias in self.aliases]
        return any(kinds.count(kind) > brakes.alias_cap for kind in set(kinds))

    @property
    def newest(self) -> float:
        """Newest event time held, seconds since 1970."""
        return self.entries[-1].time if self.entries else 0.0

    @property
    def clock(self) -> int:
        """Newest publication time held, milliseconds since 1970: the `now` of every deadline."""
        return max((entry.fact.published for entry in self.entries), default=0)

    def windows(self, sighting: Entry, days: float) -> Iterator[Sequence[Entry]]:
        """Every stretch of at most `days` that holds the sighting, longest first seen; one only, when it is the newest.

        Whatever order sightings come in, the last one of a telling group sees the whole group in one of these.
        """
        span = days * DAY
        ends = [e.time for e in self.entries if sighting.time <= e.time <= sighting.time + span]
        for end in dict.fromkeys(ends or [sighting.time]):
            yield [e for e in self.entries if end - span <= e.time <= end]

    def around(self, sighting: Entry, days: float) -> list[Entry]:
        """The entries at most `days` before or after the sighting, itself included."""
        return [e for e in self.entries if abs(e.time - sighting.time) <= days * DAY]

    def _fits(self, entry: Entry, brakes: Brakes) -> bool:
        if entry.time < self.newest - brakes.days * DAY:
            return False
        return len(self.entries) < brakes.entries or self.entries[0] < entry

    def _forget(self, key: tuple[str, int]) -> None:
        self.entries = [e for e in self.entries if (e.event, e.party) != key]
        del self.keys[key]

    def _meet(self, entry: Entry, brakes: Brakes) -> None:
        if entry.hops == 0 and self.kind in IDENTITY_KINDS:
            self.aliases.update(
                token for token in entry.me.tokens if token.startswith(_IDENTITY) and token != self.token
            )
        if len(self.strangers) < brakes.hub_degree:
            me = entry.party
            for index, party in enumerate(entry.fact.parties):
                if index != me and party.tokens:
                    self.strangers.add(crc32(party.tokens[0].encode()))

    def _trim(self, brakes: Brakes) -> None:
        oldest = self.newest - brakes.days * DAY
        while self.entries and (len(self.entries) > brakes.entries or self.entries[0].time < oldest):
            dropped = self.entries.pop(0)
            del self.keys[dropped.event, dropped.party]


def dump(history: History) -> bytes:
    """A history in bytes: one line of JSON, then one line an entry. The facts are copied as they came."""
    head = orjson.dumps(
        {
            "position": history.position,
            "taken": history.taken,
            "aliases": sorted(history.aliases),
            "strangers": sorted(history.strangers),
            "hits": [[m.indicator, list(m.said), m.events, m.time, m.size] for m in history.hits.values()],
            "episodes": {about: list(episode) for about, episode in history.episodes.items()},
        }
    )
    lines = [
        b"%d %d %s %s" % (entry.party, entry.hops, entry.via.encode() or b"-", entry.raw) for entry in history.entries
    ]
    return b"\n".join([head, *lines])


def load(token: str, data: bytes) -> History:
    """The history that `dump` wrote."""
    head, *lines = data.split(b"\n")
    fields = orjson.loads(head)
    history = History(token)
    history.position = fields["position"]
    history.taken = fields["taken"]
    history.aliases = set(fields["aliases"])
    history.strangers = set(fields["strangers"])
    history.hits = {met[0]: _met(*met) for met in fields["hits"]}
    history.episodes = {about: Episode(*episode) for about, episode in fields["episodes"].items()}
    for line in lines:
        party, hops, via, raw = line.split(b" ", 3)
        entry = Entry(raw, int(party), int(hops), "" if via == b"-" else via.decode())
        history.entries.append(entry)
        history.keys[entry.event, entry.party] = (entry.hops, entry.via)
    return history


def _met(indicator: str, said: list[Any], events: list[str], time: float, size: int) -> Met:
    key, values = said
    return Met(indicator, Said(key, tuple((name, value) for name, value in values)), tuple(events), time, size)


class Outline(NamedTuple):
    """What a stored history holds, without reading its facts in full: for the ledger."""

    taken: int
    keys: set[tuple[bytes, int]]
    """(`partner/event`, party) of the entries held."""
    episodes: dict[str, Episode]
    position: int = -1


def outline(data: bytes) -> Outline:
    """The outline of what `dump` wrote; a tenth of the work of `load`."""
    head, *lines = data.split(b"\n")
    fields = orjson.loads(head)
    keys: set[tuple[bytes, int]] = set()
    for line in lines:
        keys.add((origin_of(line)[1], int(line[: line.index(b" ")])))
    episodes = {about: Episode(*episode) for about, episode in fields["episodes"].items()}
    return Outline(fields["taken"], keys, episodes, fields["position"])


def origin_of(raw: bytes) -> tuple[bytes, bytes]:
    """Where the event of a fact lies (`place_of`) and which it is (`partner/event`), without reading the fact.

    Intake writes the reference behind everything that the partner says, in this order; any other is read as JSON. What
    stands before the fact, in a line of a history, does no harm.
    """
    partner, sector = raw.rfind(b',"partner":"'), raw.rfind(b'","sector":"')
    at, event = raw.rfind(b',"ref":{', 0, partner), raw.find(b'","event":"', partner, sector)
    if 0 <= at < partner < event < sector:
        return raw[at + 8 : partner], raw[partner + 12 : event] + b"/" + raw[event + 11 : sector]
    ref = orjson.loads(raw[raw.index(b"{") :])["ref"]
    place = place_of(ref["topic"], ref["partition"], ref["offset"], ref["index"])
    return place, f"{ref['partner']}/{ref['event']}".encode()


def place_of(topic: str, partition: int, offset: int, index: int) -> bytes:
    """A place as it stands in a fact."""
    return b'"topic":"%s","partition":%d,"offset":%d,"index":%d' % (topic.encode(), partition, offset, index)
