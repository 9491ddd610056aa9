"""The bounds of a history: how old a sighting may be, how many are held, and how many other parties are counted. Pure."""

from collections.abc import Sequence
from zlib import crc32

from schemas.event import Party
from schemas.rulepack import Brakes
from streams.entry import BESIDE, DAY, Entry
from streams.held import Held
from streams.kept import Kept, left_out

MOST_WAYS = 12
"""Ways remembered of one sighting: through CNIC, passport, name with birth date, and three names with a phone, each under two keys
while they rotate. More aliases one event does not show."""
MOST_BESIDE = 24
"""Sightings remembered of people whom the token stands beside; the oldest are dropped [D]."""


def is_old(held: Held, entry: Entry, brakes: Brakes) -> bool:
    """Too long before the newest one held to matter."""
    return bool(held.entries) and entry.time < held.newest - brakes.days * DAY


def fits(held: Held, entry: Entry, brakes: Brakes, sorts: Sequence[Kept] = ()) -> bool:
    """There is room for it, or it is newer than one of the newest of the token's own, or of a sort that is kept."""
    if entry.hops == BESIDE or len(held.entries) < brakes.entries:
        return True
    own = held.own
    return len(own) < brakes.entries or own[-brakes.entries] < entry or any(sort.shows(entry) for sort in sorts)


def trim(held: Held, brakes: Brakes, sorts: Sequence[Kept] = ()) -> None:
    """Let go of what is too old, and of the oldest where there are too many, but for what is kept; they stand in `fallen`."""
    oldest = held.newest - brakes.days * DAY
    while held.entries and held.entries[0].time < oldest:
        del held.keys[held.entries.pop(0).key]
    if len(held.entries) <= min(brakes.entries, MOST_BESIDE):
        return
    beside = [entry for entry in held.entries if entry.hops == BESIDE]
    own = held.own if beside else held.entries
    older = own[: max(0, len(own) - brakes.entries)]
    for dropped in (*left_out(older, sorts), *beside[: max(0, len(beside) - MOST_BESIDE)]):
        held.drop(dropped.key)
        del held.keys[dropped.key]
        if dropped.hops != BESIDE:
            held.fallen.append(dropped)


def count_stranger(held: Held, party: Party, most: int) -> None:
    """Another party was met. Of more than `most` the smallest marks are kept, so that the order of arrival does not matter."""
    mark = crc32(party.tokens[0].encode())
    if mark not in held.strangers:
        if len(held.strangers) >= most:
            largest = max(held.strangers)
            if mark > largest:
                return
            held.strangers.remove(largest)
        held.strangers.add(mark)
