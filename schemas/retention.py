"""Retention: how long each kind of record is kept, and why (deploy/retention.toml)."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.record import Record

AWAY_DAYS = 7
"""What a stage or an inbox has not read when it is deleted, is lost to it: nothing that is read goes sooner than this."""


class Kept(Record):
    """Kept for so long, then deleted."""

    days: Annotated[int, Field(ge=1, le=36_500)]
    why: Annotated[str, Field(min_length=10)]
    """The reason for this number, for whoever must answer for it."""

    @property
    def span(self) -> timedelta:
        """As a span of time."""
        return timedelta(days=self.days)

    @property
    def milliseconds(self) -> int:
        """As Kafka counts."""
        return self.days * 86_400_000


class Flowing(Kept):
    """Read by a later stage, which may have been away."""

    days: Annotated[int, Field(ge=AWAY_DAYS, le=36_500)]


class Otherwise(Record):
    """Bounded by something else than its age on a topic."""

    why: Annotated[str, Field(min_length=10)]


class Retention(Record):
    """Every kind of record."""

    events: Flowing
    sightings: Flowing
    alerts: Flowing
    dispositions: Flowing
    inboxes: Flowing
    receipts: Kept
    rejects: Flowing
    store: Flowing
    """Rows of an inbox's store, counted from when the newest version of the alert was stored."""
    state: Otherwise
    audit: Otherwise

    @model_validator(mode="after")
    def _nothing_comes_back(self) -> Self:
        if self.store.days < self.inboxes.days:
            raise ValueError(
                "store: keep it at least as long as inboxes, or an inbox that is read anew brings back the swept"
            )
        return self
