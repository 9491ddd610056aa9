"""What is held of one token, and the plain questions about it: nothing here changes it, but for letting an entry go. Pure."""

from collections.abc import Container, Sequence

from schemas.rulepack import Brakes
from schemas.token import kind_of
from streams.bonds import Bond, crowded
from streams.entry import BESIDE, Entry, Key, Way
from streams.remembered import Companion, Episode, Met
from streams.summary import Summary


class Held:
    """The fields of a history. `streams.history.History` changes them, and the scorer."""

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

    def told_of(self) -> set[str]:
        """Every event that is held, or stands for a bond."""
        return {event for event, _ in self.keys}.union(*(bond.values() for bond in self.bonds.values()))

    def quotes(self, events: Container[str]) -> set[str]:
        """Which of these events are held, or stand for a bond."""
        held = {event for event, _ in self.keys if event in events}
        for bond in self.bonds.values():
            held.update(event for event in bond.values() if event in events)
        return held

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

    def drop(self, key: Key) -> None:
        """Hold this entry no more; the ways that it came by are kept for whoever drops it."""
        self.entries = [entry for entry in self.entries if entry.key != key]
