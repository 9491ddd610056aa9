"""Disposition: what an officer decided about an alert, per inbox (domain 5.1)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from schemas.alert import AlertId
from schemas.codes import Moment
from schemas.record import Record
from schemas.route import InboxName
from schemas.snooze import SnoozeReason


class Decision(StrEnum):
    """A small closed vocabulary; every close needs one."""

    ACKNOWLEDGED = "acknowledged"
    IN_REVIEW = "in-review"
    INTERVIEWED = "interviewed"
    REFERRED = "referred"
    INFORMATION_REQUESTED = "information-requested"
    CASE_OPENED = "case-opened"
    OTHER_OFFENCE = "other-offence"
    NO_OFFENCE = "no-offence"
    FALSE_MATCH = "false-match"
    DUPLICATE = "duplicate"
    TOO_LATE = "too-late"
    INSUFFICIENT = "insufficient-information"


class Disposition(Record):
    """One decision of one inbox on one version of an alert."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    alert_id: AlertId
    version: Annotated[int, Field(ge=1)]
    inbox: InboxName
    decision: Decision
    officer: Annotated[str, Field(pattern="^[a-z0-9-]{1,40}$")]
    """Officer id, never a name."""
    at: Moment
    snooze_until: Moment | None = None
    """Not to be told of this subject before, unless something new comes; with its reason."""
    snooze_reason: SnoozeReason | None = None

    @model_validator(mode="after")
    def _snoozes_for_a_reason(self) -> "Disposition":
        if (self.snooze_until is None) is not (self.snooze_reason is None):
            raise ValueError("a snooze has a day and a reason; give both snooze_until and snooze_reason, or neither")
        return self
