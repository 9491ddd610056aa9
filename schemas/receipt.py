"""Receipt: what became of one view."""

from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

from pydantic import Field

from schemas.alert import AlertId
from schemas.codes import Moment
from schemas.record import Record
from schemas.route import InboxName

ROUTER = "router"
"""The channel of a receipt for what was suppressed before any inbox had it."""


class Outcome(StrEnum):
    """How a delivery ended."""

    DELIVERED = "delivered"
    FAILED = "failed"
    """Given up after all tries or refused for good; a person must look."""
    SUPPRESSED = "suppressed"
    """Not sent, on purpose, for the reason named."""


class Receipt(Record):
    """One channel's last word on one view; or the router's on a version that it sent nobody (`inbox` is None), or not to this inbox."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    alert_id: AlertId
    version: Annotated[int, Field(ge=1)]
    inbox: InboxName | None
    channel: str
    """`email`, `webhook`, `store`, or `router`."""
    outcome: Outcome
    reason: str = ""
    """Why failed or suppressed: a word from a closed list and, for mail, the SMTP reply code; never an address."""
    attempts: Annotated[int, Field(ge=0)] = 1
    at: Moment
    published: Annotated[int, Field(ge=0)]
    """When the causing event was published, milliseconds since 1970."""


def receipt_id(alert: str, version: int, inbox: str | None, channel: str) -> str:
    """A channel writes one receipt for one delivery, however often it says so."""
    return blake2b(f"{alert}|{version}|{inbox}|{channel}".encode(), digest_size=16).hexdigest()
