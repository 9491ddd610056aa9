"""The country a day plays in: households, agencies, promoters, employers."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any, NamedTuple

from producers.simulate import companies, invented, journeys, people
from producers.simulate.background.clock import moment
from producers.simulate.plan import Draft
from schemas.codes import Sector
from schemas.facts import Account, Direction, Kind, Transaction, Trip
from schemas.report import BookingReference, ReportParty

PEOPLE = 38_000


class Country(NamedTuple):
    """Everything that ordinary lives draw from."""

    rng: Random
    now: datetime
    homes: Sequence[people.Household]
    """Those who stay, visit and go on pilgrimage."""
    everyone: Sequence[people.Household]
    leaving: Iterator[people.Household]
    """Households whose head has business with a recruiter: each comes once a day."""
    agencies: Sequence[companies.Agency]
    promoters: Sequence[companies.Promoter]
    employers: Sequence[companies.Employer]

    def home(self) -> people.Household:
        """Any household."""
        return self.homes[int(self.rng.random() * len(self.homes))]

    def anyone(self) -> people.Household:
        """Any household, also of those that leave: everyone has a bank."""
        return self.rng.choice(self.everyone)

    def agency(self) -> companies.Agency:
        """An agency; the largest sells fifty times as much as the smallest."""
        return self.agencies[int(self.rng.random() ** 2 * len(self.agencies))]

    def promoter(self) -> companies.Promoter:
        """A promoter, the first ones more often; the last one waits for the renewal of his licence."""
        return self.promoters[int(self.rng.random() ** 1.5 * len(self.promoters))]

    def renews(self, promoter: companies.Promoter) -> bool:
        """His licence ran out and the new one is not there yet."""
        return promoter is self.promoters[-1]

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.rng.random() < share

    def moment(self, sector: Sector) -> datetime:
        """When this sector might see something."""
        return moment(self.rng, self.now, sector)

    def departure(self, low: float, high: float) -> datetime:
        """A departure that lies ahead by so many hours, on a full five minutes."""
        found = self.now + timedelta(hours=self.rng.uniform(low, high))
        return found.replace(minute=found.minute // 5 * 5, second=0, microsecond=0)

    def booking(
        self,
        at: datetime,
        trip: Trip,
        parties: Sequence[ReportParty],
        ref: BookingReference,
        kind: Kind = Kind.BOOKING,
        **facts: Any,
    ) -> Draft:
        """What an airline sees."""
        fields = {"kind": kind, "trip": trip, "parties": tuple(parties), "booking": ref, **facts}
        return Draft(Sector.AIRLINE, journeys.CARRIERS.index(trip.carrier), at, fields)

    def payment(
        self,
        direction: Direction,
        amount: int,
        parties: Sequence[ReportParty],
        account: Account | None = None,
        **facts: Any,
    ) -> Draft:
        """What a bank sees. A customer stays with one bank."""
        currency, against = facts.pop("currency", "PKR"), facts.pop("against", ())
        moved = Transaction(money=journeys.money(amount, currency), direction=direction, **facts)
        fields = {
            "kind": Kind.TRANSACTION,
            "transaction": moved,
            "account": account,
            "parties": tuple(parties),
            "against": against,
        }
        desk = len(parties[0].identity.name or "") % 2
        return Draft(Sector.BANK, desk, self.moment(Sector.BANK), fields)


def country(rng: Random, seed: int, now: datetime) -> Country:
    """A country of some thirty-eight thousand people."""
    homes = list(people.households(rng, invented.first_number(seed), now.date(), PEOPLE))
    rng.shuffle(homes)
    stay = len(homes) // 4
    return Country(
        rng,
        now,
        homes[:stay],
        homes,
        cycle(homes[stay:]),
        companies.agencies(seed),
        companies.promoters(seed),
        companies.employers(rng),
    )
