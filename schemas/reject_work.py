"""RejectWork: what was done about a reject, by whom, and where the event came in again."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.codes import Moment
from schemas.record import Record

MENDED_FROM = "raabta-mended-from"
"""Kafka header of an event that came in again mended: the id of its reject."""
REPLAYED_FROM = "raabta-replayed-from"
"""Kafka header of an event that came in again as it was: the id of its reject."""
ORIGINAL = "raabta-original"
"""Kafka header of both: where the refused message lay, as topic/partition/offset/index."""

Worker = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]
"""Who works on a reject: a partner, an inbox, a process or a duty; no person's name."""


class WorkStatus(StrEnum):
    """How far the work on a reject is."""

    OPEN = "open"
    MENDED = "mended"
    """Came in again, changed."""
    REPLAYED = "replayed"
    """Came in again as it was, since our rules had changed."""
    DISCARDED = "discarded"
    """Will not come in again, for the reason in the note."""


class Step(Record):
    """One thing that was done."""

    status: WorkStatus
    """After the step."""
    at: Moment
    by: Worker
    owner: Worker
    """Whose turn it is, after the step."""
    note: Annotated[str, Field(max_length=300)] = ""
    """Why. Never an identity."""


class Reentry(Record):
    """Where the event came in again."""

    topic: str
    partition: Annotated[int, Field(ge=0)]
    offset: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """Of the bytes that came in again."""


class RejectWork(Record):
    """All that was done about one reject; keyed by its id, the last one counts. No record: nothing was done yet."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    """Of the reject."""
    partner: str
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """In order; the last one is the present state."""
    reentry: Reentry | None = None

    @property
    def status(self) -> WorkStatus:
        """The present one."""
        return self.steps[-1].status

    @property
    def owner(self) -> str:
        """The present one."""
        return self.steps[-1].owner
