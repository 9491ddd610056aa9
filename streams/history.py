"""History: what is remembered of one token. Bounded in count and age; the same set of sightings gives the same history."""

from bisect import insort
from collections.abc import Collection, Sequence

from schemas.rulepack import Brakes
from schemas.token import JOINING_KINDS
from streams.bonds import show, unshow
from streams.bounds import MOST_WAYS, count_stranger, fits, is_old, trim
from streams.entry import BESIDE, DAY, Entry, Key, fact_of
from streams.kept import Kept
from streams.remembered import Companion, Episode, Met
from streams.timeline import Timeline

__all__ = ["DAY", "Companion", "Entry", "Episode", "History", "Met", "fact_of"]


class History(Timeline):
    """All that the scorer knows of one token. Changed only by the methods below and by the scorer."""

    __slots__ = ()

    def remember(self, entry: Entry, brakes: Brakes, sorts: Sequence[Kept] = ()) -> bool:
        """Take an entry. False if nothing follows from it: it is known by a way as short, or too old to matter. `sorts`: what
        is not pushed out by what is newer."""
        ways = self.keys.get(entry.key)
        way = (entry.hops, entry.via)
        if ways is None:
            self.taken += 1
            self.revision += 1
            self.meet(entry, brakes)
            if is_old(self, entry, brakes):
                return False
            if not fits(self, entry, brakes, sorts):
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
            self.drop(entry.key)
        insort(self.entries, entry)
        trim(self, brakes, sorts)
        return entry.key in self.keys

    def meet(self, entry: Entry, brakes: Brakes) -> None:
        """Learn whom the entry shows: other tokens of this person, and other parties."""
        if entry.hops == BESIDE:
            return
        if entry.hops == 0 and self.kind in JOINING_KINDS:
            for alias in entry.names(self.token):
                show(self.bonds, alias, entry.event, brakes.alias_cap)
        for index, party in enumerate(entry.fact.parties):
            if index != entry.party and party.tokens:
                count_stranger(self, party, brakes.hub_degree)

    def refuse(self) -> None:
        """Count a sighting that is not taken in: its event is corrected already."""
        self.taken += 1
        self.undone += 1
        self.revision += 1

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
                self.drop(key)
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

    def _out(self, key: Key) -> None:
        self.drop(key)
        del self.keys[key]
        self.undone += 1
