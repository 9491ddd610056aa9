"""Kept: what a sign rests on stays in a history when ordinary sightings push out what is older.

A busy account has eight deposits a day, and the six that were made at night lie behind hundreds of others; a busy agency registers
seventy workers after the paper that says its licence is cancelled. So beside the newest sightings a history keeps the newest of each
sort that an indicator asks for by name. Whether a sighting is of a sort is told by its fact alone, so that the order of arrival does
not change what is kept; each sort has room of its own, so that none pushes out another.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from streams.entry import Entry


class Kept(NamedTuple):
    """Sightings that a sign rests on."""

    name: str
    most: int
    """So many are kept, the newest, beside the newest sightings of any sort [D]."""
    shows: Callable[[Entry], bool]
    """Whether a sighting is one of them, by its fact and the party meant alone; cheap."""


def left_out(older: Sequence[Entry], sorts: Sequence[Kept]) -> list[Entry]:
    """Those of the older entries, oldest first, that are not among the newest of any sort."""
    room, gone = {sort.name: sort.most for sort in sorts}, list[Entry]()
    for entry in reversed(older):
        stays = False
        for name in _sorts_of(entry, sorts):
            if room.get(name, 0):
                room[name] -= 1
                stays = True
        if not stays:
            gone.append(entry)
    return gone[::-1]


def _sorts_of(entry: Entry, sorts: Sequence[Kept]) -> tuple[str, ...]:
    """Told once of each entry: it never changes."""
    if entry.sorts is None:
        entry.sorts = tuple(sort.name for sort in sorts if sort.shows(entry))
    return entry.sorts
