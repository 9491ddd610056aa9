"""The rule packs a worker can score by: the active one, and all on which an event under way may have begun.

An event begins on the version that is active when intake takes it. Intake writes that version beside the event's
sightings, and scoring writes it beside every relay, so that the event is scored on it to its end, by whichever worker.
"""

from streams.pack import Pack
from streams.ports import Headers

HEADER = "rules"
"""Kafka header of a frame of sightings: the version and digest its events began on."""


class Packs:
    """Swapped by the shell between two batches: whoever takes a batch reads `active` once."""

    def __init__(self, active: Pack) -> None:
        self.active: Pack = active
        """The pack on which events begin now."""
        self._known: dict[bytes, Pack] = {active.stamp: active}

    def know(self, pack: Pack) -> None:
        """Be ready to score by this pack."""
        self._known[pack.stamp] = pack

    def activate(self, pack: Pack) -> None:
        """Begin new events on this pack; those under way finish on theirs."""
        self.know(pack)
        self.active = pack

    def stamp(self) -> Headers:
        """The header for sightings of events that begin now."""
        return ((HEADER, self.active.stamp),)

    def find(self, stamp: bytes) -> Pack | None:
        """The pack of this stamp; None when this worker could not load it."""
        return self._known.get(stamp)


def stamp_of(headers: Headers) -> bytes | None:
    """The stamp a frame carries; None on a frame that was written before there were any."""
    return next((value for name, value in headers if name == HEADER), None)
