"""What a seal held, in clear: the identities of an event's parties. Only ever made for an inbox of profile fia."""

from collections.abc import Iterable
from typing import Annotated, NamedTuple

from pydantic import Field

from schemas.alert import Alert
from schemas.event import Event
from schemas.record import Record
from schemas.report import BookingReference, Identity
from schemas.role import Role


class Opened(Record):
    """The plaintext of a seal: identities in the order of the event's parties."""

    parties: Annotated[tuple[Identity, ...], Field(max_length=50, repr=False)]
    booking: Annotated[BookingReference | None, Field(repr=False)] = None
    note: Annotated[str | None, Field(repr=False)] = None


class Known(NamedTuple):
    """One party of one event, with what its partner called it."""

    role: Role
    tokens: frozenset[str]
    identity: Identity


def known(event: Event, opened: Opened) -> list[Known]:
    """The parties of an event with their identities."""
    pairs = zip(event.data.parties, opened.parties, strict=False)
    return [Known(party.role, frozenset(party.tokens), identity) for party, identity in pairs]


def of_subject(alert: Alert, parties: Iterable[Known]) -> list[Identity]:
    """What partners wrote about the alert's subject, each spelling once, in the order of the evidence."""
    wanted = {alert.subject, *alert.aliases}
    return list(dict.fromkeys(party.identity for party in parties if party.tokens & wanted))


def bearers(token: str, parties: Iterable[Known]) -> list[Identity]:
    """Whoever showed this token."""
    return list(dict.fromkeys(party.identity for party in parties if token in party.tokens))
