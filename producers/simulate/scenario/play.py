"""One telling of a scenario: its cast plays, the desks that see it write it down, and the truth of it is noted."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

import orjson

from producers.simulate.journeys import CARRIERS, reference, trip
from producers.simulate.nation.calendar import at_work, take_off
from producers.simulate.nation.desks import Desk, Slips
from producers.simulate.nation.land import Land
from producers.simulate.nation.tale import Way
from producers.simulate.people import Person
from producers.simulate.scenario.form import SECTOR_OF, Account, Journey, Scenario
from producers.simulate.scenario.parties import Stage
from producers.simulate.scenario.troupe import Troupe
from producers.simulate.scenario.values import ABSENT, settled
from schemas.codes import Sector
from schemas.facts import Kind, Trip
from schemas.report import Report
from schemas.rulepack import Subject
from schemas.truth import TrueSubject


class Sent(NamedTuple):
    """A report that a desk sent, as JSON without its id."""

    at: datetime
    sector: Sector
    desk: int
    report: Mapping[str, Any]
    tells: str
    """What it is independent of: reports of one booking count as one. Empty when it tells nothing by itself."""


class Leg(NamedTuple):
    """One booking of a journey, and who is on it."""

    way: Way
    travellers: Mapping[str, tuple[Person, ...]]


class Telling(NamedTuple):
    """What became of a scenario once."""

    sent: tuple[Sent, ...]
    subjects: tuple[TrueSubject, ...]
    departs_at: datetime | None
    detectable: bool


def play(scenario: Scenario, land: Land, rng: Random, first: int, anchor: datetime) -> Telling:
    """The scenario around its anchor, a local day; reports that fall outside the season are not sent.

    Raises ValueError naming the report or journey when a field of it is not one of a report's.
    """
    troupe = Troupe(scenario, land, rng, first)
    desk = Desk(rng, Slips(**dict(scenario.slips.items())))
    stage = Stage(troupe, desk, rng)
    legs = {name: tuple(_legs(name, journey, troupe, rng, anchor)) for name, journey in scenario.journey.items()}
    blind = {sector for sector, watch in scenario.sees.items() if rng.random() >= watch.at_all}
    sent: list[Sent] = []
    for place, line in enumerate(scenario.report):
        try:
            told = tuple(_told(line, legs, stage, rng, anchor))
        except ValueError as error:
            raise ValueError(f"report.{place}: {error}") from None
        for one in told:
            watch = scenario.sees.get(one.sector)
            if one.sector in blind or (watch and rng.random() >= watch.each):
                continue
            if land.start <= one.at < land.end:
                sent.append(one)
    flown = [
        leg.way.trip.departs_at
        for each in legs.values()
        for leg in each
        if any(scenario.cast[name].about is Subject.POSSIBLE_VICTIM for name in leg.travellers)
    ]
    sent.sort(key=lambda one: one.at)
    independent = {one.tells for one in sent if one.tells}
    return Telling(tuple(sent), stage.subjects(scenario), min(flown, default=None), len(independent) >= 2)


def _legs(name: str, journey: Journey, troupe: Troupe, rng: Random, anchor: datetime) -> Iterator[Leg]:
    first, others = journey.of[0], {who: troupe.people[who] for who in journey.of[1:]}
    apart = journey.way == "apart"
    groups = (
        [(person,) for person in troupe.people[first]] if apart else _chunks(troupe.people[first], journey.party_of)
    )
    origin, destination = rng.choice(journey.origin), rng.choice(journey.destination)
    carrier, way = rng.randrange(2), None
    for place, group in enumerate(groups):
        if way is None or apart:
            day = anchor + timedelta(days=rng.uniform(*journey.departs) if apart or place else journey.departs[0])
            facts = settled(rng, journey.trip)
            back = int(rng.uniform(*journey.back_after)) if journey.back_after else None
            way = _trip(name, carrier + place * apart, origin, destination, take_off(rng, day), back, facts)
        with_them = others if apart or place == 0 else dict.fromkeys(others, ())
        yield Leg(Way(way, reference(rng, way)), {first: group, **with_them})


def _trip(
    name: str, carrier: int, origin: str, destination: str, at: datetime, back: int | None, facts: Mapping[str, Any]
) -> Trip:
    plain = trip(carrier, origin, destination, at, back_after=back)
    given = {**plain.model_dump(mode="json", exclude_none=True), **facts}
    try:
        return Trip.model_validate_json(orjson.dumps(given))
    except ValueError as error:
        raise ValueError(f"journey.{name}.trip: {error}") from None


def _chunks(people: Sequence[Person], size: int) -> list[tuple[Person, ...]]:
    return [tuple(people[place : place + size]) for place in range(0, len(people), size)]


def _told(
    line: Account, legs: Mapping[str, Sequence[Leg]], stage: Stage, rng: Random, anchor: datetime
) -> Iterator[Sent]:
    sector = line.sector or SECTOR_OF[line.kind]
    for leg in legs[line.journey] if line.journey else (None,):
        on_board = leg.travellers if leg else {}
        among = on_board.get(line.each, stage.everyone(line.each)) if line.each else (None,)
        for person in among:
            if rng.random() >= line.chance:
                continue
            for _ in range(rng.randint(*line.times)):
                yield _sent(line, sector, leg, person, stage, rng, anchor)


def _sent(
    line: Account,
    sector: Sector,
    leg: Leg | None,
    person: Person | None,
    stage: Stage,
    rng: Random,
    anchor: datetime,
) -> Sent:
    departs = leg.way.trip.departs_at if leg else anchor
    exact = max(map(abs, line.days)) < 2  # hours before a departure are meant as they are, also at night
    at = departs + timedelta(days=rng.uniform(*line.days))
    if not exact:
        at = at_work(rng, at, sector)
    meant = dict(leg.travellers) if leg else {}
    if line.each and person:
        meant[line.each] = (person,)
    parties = [party for present in line.parties for party in stage.parties(present, meant, sector)]
    report: dict[str, Any] = {"kind": line.kind.value, "occurred_at": at.isoformat(), "parties": parties}
    if leg:
        facts = leg.way.trip.model_dump(mode="json", exclude_none=True)
        if line.kind is Kind.BOOKING:
            at = min(at, departs - timedelta(hours=2))
            report["occurred_at"] = facts["booked_at"] = at.isoformat()
        report["trip"] = {**facts, **settled(rng, line.trip)}
        report["booking"] = leg.way.booking.model_dump(mode="json", exclude_none=True)
    for name in ("transaction", "account", "job", "document", "observations", "against"):
        value = settled(rng, getattr(line, name))
        if value is not ABSENT and value:
            report[name] = value
    Report.model_validate_json(orjson.dumps({"id": "trial", **report}))
    tells = "" if not line.tells else leg.way.booking.locator if leg else f"{line.kind}/{at.isoformat()}"
    return Sent(at, sector, _desk(line, leg, meant, stage, rng), report, tells)


def _desk(line: Account, leg: Leg | None, meant: Mapping[str, tuple[Person, ...]], stage: Stage, rng: Random) -> int:
    if line.desk == "any":
        return rng.randrange(1_000)
    if leg:
        return CARRIERS.index(leg.way.trip.carrier)
    for present in line.parties:
        if present.who in stage.troupe.firms and present.role in ("recruiter", "agency"):
            return stage.troupe.firms[present.who].desk
    first = line.parties[0].who
    people = meant.get(first) or stage.everyone(first)
    return people[0].number if people else 0
