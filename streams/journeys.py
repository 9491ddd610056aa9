"""The trips that an alert's clock runs for, soonest first. Pure."""

from collections.abc import Sequence
from datetime import datetime

from schemas.alert import Journey
from schemas.codes import airports
from schemas.facts import Trip
from schemas.role import Role
from schemas.rulepack import Subject
from streams.history import Entry, History

MOST_JOURNEYS = 6
_TRAVELS = frozenset({Role.TRAVELLER, Role.COMPANION})


def trips_of(history: History, about: Subject, evidence: Sequence[Entry], now: datetime) -> tuple[Trip, ...]:
    """Trips still ahead at `now` of any entry, and those of the evidence; soonest first. An agency's other customers fly every day:
    for a facilitator only the evidence counts."""
    quoted = {entry.event for entry in evidence}
    trips: dict[tuple[str, str, datetime], Trip] = {}
    for entry in evidence if about is Subject.FACILITATOR else history.entries:
        trip = entry.fact.trip
        if trip is None or (about is Subject.POSSIBLE_VICTIM and entry.role not in _TRAVELS):
            continue
        if about is Subject.FACILITATOR or trip.departs_at > now or entry.event in quoted:
            trips[trip.carrier, trip.flight, trip.departs_at] = trip
    return tuple(sorted(trips.values(), key=lambda trip: (trip.departs_at <= now, trip.departs_at))[:MOST_JOURNEYS])


def journey_of(trip: Trip) -> Journey:
    """The trip as an alert tells it, with the countries of its airports where they are known."""
    countries = airports()
    return Journey(
        carrier=trip.carrier,
        flight=trip.flight,
        origin=trip.origin,
        origin_country=countries.get(trip.origin) or None,
        destination=trip.destination,
        destination_country=countries.get(trip.destination) or None,
        departs_at=trip.departs_at,
    )
