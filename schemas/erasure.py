"""Erasure: an order to forget a subject, and what it covers. It names nobody: tokens stand in it as digests."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated

from pydantic import Field

from schemas.alert import AlertId
from schemas.codes import Moment
from schemas.record import Record
from schemas.reject_work import Worker
from schemas.token import Token

Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of a token")]


class Place(Record):
    """Where one event of the subject lies, until its topic's retention ends."""

    topic: str
    partition: Annotated[int, Field(ge=0)]
    offset: Annotated[int, Field(ge=0)]
    index: Annotated[int, Field(ge=0)] = 0


class Erasure(Record):
    """The order, and at once its entry in the register of erasures: kept for ever, keyed by `id`."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    subject: Annotated[tuple[Digest, ...], Field(min_length=1)]
    """Digests of the subject's tokens."""
    at: Moment
    by: Worker
    authority: Annotated[str, Field(min_length=3, max_length=200)]
    """Who may order it, and under which number. Never the subject's name."""
    reason: Annotated[str, Field(min_length=3, max_length=300)]
    alerts: Mapping[AlertId, Annotated[int, Field(ge=1)]] = {}
    """Alerts about the subject -> the newest version when the order was given: all up to it are deleted in the inboxes."""
    mentions: tuple[AlertId, ...] = ()
    """Alerts about others that show one of the tokens: it is taken out of their views."""
    events: tuple[Place, ...] = ()
    """Events that show the subject: no inbox keeps or opens them any more."""


class Forget(Record):
    """What the scoring stage takes from its own topic, once in every partition: the tokens themselves, gone within days."""

    order: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    tokens: Annotated[tuple[Token, ...], Field(min_length=1, max_length=64)]


def digest_of(token: str) -> str:
    """How a token stands in an order."""
    return sha256(token.encode()).hexdigest()
