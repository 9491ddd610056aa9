"""Entry: a sighting as a history remembers it."""

from collections.abc import Iterator
from functools import lru_cache

from schemas.event import Party
from schemas.role import Role
from schemas.sighting import MAX_HOPS, Fact
from schemas.token import IDENTITY_KINDS, JOINING_KINDS

DAY = 86_400.0
"""Seconds."""
IDENTITY = tuple(f"{kind}:" for kind in IDENTITY_KINDS)
"""How a token that names one person begins."""
JOINING = tuple(f"{kind}:" for kind in JOINING_KINDS)
Key = tuple[str, int]
"""`partner/event id`, and which party of it."""
Way = tuple[int, str]
"""How a sighting came to a token: along so many aliases, the last of which is named; or from somebody beside it (`BESIDE`)."""
BESIDE = MAX_HOPS + 1
"""In place of hops: it shows somebody whom the token stands beside, not the token's own person. See `streams.company`."""


@lru_cache(maxsize=20_000)
def fact_of(raw: bytes) -> Fact:
    """Read a fact once, however many tokens of it this worker meets; holds tokens only, never an identity."""
    return Fact.model_validate_json(raw)


class Entry:
    """A sighting as it is remembered. Ordered by event time, then by event, so that arrival order does not matter."""

    __slots__ = ("event", "fact", "hops", "key", "me", "order", "party", "raw", "role", "sorts", "time", "via")

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
        self.key: Key = (self.event, party)
        self.order = (self.time, self.event, party)
        self.sorts: tuple[str, ...] | None = None
        """What it is kept for, once somebody has asked: see `streams.kept`."""

    def others(self, *roles: Role) -> Iterator[Party]:
        """The other parties of the event, of these roles if any are named."""
        for index, party in enumerate(self.fact.parties):
            if index != self.party and (not roles or party.role in roles):
                yield party

    def names(self, token: str) -> list[str]:
        """The other tokens beside this one that name the same person, by this event alone."""
        return [other for other in self.me.tokens if other != token and other.startswith(JOINING)]

    def __lt__(self, other: "Entry") -> bool:
        return self.order < other.order

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and (self.order, self.hops, self.via) == (other.order, other.hops, other.via)

    def __hash__(self) -> int:
        return hash(self.order)
