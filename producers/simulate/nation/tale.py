"""A tale: what the desks could tell of one episode in the lives of some people, written down only when its turn comes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any, NamedTuple

from producers.simulate import invented
from producers.simulate.journeys import CARRIERS, airport_of, money, reference, trip
from producers.simulate.nation.calendar import at_work, take_off
from producers.simulate.nation.desks import Desk
from producers.simulate.nation.homes import MEMBERS, household, settled, someone
from producers.simulate.nation.land import CIRCLE, Land
from producers.simulate.people import PLACES, Household, Person
from schemas.codes import Sector, Sex
from schemas.facts import Account, Job, Kind, PaymentForm, Transaction, Trip
from schemas.report import BookingReference

Seen = tuple[Any, ...]
"""How a desk writes someone down: a method of `Desk` by name, and what it takes."""

exact = lru_cache(maxsize=65_536)(money)


class Told(NamedTuple):
    """A report to be, without its id and partner. Its parties are written when its turn comes, so that a waiting one is small."""

    at: datetime
    published: datetime
    sector: Sector
    desk: int
    kind: Kind
    parties: tuple[Seen, ...]
    facts: Mapping[str, Any]
    about: tuple[Person, ...] = ()
    """Whom it is about, as far as they may be a possible victim."""
    corrects: int | None = None
    """Place in the tale of the report that this one replaces."""
    repeats: int | None = None
    """Place in the tale of the report that this one is, of one that is sent twice: the very same both times."""

    def fields(self, desk: Desk) -> dict[str, Any]:
        """The fields of the report, but for id and correction."""
        parties = tuple(desk.write(seen) for seen in self.parties)
        return {"kind": self.kind, "occurred_at": self.at, "parties": parties, **self.facts}


class Way(NamedTuple):
    """A journey and its booking number."""

    trip: Trip
    booking: BookingReference


class Tale:
    """Collects what is told of one episode. Nothing random comes from outside its own chance, so it can be told again."""

    def __init__(self, land: Land, episode: int, start: datetime) -> None:
        self.land, self.episode, self.start = land, episode, start
        self.rng = Random(land.seed << 32 | episode)
        self.told: list[Told] = []
        self._met = 0

    def home(self, where: str = "") -> Household:
        """The household of this episode."""
        return household(self.rng, self.land.home_number(self.episode), self.start.date(), where)

    def relative(self, of: Person) -> Person:
        """An uncle, brother-in-law or cousin with a roof of his own; half of them have another family name."""
        family = of.family if self.rng.random() < 0.5 else self.rng.choice(invented.SEASON_FAMILIES)
        number = settled(self.land.home_number(self.episode), MEMBERS)
        return someone(self.rng, number, self.start.date(), (27, 62), Sex.MALE, family, of.district)

    def circle(
        self, circle: int, count: int, age: tuple[float, float], sexes: str = "M", where: str = "", family: str = ""
    ) -> list[Person]:
        """So many people of one place who are no family, unless one is given; of the sexes in turn of chance."""
        where = where or self.rng.choice(PLACES)
        families = [family] * count if family else self.rng.sample(invented.SEASON_FAMILIES, count)
        found = []
        for place in range(count):
            number = self.land.circle_number(circle) + self._met
            self._met += 1
            if number % 10_000_000 in invented.FILLERS:
                number = self.land.circle_number(circle) + CIRCLE - 1
            sex = Sex(self.rng.choice(sexes))
            found.append(someone(self.rng, number, self.start.date(), age, sex, families[place], where))
        return found

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.rng.random() < share

    def day(self, low: float, high: float) -> datetime:
        """A moment so many days after the episode began."""
        return self.start + timedelta(days=low + self.rng.random() * (high - low))

    def way(self, origin: str, destination: str, day: datetime, **facts: Any) -> Way:
        """A journey that departs on this day; `back_after` days make it a return."""
        found = trip(int(self.rng.random() * 2), origin, destination, take_off(self.rng, day), **facts)
        return Way(found, reference(self.rng, found))

    def origin(self, who: Person) -> str:
        """The airport they fly from."""
        return airport_of(who.district)

    def air(
        self,
        at: datetime,
        way: Way,
        travellers: Sequence[Person],
        others: Sequence[Seen] = (),
        kind: Kind = Kind.BOOKING,
        **facts: Any,
    ) -> None:
        """An airline may tell of a booking, check-in, offload or segment."""
        parties = (*(("passenger", who) for who in travellers), *others)
        desk = CARRIERS.index(way.trip.carrier)
        self._tell(at, Sector.AIRLINE, desk, kind, parties, travellers, trip=way.trip, booking=way.booking, **facts)

    def pay(
        self, at: datetime, holder: Person, others: Sequence[Seen], account: Account | None, amount: int, **facts: Any
    ) -> None:
        """A bank may tell of a movement of money."""
        against, currency = facts.pop("against", ()), facts.pop("currency", "PKR")
        moved = Transaction(money=exact(amount, currency), **facts)
        about = {"transaction": moved, "account": account, "against": against}
        self._tell(
            at, Sector.BANK, holder.number, Kind.TRANSACTION, (("customer", holder), *others), (holder,), **about
        )

    def bank(self, at: datetime, kind: Kind, holder: Person, others: Sequence[Seen], **facts: Any) -> None:
        """A bank may tell of an account opened or reviewed."""
        self._tell(at, Sector.BANK, holder.number, kind, (("customer", holder), *others), (holder,), **facts)

    def file(
        self, at: datetime, kind: Kind, desk: int, job: Job, who: Person | None, others: Sequence[Seen], **facts: Any
    ) -> None:
        """A recruiter may tell of a registration, contract, fee, advert, complaint or return."""
        parties = (("candidate", who), *others) if who else tuple(others)
        self._tell(at, Sector.RECRUITER, desk, kind, parties, (who,) if who else (), job=job, **facts)

    def _tell(
        self,
        at: datetime,
        sector: Sector,
        desk: int,
        kind: Kind,
        parties: tuple[Seen, ...],
        about: Sequence[Person],
        **facts: Any,
    ) -> None:
        given = {name: value for name, value in facts.items() if value is not None and value != ()}
        at = max(at, self.start)
        self.told.append(Told(at, at, sector, desk, kind, parties, given, tuple(about)))

    def work(self, day: datetime, sector: Sector) -> datetime:
        """A moment of this day at which the sector's desks work."""
        return at_work(self.rng, day, sector)

    def form(self) -> PaymentForm:
        """How a ticket is paid."""
        return self.rng.choices(FORMS, cum_weights=HOW_OFTEN)[0]


FORMS = (PaymentForm.CARD, PaymentForm.TRANSFER, PaymentForm.CASH, PaymentForm.AGENCY_CREDIT, PaymentForm.WALLET)
HOW_OFTEN = (28, 45, 70, 92, 100)
