"""The cast of one story: its people, its clock, and the desks that write down what they see of it."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from producers.simulate import invented, journeys, people
from producers.simulate.plan import PAKISTAN, Draft
from schemas.codes import Sector, Sex
from schemas.facts import Account, Direction, Job, Kind, Transaction, Trip
from schemas.report import BookingReference, ReportParty

PER_STORY = 270
"""Numbers that one story may use."""
STORIES_FROM = 39_000
"""Where the numbers of stories begin within a seed's block."""


class Cast:
    """Everything a story needs. What its desks report is collected in `drafts`."""

    def __init__(self, seed: int, now: datetime, place: int, id: str) -> None:
        self.id = id
        self.rng = Random(f"{seed}/{id}")
        self.drafts: list[Draft] = []
        self._now = now.astimezone(PAKISTAN)
        self._next = invented.first_number(seed) - 100 + STORIES_FROM + place * PER_STORY
        self.place = (seed % 20) * 100 + place
        """A number for the companies of this story."""

    def person(
        self,
        sex: Sex = Sex.MALE,
        age: tuple[int, int] = (22, 38),
        *,
        family: str | None = None,
        given: str | None = None,
        district: str | None = None,
        phone: str | None = None,
        roof: int | None = None,
    ) -> people.Person:
        """Someone new."""
        number, self._next = self._next, self._next + 1
        found = people.person(
            self.rng,
            number,
            self._now.date(),
            age=age,
            sex=sex,
            family=family or self.rng.choice(invented.FAMILY_NAMES),
            district=district or self.rng.choice(people.PLACES),
            phone=phone or invented.phone(number),
            roof=roof or number,
        )
        born = found.born.replace(month=3, day=9) if (found.born.month, found.born.day) == (1, 1) else found.born
        return people.Person(
            found.number, given or found.given, found.family, sex, born, found.district, found.phone, found.roof
        )

    def men(self, count: int, **facts: Any) -> list[people.Person]:
        """So many men with different family names."""
        names = self.rng.sample(invented.FAMILY_NAMES, count)
        return [self.person(family=name, **facts) for name in names]

    def women(self, count: int, age: tuple[int, int] = (18, 28), **facts: Any) -> list[people.Person]:
        """So many women with different family names."""
        names = self.rng.sample(invented.FAMILY_NAMES, count)
        return [self.person(Sex.FEMALE, age, family=name, **facts) for name in names]

    def ago(self, hours: float) -> datetime:
        """A moment of the past day, local time."""
        return self._now - timedelta(hours=hours)

    def ahead(self, hours: float) -> datetime:
        """A moment to come, on a full five minutes."""
        moment = self._now + timedelta(hours=hours)
        return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)

    def trip(self, origin: str, destination: str, *, in_hours: float, desk: int = 0, **facts: Any) -> Trip:
        """A journey that departs in so many hours."""
        return journeys.trip(desk, origin, destination, self.ahead(in_hours), **facts)

    def booking(
        self,
        hours: float,
        trip: Trip,
        *parties: ReportParty,
        kind: Kind = Kind.BOOKING,
        booking: BookingReference | None = None,
        **facts: Any,
    ) -> BookingReference:
        """An airline reports a booking, check-in or offload; gives the reference back for the next report on it."""
        at = self.ago(hours)
        found = booking or journeys.reference(self.rng, trip)
        if kind is Kind.BOOKING and trip.booked_at is None:
            trip = trip.model_copy(update={"booked_at": at})
        desk = journeys.CARRIERS.index(trip.carrier)
        self._report(Sector.AIRLINE, desk, at, kind=kind, trip=trip, parties=parties, booking=found, **facts)
        return found

    def payment(
        self, hours: float, direction: Direction, amount: int, *parties: ReportParty, desk: int = 0, **facts: Any
    ) -> None:
        """A bank reports a movement of money. Fields of the account and the report are told apart by name."""
        known = {name: facts.pop(name) for name in tuple(facts) if name in Account.model_fields}
        about = {name: facts.pop(name) for name in ("observations", "against", "note") if name in facts}
        money = journeys.money(amount, facts.pop("currency", "PKR"))
        self._report(
            Sector.BANK,
            desk,
            self.ago(hours),
            kind=Kind.TRANSACTION,
            transaction=Transaction(money=money, direction=direction, **facts),
            account=Account(**known) if known else None,
            parties=parties,
            **about,
        )

    def account(
        self, hours: float, *parties: ReportParty, desk: int = 0, kind: Kind = Kind.ACCOUNT_OPENING, **facts: Any
    ) -> None:
        """A bank reports an account opened or reviewed."""
        known = {name: facts.pop(name) for name in tuple(facts) if name in Account.model_fields}
        self._report(Sector.BANK, desk, self.ago(hours), kind=kind, account=Account(**known), parties=parties, **facts)

    def file(self, hours: float, kind: Kind, job: Job, *parties: ReportParty, desk: int = 0, **facts: Any) -> None:
        """A recruiter reports a registration, contract, fee, advert, complaint or return."""
        self._report(Sector.RECRUITER, desk, self.ago(hours), kind=kind, job=job, parties=parties, **facts)

    def _report(self, sector: Sector, desk: int, at: datetime, **fields: Any) -> None:
        self.drafts.append(Draft(sector, desk, at, fields, self.id))
