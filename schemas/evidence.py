"""Where a piece of evidence lies on the broker."""

from typing import Annotated

from pydantic import Field

from schemas.codes import Moment, Sector
from schemas.record import Record

PartnerId = Annotated[str, Field(pattern="^[a-z][a-z0-9-]{1,30}$", description="Partner id", examples=["air-nilkanth"])]
EventId = Annotated[
    str,
    Field(
        pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
        description="Unique at its partner; holds no identity",
        examples=["bk-000017"],
    ),
]


class EvidenceRef(Record):
    """One source event: who sent it, what happened when, and at which position of which topic its bytes lie."""

    topic: str
    partition: Annotated[int, Field(ge=0)]
    offset: Annotated[int, Field(ge=0)]
    index: Annotated[int, Field(ge=0)] = 0
    """Position inside a CloudEvents batch; 0 for a single event."""
    partner: PartnerId
    event: EventId
    sector: Sector
    time: Moment
    """When it happened."""
