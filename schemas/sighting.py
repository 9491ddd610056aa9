"""Sighting: one token seen in one event: what the scorer eats."""

from typing import Annotated

from pydantic import Field

from schemas.codes import SourceGrade
from schemas.event import MAX_PARTIES, Party
from schemas.evidence import EvidenceRef
from schemas.facts import Facts
from schemas.record import Record
from schemas.token import Token

MAX_HOPS = 2
"""How far a sighting travels along aliases of the same person."""


class Fact(Facts):
    """An accepted event as the scorer knows it: no seal, no envelope, but its place on the broker."""

    ref: EvidenceRef
    published: Annotated[int, Field(ge=0)]
    """When the partner published it, milliseconds since 1970 (Kafka's record time stamp)."""
    grade: SourceGrade = SourceGrade.B
    """How far this partner is trusted, from partners.toml."""
    parties: Annotated[tuple[Party, ...], Field(min_length=1, max_length=MAX_PARTIES)]


class Sighting(Record):
    """One token, seen on one party of one event."""

    token: Token
    party: Annotated[int, Field(ge=0, lt=MAX_PARTIES)]
    """Which party of the event carries it."""
    hops: Annotated[int, Field(ge=0, le=MAX_HOPS)] = 0
    """How many aliases it travelled along; 0 when the event itself shows the token."""
    via: Token | None = None
    """The alias it came from, if it travelled."""
    fact: Fact

    @property
    def me(self) -> Party:
        """The party that is meant."""
        return self.fact.parties[self.party]
