"""One telling of a scenario: its cast plays, the desks that see it write it down, and the truth of it is noted."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError

from producers.simulate.journeys import CARRIERS
from producers.simulate.nation.calendar import at_work
from producers.simulate.nation.desks import Desk, Slips
from producers.simulate.nation.land import Land
from producers.simulate.people import Person
from producers.simulate.scenario.form import SECTOR_OF, Journey, Line, Scenario, fault
from producers.simulate.scenario.legs import Leg, legs_of
from producers.simulate.scenario.parties import Stage
from producers.simulate.scenario.troupe import Troupe
from producers.simulate.scenario.values import Unsettled, fields, settled
from schemas.codes import Sector
from schemas.facts import Kind
from schemas.report import Report
from schemas.rulepack import Subject
from schemas.truth import TrueSubject

HOURS = 2
"""Days around a departure within which a time is meant to the hour, also at night; others fall into working hours."""
FACTS = ("transaction", "account", "job", "document", "observations", "against")


class Sent(NamedTuple):
    """A report that a desk sent, as JSON without its id."""

    at: datetime
    sector: Sector
    desk: int
    report: Mapping[str, Any]
    tells: str
    """What it is independent of: reports of one booking count as one. Empty when it tells nothing by itself."""


class Silence(StrEnum):
    """Why nothing of a telling was sent."""

    UNSEEN = "unseen"
    """Reports of it fell into the season; its sectors did not see them."""
    OUTSIDE = "outside"
    """All of its reports fell outside the season."""
    NOTHING = "nothing"
    """None of its reports came about."""


class Telling(NamedTuple):
    """What became of a scenario once."""

    sent: tuple[Sent, ...]
    subjects: tuple[TrueSubject, ...]
    departs_at: datetime | None
    """First departure of a possible victim."""
    detectable: bool
    """Two independent reports that tell were sent."""
    silence: Silence | None
    """None when something was sent."""


def play(scenario: Scenario, land: Land, rng: Random, first: int, anchor: datetime) -> Telling:
    """The scenario around its anchor, a local day; what falls outside the season is not sent.

    Raises ValueError naming the report or journey when a field of it is not one of a report's.
    """
    troupe = Troupe(scenario, land, rng, first)
    stage = Stage(troupe, Desk(rng, Slips(**dict(scenario.slips.items()))))
    drawn = settled(rng, scenario.draw)
    legs = {name: _legs(name, journey, troupe, rng, anchor, drawn) for name, journey in scenario.journey.items()}
    blind = {sector for sector, watch in scenario.sees.items() if rng.random() >= watch.at_all}
    sent: list[Sent] = []
    silence = Silence.NOTHING
    for place, line in enumerate(scenario.report):
        try:
            told = tuple(_Writer(line, stage, rng, anchor, drawn).reports(legs.get(line.journey or "", ())))
        except ValidationError as error:
            raise ValueError(f"report.{place}.{fault(error)}") from None
        except Unsettled as error:
            raise ValueError(f"report.{place}.{error}") from None
        except ValueError as error:
            raise ValueError(f"report.{place}: {error}") from None
        for one in told:
            watch = scenario.sees.get(one.sector)
            missed = one.sector in blind or (watch is not None and rng.random() >= watch.each)
            within = land.start <= one.at < land.end
            if within and not missed:
                sent.append(one)
            if silence is not Silence.UNSEEN:
                silence = Silence.UNSEEN if within else Silence.OUTSIDE
    flown = [leg.trip.departs_at for each in legs.values() for leg in each if _possible_victim_on(leg, scenario)]
    independent = {one.tells for one in sent if one.tells}
    sent.sort(key=lambda one: one.at)
    return Telling(
        tuple(sent),
        stage.subjects(scenario),
        min(flown, default=None),
        len(independent) >= 2,
        None if sent else silence,
    )


def _legs(name: str, journey: Journey, *given: Any) -> tuple[Leg, ...]:
    try:
        return legs_of(journey, *given)
    except ValidationError as error:
        raise ValueError(f"journey.{name}.trip.{fault(error)}") from None
    except Unsettled as error:
        raise ValueError(f"journey.{name}.{error}") from None


def _possible_victim_on(leg: Leg, scenario: Scenario) -> bool:
    return any(
        people and scenario.cast[name].about is Subject.POSSIBLE_VICTIM for name, people in leg.travellers.items()
    )


class _Writer:
    """Writes the reports of one line of the timeline."""

    def __init__(self, line: Line, stage: Stage, rng: Random, anchor: datetime, drawn: Mapping[str, Any]) -> None:
        self._line, self._stage, self._rng, self._anchor, self._drawn = line, stage, rng, anchor, drawn
        self._sector = line.sector or SECTOR_OF[line.kind]

    def reports(self, legs: tuple[Leg, ...]) -> Iterator[Sent]:
        """One for each booking, for each of an actor, so many times: as the line says."""
        line, rng = self._line, self._rng
        for leg in legs if line.journey else (None,):
            everyone = self._stage.everyone(line.each) if line.each else (None,)
            among = leg.travellers.get(line.each, everyone) if leg and line.each else everyone
            for person in among:
                if rng.random() < line.chance:
                    for _ in range(rng.randint(*line.times)):
                        yield self._sent(leg, person)

    def _sent(self, leg: Leg | None, person: Person | None) -> Sent:
        line = self._line
        flight = leg if self._sector is Sector.AIRLINE else None
        at = self._moment(leg)
        meant = dict(leg.travellers) if leg else {}
        if line.each and person:
            meant[line.each] = (person,)
        written = [one for one in line.parties if one.chance == 1 or self._rng.random() < one.chance]
        parties = [party for present in written for party in self._stage.parties(present, meant)]
        report: dict[str, Any] = {"kind": line.kind.value, "occurred_at": at.isoformat(), "parties": parties}
        if flight:
            booked = {"booked_at": at.isoformat()} if line.kind is Kind.BOOKING else {}
            changed = fields(self._rng, "trip", line.trip, self._drawn)
            report["trip"] = {**flight.facts(), **booked, **changed}
            report["booking"] = flight.booking.model_dump(mode="json", exclude_none=True)
        facts = settled(self._rng, {name: getattr(line, name) for name in FACTS}, self._drawn)
        report |= {name: value for name, value in facts.items() if value}
        Report.model_validate_json(orjson.dumps({"id": "trial", **report}))
        tells = flight.booking.locator if flight else f"{line.kind}/{at.isoformat()}"
        return Sent(at, self._sector, self._desk(flight, meant), report, tells if line.tells else "")

    def _moment(self, leg: Leg | None) -> datetime:
        line, departs = self._line, leg.trip.departs_at if leg else self._anchor
        at = departs + timedelta(days=self._rng.uniform(*line.days))
        if not leg or max(map(abs, line.days)) >= HOURS:
            at = at_work(self._rng, at, self._sector)
        if line.kind is Kind.BOOKING:
            at = min(at, departs - timedelta(hours=3))
        return at.replace(microsecond=0)

    def _desk(self, flight: Leg | None, meant: Mapping[str, tuple[Person, ...]]) -> int:
        if self._line.desk == "any":
            return self._rng.randrange(1_000)
        if flight:
            return CARRIERS.index(flight.trip.carrier)
        firms = self._stage.troupe.firms
        for present in self._line.parties:
            if present.who in firms and present.role in ("recruiter", "agency"):
                return firms[present.who].desk
        first = self._line.parties[0].who
        people = meant.get(first) or self._stage.everyone(first)
        return people[0].number if people else firms[first].desk
