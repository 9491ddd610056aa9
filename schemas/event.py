"""Event: a report, protected. A CloudEvents 1.0 envelope in structured JSON; the only thing a partner publishes."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.codes import Country, Moment, Sex
from schemas.evidence import EventId
from schemas.facts import Facts
from schemas.record import Record
from schemas.role import Role
from schemas.sealed import Sealed
from schemas.token import Token

SPEC_VERSION = "1.0"
TYPE_PREFIX = "pk.raabta."
SOURCE_PREFIX = "urn:raabta:partner:"
DATA_SCHEMA = "urn:raabta:schema:event:1"
MAX_BYTES = 256 * 1024
"""An event above this is rejected as too large."""
MAX_PARTIES = 50


MAX_TOKENS = 80
"""On one party: all identifiers that a report can give of it, each under two keys while they rotate."""


class Party(Record):
    """Someone or something in an event: a role, tokens, and what an indicator may know of the person."""

    role: Role
    tokens: Annotated[tuple[Token, ...], Field(max_length=MAX_TOKENS)] = ()
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    sex: Sex | None = None
    nationality: Country | None = None


class EventData(Facts):
    """The payload: the report's facts, its parties as tokens, its identities sealed."""

    parties: Annotated[tuple[Party, ...], Field(min_length=1, max_length=MAX_PARTIES)]
    sealed: Sealed
    """Identities and note, readable by the FIA alone; bound to this event's id and source."""


class Event(Record):
    """CloudEvents 1.0 envelope."""

    specversion: Literal["1.0"]
    id: EventId
    source: Annotated[str, Field(pattern="^urn:raabta:partner:[a-z][a-z0-9-]{1,30}$")]
    """`urn:raabta:partner:` and the partner's id; must be the partner whose topic this is."""
    type: Annotated[str, Field(pattern=r"^pk\.raabta\.[a-z]+\.[a-z-]+\.v1$", examples=["pk.raabta.airline.booking.v1"])]
    time: Moment
    """When it happened."""
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: Literal["urn:raabta:schema:event:1"] = "urn:raabta:schema:event:1"
    data: EventData


def source_of(partner: str) -> str:
    """The CloudEvents source of a partner."""
    return SOURCE_PREFIX + partner


def type_of(sector: str, kind: str) -> str:
    """The CloudEvents type of a kind of report."""
    return f"{TYPE_PREFIX}{sector}.{kind}.v1"
