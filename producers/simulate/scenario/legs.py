"""The journeys of one telling: who is on which booking of which flight."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

import orjson

from producers.simulate import journeys
from producers.simulate.nation.calendar import take_off
from producers.simulate.people import Person
from producers.simulate.scenario.form import Journey
from producers.simulate.scenario.troupe import Troupe
from producers.simulate.scenario.values import fields, settled
from schemas.facts import Trip
from schemas.report import BookingReference


class Leg(NamedTuple):
    """One booking of a journey, and who is on it: nobody of an actor who is on another one."""

    trip: Trip
    booking: BookingReference
    travellers: Mapping[str, tuple[Person, ...]]

    def facts(self) -> dict[str, Any]:
        """The trip as JSON."""
        return self.trip.model_dump(mode="json", exclude_none=True)


def legs_of(
    journey: Journey, troupe: Troupe, rng: Random, anchor: datetime, drawn: Mapping[str, Any]
) -> tuple[Leg, ...]:
    """The bookings of a journey. Raises ValueError, pydantic's too, when a field is not one of a trip's."""
    first, others = journey.of[0], {who: troupe.people[who] for who in journey.of[1:]}
    apart = journey.way == "apart"
    groups = _groups(troupe.people[first], 1 if apart else journey.party_of)
    origin, destination = (settled(rng, rng.choice(places), drawn) for places in (journey.origin, journey.destination))
    carrier = rng.randrange(2)
    found: list[Leg] = []
    for place, group in enumerate(groups):
        if apart or not found:
            at = take_off(rng, anchor + timedelta(days=rng.uniform(*journey.departs)))
            back = int(rng.uniform(*journey.back_after)) if journey.back_after else None
            plain = journeys.trip(carrier + (place if apart else 0), origin, destination, at, back_after=back)
            facts = {
                **plain.model_dump(mode="json", exclude_none=True),
                **fields(rng, "trip", journey.trip, drawn),
            }
            way = Trip.model_validate_json(orjson.dumps(facts))
        else:
            way = found[0].trip
        beside = others if apart or place == 0 else dict.fromkeys(others, ())
        found.append(Leg(way, journeys.reference(rng, way), {first: group, **beside}))
    return tuple(found)


def _groups(people: Sequence[Person], size: int) -> list[tuple[Person, ...]]:
    return [tuple(people[place : place + size]) for place in range(0, len(people), size)]
