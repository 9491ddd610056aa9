"""The country a day plays in: households, agencies, promoters, employers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from producers.simulate import companies, invented, journeys, people
from producers.simulate.background.clock import moment
from producers.simulate.plan import Draft
from schemas.codes import Sector
from schemas.facts import Account, Direction, Kind, Transaction, Trip
from schemas.report import BookingReference, ReportParty

PEOPLE = 30_000


class Country(NamedTuple):
    """Everything that ordinary lives draw from."""

    rng: Random
    now: datetime
    homes: Sequence[people.Household]
    agencies: Sequence[companies.Agency]
    promoters: Sequence[companies.Promoter]
    employers: Sequence[companies.Employer]

    def home(self) -> people.Household:
        """Any household."""
        return self.homes[int(self.rng.random() * len(self.homes))]

    def agency(self) -> companies.Agency:
        """An agency; the largest sells fifty times as much as the smallest."""
        return self.agencies[int(self.rng.random() ** 2 * len(self.agencies))]

    def promoter(self) -> companies.Promoter:
        """A promoter, the first ones more often."""
        return self.promoters[int(self.rng.random() ** 1.5 * len(self.promoters))]

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
        trip: Trip,
        parties: Sequence[ReportParty],
        kind: Kind = Kind.BOOKING,
        ref: BookingReference | None = None,
        **facts: Any,
    ) -> Draft:
        """What an airline sees."""
        fields = {
            "kind": kind,
            "trip": trip,
            "parties": tuple(parties),
            "booking": ref or journeys.reference(self.rng, trip),
        }
        desk = journeys.CARRIERS.index(trip.carrier)
        return Draft(Sector.AIRLINE, desk, self.moment(Sector.AIRLINE), {**fields, **facts})

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
    """A country of some thirty thousand people."""
    homes = tuple(people.households(rng, invented.first_number(seed), now.date(), PEOPLE))
    return Country(rng, now, homes, companies.agencies(seed), companies.promoters(seed), companies.employers(rng))
