"""How indicators read pilgrimages: who is sent on Umrah, with or without hotel, and how many are by one hand."""

from collections.abc import Sequence
from datetime import timedelta

from schemas.codes import Sex
from schemas.facts import Trip, VisaClass
from schemas.role import Role
from streams.history import Entry, History
from streams.indicators.reading import is_child, marks_of_people, outbound, people
from streams.kept import Kept
from streams.summary import Facet


def is_umrah(entry: Entry) -> bool:
    """A journey abroad for Umrah."""
    trip = entry.fact.trip
    return trip is not None and trip.visa_class is VisaClass.UMRAH and outbound(trip)


def pilgrims(
    history: History, entries: Sequence[Entry], least: float, days: float, with_party: Entry | None = None
) -> list[Entry]:
    """The largest group of Umrah bookings without hotel that depart within so many days of one another, if it has
    enough people, women or children among them, and outnumbers those for whom a hotel is booked, those that a bound dropped
    among them; else nothing. `entries`: of the history; `with_party`: only groups that hold this entry."""
    trips = [(trip.departs_at, entry) for entry in entries if (trip := _without_hotel(entry)) is not None]
    if len(trips) < 2 and sum(1 for _, e in trips for _ in e.others(Role.TRAVELLER)) < least:
        return []
    housed = [(trip.departs_at, entry) for entry in entries if (trip := _pilgrimage(entry, hotel=True)) is not None]
    best: list[Entry] = []
    for start in {departs for departs, _ in trips}:
        until = start + timedelta(days=days)
        group = [e for departs, e in trips if start <= departs <= until]
        if len(group) < len(best) or (with_party is not None and with_party not in group):
            continue
        flown = [party for e in group for party in e.others(Role.TRAVELLER)]
        count = people(flown)
        if count < least or not any(p.sex is Sex.FEMALE or is_child(p) for p in flown):
            continue
        others = people(p for departs, e in housed if start <= departs <= until for p in e.others(Role.TRAVELLER))
        if count > others and history.summary:  # the dearest question is the last
            others = history.whole(HOUSED, start.timestamp(), until.timestamp())
        if count > others:
            best = group
    return best


def _pilgrimage(entry: Entry, *, hotel: bool) -> Trip | None:
    """The journey for Umrah, if it is one and is known to be with a hotel, or without."""
    trip = entry.fact.trip
    if trip is None or trip.visa_class is not VisaClass.UMRAH or trip.hotel_booked is not hotel or not outbound(trip):
        return None
    return trip


def _without_hotel(entry: Entry) -> Trip | None:
    return _pilgrimage(entry, hotel=False)


def is_bare_pilgrimage(entry: Entry) -> bool:
    """A booking for Umrah without a hotel: without one of these, no group of them needs to be looked for."""
    return _without_hotel(entry) is not None


def _departs(entry: Entry) -> float:
    trip = entry.fact.trip
    return trip.departs_at.timestamp() if trip is not None else entry.time


PILGRIMS = Facet(
    "pilgrims", lambda entry: marks_of_people(entry.others(Role.TRAVELLER) if is_umrah(entry) else ()), _departs
)
HOUSED = Facet(
    "pilgrims-with-hotel",
    lambda entry: marks_of_people(entry.others(Role.TRAVELLER) if _pilgrimage(entry, hotel=True) else ()),
    _departs,
)
WITHOUT_HOTEL = Kept("umrah-without-hotel", 16, is_bare_pilgrimage)


def pilgrims_about(sighting: Entry, history: History, span: timedelta) -> int:
    """All whom a busy hand sends on Umrah so near the departure of this one, those that a bound dropped among them."""
    trip = sighting.fact.trip
    if trip is None:
        return 0
    since, until = trip.departs_at - span, trip.departs_at + span
    return history.whole(PILGRIMS, since.timestamp(), until.timestamp())
