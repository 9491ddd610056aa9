"""What a history remembers beside its sightings: hits, the alerts they raised, and people around the party who show signs."""

from typing import NamedTuple

from schemas.event import Party
from streams.entry import Entry
from streams.wording import Said


class Met(NamedTuple):
    """A hit as it is remembered: which entries made it and what it says."""

    indicator: str
    said: Said
    events: tuple[str, ...]
    """`partner/event id` of the evidence, oldest first."""
    time: float
    """Newest event time in the evidence."""
    size: int
    """How many events the sentence speaks of: the telling one is kept."""


class Episode(NamedTuple):
    """An alert that this token has raised."""

    number: int
    version: int
    opened: int
    """When the event that opened it was published, milliseconds since 1970."""
    last: float
    """Newest event time it has seen."""
    fingerprint: str
    """What the last version said, hashed: only a change makes a new version."""
    merged: bool = False
    withdrawn: bool = False
    rises: int = 0
    """When the clock alone makes it more urgent, milliseconds since 1970; 0: never, as far as is known."""
    rung: int = 0
    """When it last did: the alert is told as of then, though no event has come."""


class Companion(NamedTuple):
    """Somebody of another family whom the token stands beside, and who shows signs: see `streams.company`."""

    party: Party
    evidence: tuple[Entry, ...]
    """What the signs rest on, oldest first."""
