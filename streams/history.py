"""History: what is remembered of one token. Bounded in count and age; the same set of sightings gives the same history."""

from bisect import insort
from collections.abc import Collection, Container, Iterator, Sequence
from zlib import crc32

from schemas.event import Party
from schemas.rulepack import Brakes
from schemas.token import IDENTITY_KINDS, kind_of
from streams.bonds import Bond, crowded, show, unshow
from streams.entry import BESIDE, DAY, Entry, Key, Way, fact_of
from streams.remembered import Companion, Episode, Met
from streams.sketch import Sketch, count, merged, sketch
from streams.summary import Facet, Summary

__all__ = ["DAY", "Companion", "Entry", "Episode", "History", "Met", "fact_of"]

MOST_WAYS = 6
"""Ways remembered of one sighting: through so many aliases at once nothing travels."""
MOST_BESIDE = 24
"""Sightings remembered of people whom the token stands beside; the oldest are dropped [D]."""


class History:
    """All that the scorer knows of one token. Changed only by the methods below and by the scorer."""

    __slots__ = (
        "beside",
        "bonds",
        "checked",
        "companions",
        "entries",
        "episodes",
        "fallen",
        "gone",
        "hits",
        "joined",
        "keys",
        "kind",
        "position",
        "revision",
        "strangers",
        "summary",
        "taken",
        "token",
        "undone",
    )

    def __init__(self, token: str) -> None:
        self.token = token
        self.kind = kind_of(token)
        self.position = -1
        """Highest offset of the sightings topic that has been applied."""
        self.taken = 0
        """How many distinct sightings were ever taken; more than `len(entries)` when some were dropped or taken out."""
        self.undone = 0
        """How many of them were taken out: their event was corrected, or the join that brought them was undone."""
        self.entries: list[Entry] = []
        self.keys: dict[Key, tuple[Way, ...]] = {}
        """The ways that each entry held came by, the shortest first."""
        self.bonds: dict[str, Bond] = {}
        """Tokens seen on the same party that name the same person, with what shows it."""
        self.strangers: set[int] = set()
        """Distinct other parties, hashed: the smallest, never more than the hub brake."""
        self.hits: dict[str, Met] = {}
        self.episodes: dict[str, Episode] = {}
        """By `Subject`."""
        self.summary = Summary()
        """What is still known of those that the bound on their number dropped."""
        self.fallen: list[Entry] = []
        """Dropped by that bound, and not yet summarised: the scorer does it at once."""
        self.gone: tuple[Entry, ...] = ()
        """Entries that no longer count, only while it is told what rested on them."""
        self.beside: tuple[Entry, ...] = ()
        """In a view: the entries that show people whom the token stands beside; they are none of its own."""
        self.companions: tuple[Companion, ...] = ()
        """In a view: those of these people who show signs."""
        self.revision = 0
        """Grows with every change, in memory only."""
        self.checked = 0
        """How many corrections were known when it was last looked through for them, in memory only."""
        self.joined: tuple[int, object] = (-1, None)
        """What `streams.joining` made of a revision."""

    def remember(self, entry: Entry, brakes: Brakes) -> bool:
        """Take an entry. False if nothing follows from it: it is known by a way as short, or too old to matter."""
        ways = self.keys.get(entry.key)
        way = (entry.hops, entry.via)
        if ways is None:
            self.taken += 1
            self.revision += 1
            self.meet(entry, brakes)
            if self._is_old(entry, brakes):
                return False
            if not self._fits(entry, brakes):
                self.fallen.append(entry)
                return False
            self.keys[entry.key] = (way,)
        elif way in ways:
            return False
        else:
            self.revision += 1
            self.keys[entry.key] = ways = tuple(sorted((*ways, way)))[:MOST_WAYS]
            if ways[0] != way:
                return False
            self._drop(entry.key)
        insort(self.entries, entry)
        self._trim(brakes)
        return entry.key in self.keys

    def refuse(self) -> None:
        """Count a sighting that is not taken in: its event is corrected already."""
        self.taken += 1
        self.undone += 1
        self.revision += 1

    def told_of(self) -> set[str]:
        """Every event that is held, or stands for a bond."""
        return {event for event, _ in self.keys}.union(*(bond.values() for bond in self.bonds.values()))

    def quotes(self, events: Container[str]) -> set[str]:
        """Which of these events are held, or stand for a bond."""
        held = {event for event, _ in self.keys if event in events}
        for bond in self.bonds.values():
            held.update(event for event in bond.values() if event in events)
        return held

    def void(self, events: Collection[str]) -> tuple[Entry, ...]:
        """Take out what these events said, the bonds that rest on them alone too. Gives the entries that are out."""
        gone = tuple(entry for entry in self.entries if entry.event in events)
        known = len(self.bonds), sum(map(len, self.bonds.values()))
        unshow(self.bonds, events)
        if gone or known != (len(self.bonds), sum(map(len, self.bonds.values()))):
            self.revision += 1
        for entry in gone:
            self._out(entry.key)
        return gone

    def part(self, via: str, party: Key | None) -> tuple[Entry, ...]:
        """An alias takes back what it relayed: one sighting, or all of them. Gives the entries that are out."""
        gone = []
        for key in [party] if party is not None else list(self.keys):
            ways = self.keys.get(key, ())
            left = tuple(way for way in ways if way[1] != via)
            if len(left) == len(ways):
                continue
            self.revision += 1
            entry = next(entry for entry in self.entries if entry.key == key)
            if not left:
                gone.append(entry)
                self._out(key)
                continue
            self.keys[key] = left
            if left[0] != ways[0]:
                self._drop(key)
                insort(self.entries, Entry(entry.raw, entry.party, *left[0]))
        return tuple(gone)

    def within(self, entries: Sequence[Entry]) -> "History":
        """The same history as if it held these entries alone; hits and alerts are shared with it."""
        view = History(self.token)
        view.entries = list(entries)
        view.keys = {entry.key: self.keys[entry.key] for entry in entries}
        named = {alias for entry in entries for alias in (*entry.names(self.token), entry.via)}
        view.bonds = {alias: bond for alias, bond in self.bonds.items() if alias in named}
        out = [entry for entry in self.entries if entry.key not in view.keys]
        view.gone = (*(entry for entry in out if entry.hops != BESIDE), *self.gone)
        view.taken, view.undone, view.position = self.taken, self.undone + len(out), self.position
        view.summary = self.summary
        view.strangers, view.hits, view.episodes = self.strangers, self.hits, self.episodes
        return view

    def quoted(self, met: Met) -> tuple[Entry, ...]:
        """The evidence of a hit, in order, with what has just been taken out."""
        held = sorted((*self.entries, *self.beside, *self.gone)) if self.gone or self.beside else self.entries
        return tuple(entry for entry in held if entry.event in met.events)

    def is_hub(self, brakes: Brakes) -> bool:
        """This token met so many others that volume says nothing any more."""
        return len(self.strangers) >= brakes.hub_degree

    def is_ambiguous(self, brakes: Brakes) -> bool:
        """More tokens of one kind than one person has: a shared or mistyped identifier; it must not join people."""
        return crowded(self.bonds, brakes.alias_cap)

    @property
    def own(self) -> Sequence[Entry]:
        """The entries that show the token's own person."""
        if any(entry.hops == BESIDE for entry in self.entries):
            return [entry for entry in self.entries if entry.hops != BESIDE]
        return self.entries

    @property
    def aliases(self) -> frozenset[str]:
        """Tokens seen on the same party that name the same person."""
        return frozenset(self.bonds)

    @property
    def dropped(self) -> int:
        """Sightings that a bound took: they are summarised, not held."""
        return self.taken - self.undone - len(self.entries)

    @property
    def newest(self) -> float:
        """Newest event time held, seconds since 1970."""
        if not self.entries:
            return max((entry.time for entry in (*self.beside, *self.gone)), default=0.0)
        return max(self.entries[-1].time, self.beside[-1].time) if self.beside else self.entries[-1].time

    @property
    def clock(self) -> int:
        """Newest publication time held, milliseconds since 1970: the `now` of every deadline."""
        return max((entry.fact.published for entry in (*self.entries, *self.beside, *self.gone)), default=0)

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

    def apart(self, facet: Facet, window: Sequence[Entry], days: float) -> Sketch:
        """The different ones of a facet in the `days` that end with the window: of the entries that it holds, and of those before
        that a bound dropped. Empty window: nobody."""
        if not window:
            return ()
        held = sketch(mark for entry in window for mark in facet.marks(entry))
        if not self.summary:
            return held
        until = window[-1].time
        return merged(held, self.summary.seen(facet.name, until - days * DAY, until))

    def least(self, facet: Facet, window: Sequence[Entry], days: float) -> int:
        """At least so many different ones: see `apart` and `streams.sketch`."""
        return count(self.apart(facet, window, days)).at_least

    def meet(self, entry: Entry, brakes: Brakes) -> None:
        """Learn whom the entry shows: other tokens of this person, and other parties."""
        if entry.hops == BESIDE:
            return
        if entry.hops == 0 and self.kind in IDENTITY_KINDS:
            for alias in entry.names(self.token):
                show(self.bonds, alias, entry.event, brakes.alias_cap)
        for index, party in enumerate(entry.fact.parties):
            if index != entry.party and party.tokens:
                self._stranger(party, brakes.hub_degree)

    def _stranger(self, party: Party, most: int) -> None:
        mark = crc32(party.tokens[0].encode())
        if mark not in self.strangers:
            if len(self.strangers) >= most:
                largest = max(self.strangers)
                if mark > largest:
                    return
                self.strangers.remove(largest)
            self.strangers.add(mark)

    def _is_old(self, entry: Entry, brakes: Brakes) -> bool:
        return bool(self.entries) and entry.time < self.newest - brakes.days * DAY

    def _fits(self, entry: Entry, brakes: Brakes) -> bool:
        if entry.hops == BESIDE:
            return True
        return len(self.entries) < brakes.entries or len(own := self.own) < brakes.entries or own[0] < entry

    def _drop(self, key: Key) -> None:
        self.entries = [entry for entry in self.entries if entry.key != key]

    def _out(self, key: Key) -> None:
        self._drop(key)
        del self.keys[key]
        self.undone += 1

    def _trim(self, brakes: Brakes) -> None:
        oldest = self.newest - brakes.days * DAY
        while self.entries and self.entries[0].time < oldest:
            del self.keys[self.entries.pop(0).key]
        if len(self.entries) <= min(brakes.entries, MOST_BESIDE):
            return
        beside = [entry for entry in self.entries if entry.hops == BESIDE]
        own = self.own if beside else self.entries
        for dropped in (*own[: max(0, len(own) - brakes.entries)], *beside[: max(0, len(beside) - MOST_BESIDE)]):
            self._drop(dropped.key)
            del self.keys[dropped.key]
            if dropped.hops != BESIDE:
                self.fallen.append(dropped)
