"""Snooze: one inbox asks not to be told again of one subject, for a reason and until a day."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from schemas.alert import AlertId, Priority
from schemas.codes import Moment, Sector
from schemas.record import Record
from schemas.route import InboxName
from schemas.rulepack import Subject
from schemas.token import Token

LONGEST = timedelta(days=90)
"""[D] Nobody is out of sight for longer than a season without being asked again."""


class SnoozeReason(StrEnum):
    """Why; a closed list, so that no name gets into it."""

    CASE_OPEN = "case-open"
    """The subject is worked already."""
    CLEARED = "cleared"
    """Looked into, and innocent."""
    KNOWN = "known"
    """Known to this inbox, such as a charity or a licensed agency."""
    WAITING = "waiting"
    """Information was asked for; nothing can be done before it comes."""


class Snooze(Record):
    """What the routing stage takes from a topic of its own, once in every partition."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    inbox: InboxName
    subject: Token
    aliases: tuple[Token, ...] = ()
    """Other tokens of the same subject when it was given."""
    about: Subject
    reason: SnoozeReason
    officer: Annotated[str, Field(pattern="^[a-z0-9-]{1,40}$")]
    """Officer id, never a name."""
    at: Moment
    until: Moment
    alert_id: AlertId
    """The alert it was given on."""
    version: Annotated[int, Field(ge=1)]
    sectors: tuple[Sector, ...]
    """What was known then; what is new breaks the snooze."""
    priority: Priority
    rank: Annotated[float, Field(ge=0)]
    child: bool = False
    harm_seen: bool = False

    @model_validator(mode="after")
    def _ends(self) -> "Snooze":
        if not self.at < self.until <= self.at + LONGEST:
            raise ValueError(f"until lies after at, by {LONGEST.days} days at the most; give an earlier day")
        return self
