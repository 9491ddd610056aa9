"""Journeys without a recruiter: pilgrims, visitors, students, traders, residents, wives who join their husbands, children."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from producers.simulate.nation.homes import age
from producers.simulate.nation.tale import Seen, Tale, Way
from producers.simulate.people import Person
from schemas.codes import Sector
from schemas.facts import (
    BankChannel,
    Benign,
    Direction,
    Kind,
    Observation,
    PaymentForm,
    Purpose,
    VisaClass,
)
from schemas.role import Role

KIN = (Benign.FAMILY_LINK,)


def booked(
    tale: Tale, way: Way, lead: Person, group: Sequence[Person], lead_days: float, against: tuple[Benign, ...] = ()
) -> None:
    """The booking so many days before, and mostly the check-in; now and then the booking is changed."""
    rng, trip = tale.rng, way.trip
    others: list[Seen] = []
    reasons = set(against)
    if trip.paid_by is PaymentForm.AGENCY_CREDIT or tale.chance(0.5):
        agency = tale.land.agency(rng)
        others += [("company", Role.AGENCY, agency.identity)]
        others += [("contact", agency.phone if tale.chance(0.35) else lead.phone)]
        if tale.chance(0.8):
            reasons.add(Benign.AGENCY_ACCREDITED)
    elif tale.chance(0.9):
        others.append(("contact", lead.phone))
    if trip.paid_by is PaymentForm.CASH and tale.chance(0.2):  # a relative goes to the counter
        others.append(("known", tale.relative(lead), Role.PAYER))
        if tale.chance(0.4):
            reasons.add(Benign.FAMILY_LINK)
    elif lead not in group:
        others.append(("known", lead, Role.PAYER))
        if tale.chance(0.7):
            reasons.add(Benign.FAMILY_LINK)
    at = tale.work(trip.departs_at - timedelta(days=lead_days), Sector.AIRLINE)
    at = min(at, trip.departs_at - timedelta(hours=5))
    way = way._replace(trip=trip.model_copy(update={"booked_at": at}))
    tale.air(at, way, group, others, against=tuple(sorted(reasons)))
    if tale.chance(0.02):
        _changed(tale, at, way, group, others)
    if tale.chance(0.6):
        check_in(tale, way, group, against)


def _changed(tale: Tale, at: datetime, way: Way, group: Sequence[Person], others: Sequence[Seen]) -> None:
    """The same booking number was first made for another day."""
    sooner = at - timedelta(days=0.2 + tale.rng.random() * 4)
    departs_at = way.trip.departs_at + timedelta(days=tale.rng.choice((-2, -1, 1, 2, 7)))
    if departs_at < at:
        return
    first = way.trip.model_copy(update={"departs_at": departs_at, "booked_at": sooner})
    number = way.booking.model_copy(update={"departure": departs_at.date()})
    tale.air(sooner, Way(first, number), group, others)


def check_in(tale: Tale, way: Way, group: Sequence[Person], against: tuple[Benign, ...] = ()) -> None:
    """At the counter, one to three and a half hours before; staff note something odd about 2 in 1,000."""
    trip = way.trip
    at = trip.departs_at - timedelta(hours=1.1 + tale.rng.random() * 2.4)
    bags = tale.rng.choices((0, 1, 2, 3), (4, 52, 35, 9))[0] * (1 if len(group) == 1 else len(group) // 2 + 1)
    seen = (tale.rng.choice(ODD),) if tale.chance(0.002) else ()
    carried = way._replace(trip=trip.model_copy(update={"bags": min(bags, 50)}))
    tale.air(at, carried, group, kind=Kind.CHECKIN, against=against, observations=seen)
    if trip.return_at and trip.return_at < tale.land.end and tale.chance(0.25):
        used = way._replace(trip=trip.model_copy(update={"return_used": not tale.chance(0.07)}))
        tale.air(trip.return_at + timedelta(days=1), used, group, kind=Kind.SEGMENT)


ODD = (
    Observation.UNAWARE_OF_DESTINATION,
    Observation.SPOKEN_FOR,
    Observation.SCRIPTED,
    Observation.DOCS_HELD_BY_OTHER,
    Observation.VAGUE_JOB,
)


def lead_time(tale: Tale) -> float:
    """Days between booking and departure: one in nine within two days."""
    if tale.chance(0.11):
        return 0.3 + tale.rng.random() * 1.7
    return 2 + tale.rng.expovariate(1 / 16)


def pilgrims(tale: Tale) -> None:
    """A family, or part of it, goes to Umrah, in most cases with return and hotel."""
    home = tale.home()
    group = home.members if tale.chance(0.3) else home.members[:2] if tale.chance(0.6) else home.members[:1]
    days = min(lead_time(tale), 40)
    way = tale.way(
        tale.origin(home.head),
        tale.rng.choice(("JED", "JED", "MED")),
        tale.day(days, days + 1),
        back_after=tale.rng.randrange(9, 30),
        visa_class=VisaClass.UMRAH,
        hotel_booked=None if tale.chance(0.25) else not tale.chance(0.02),
        guardian_on_booking=True if any(age(who, tale.start.date()) < 18 for who in group) else None,
        first_trip=tale.chance(0.5) if tale.chance(0.6) else None,
        paid_by=tale.form(),
    )
    booked(tale, way, home.head, group, days, KIN if len(group) > 1 and tale.chance(0.5) else ())
    if tale.chance(0.3):
        _saved(tale, home.head, len(group) * tale.rng.randrange(180, 420) * 1000, days)


def _saved(tale: Tale, who: Person, amount: int, days: float) -> None:
    """The bank sees the price of the journey leave."""
    at = tale.work(tale.day(0, max(days, 0.1)), Sector.BANK)
    tale.pay(at, who, (), None, amount, direction=Direction.OUT, channel=BankChannel.TRANSFER, purpose=Purpose.TRAVEL)


def visitor(tale: Tale) -> None:
    """Someone sees relatives or a city abroad, eight in a hundred with a single ticket."""
    home = tale.home()
    group = home.members[:2] if tale.chance(0.3) else home.members[:1] if tale.chance(0.65) else home.members[1:2]
    days = lead_time(tale)
    way = tale.way(
        tale.origin(home.head),
        tale.rng.choice(("DXB", "DXB", "SHJ", "AUH", "IST", "KUL", "BKK", "LHR", "DOH", "GYD", "TAS")),
        tale.day(days, days + 1),
        back_after=None if tale.chance(0.08) else tale.rng.randrange(4, 60),
        visa_class=VisaClass.VISIT if tale.chance(0.7) else VisaClass.TOURIST,
        hotel_booked=tale.chance(0.6) if tale.chance(0.5) else None,
        first_trip=tale.chance(0.3) if tale.chance(0.6) else None,
        paid_by=tale.form(),
    )
    if tale.chance(0.006):
        _sent_back(tale, way, group)
    booked(tale, way, home.head, group, days, KIN if len(group) > 1 and tale.chance(0.5) else ())


def _sent_back(tale: Tale, way: Way, group: Sequence[Person]) -> None:
    """A paper was missing: offloaded, and he flies some days later, sometimes from where he was."""
    earlier = way.trip.departs_at - timedelta(days=3 + tale.rng.random() * 10)
    first = tale.way(way.trip.origin, way.trip.destination, earlier, visa_class=way.trip.visa_class)
    tale.air(first.trip.departs_at - timedelta(hours=1), first, group, kind=Kind.OFFLOAD)


def student(tale: Tale) -> None:
    """A grown child leaves to study, one-way; the father pays, or an uncle."""
    home = tale.home()
    grown = [who for who in home.children if age(who, tale.start.date()) >= 18]
    if not grown:
        return visitor(tale)
    days = lead_time(tale)
    way = tale.way(
        tale.origin(home.head),
        tale.rng.choice(("IST", "LHR", "PEK", "FRA", "KUL", "SYD", "GYD", "BSZ", "MAN")),
        tale.day(days, days + 1),
        visa_class=VisaClass.STUDY,
        first_trip=tale.chance(0.8),
        paid_by=tale.form(),
    )
    return booked(tale, way, tale.relative(home.head) if tale.chance(0.25) else home.head, grown[:1], days)


def trader(tale: Tale) -> None:
    """A businessman flies two or three times for a few days, often booked late, without bags."""
    who = tale.home().head
    for turn in range(tale.rng.randrange(1, 4)):
        days = turn * 25 + tale.rng.random() * 9
        way = tale.way(
            tale.origin(who),
            tale.rng.choice(("DXB", "CAN", "IST", "JED", "DXB")),
            tale.day(days, days + 1),
            back_after=tale.rng.randrange(2, 9),
            visa_class=VisaClass.VISIT,
            hotel_booked=True,
            paid_by=PaymentForm.CARD if tale.chance(0.7) else PaymentForm.CASH,
        )
        booked(tale, way, who, (who,), min(days, 0.5 + tale.rng.random() * 5))


def residents(tale: Tale) -> None:
    """A family that lives in the Gulf goes back after its holiday: half of them one-way."""
    home = tale.home()
    group = home.members if tale.chance(0.5) else home.members[:1]
    days = lead_time(tale)
    single = tale.chance(0.5)
    way = tale.way(
        tale.origin(home.head),
        tale.rng.choice(("DXB", "RUH", "DOH", "MCT", "KWI", "JED", "MAN")),
        tale.day(days, days + 1),
        back_after=None if single else tale.rng.randrange(60, 300),
        visa_class=VisaClass.RESIDENT,
        guardian_on_booking=True if len(group) > 2 else None,
        paid_by=tale.form(),
    )
    booked(tale, way, home.head, group, days)


def joins_husband(tale: Tale) -> None:
    """A wife, with small children or without, joins her husband abroad; some are newly wed and got gifts."""
    home = tale.home()
    small = tuple(who for who in home.children if age(who, tale.start.date()) < 12)
    days = lead_time(tale)
    way = tale.way(
        tale.origin(home.head),
        tale.rng.choice(("DXB", "RUH", "DOH", "LHR", "MAN", "JED")),
        tale.day(days, days + 1),
        visa_class=VisaClass.SPOUSE,
        first_trip=tale.chance(0.6),
        guardian_on_booking=True if small else None,
        paid_by=PaymentForm.CARD if tale.chance(0.5) else tale.form(),
    )
    known = KIN if tale.chance(0.6) else ()
    if tale.chance(0.35):
        at = tale.work(tale.day(0, days), Sector.BANK)
        sent = {"channel": BankChannel.REMITTANCE, "purpose": Purpose.GIFT, "counterparty_country": "ARE"}
        amount = tale.rng.randrange(50, 600) * 1000
        sender = (("counterparty", home.head, Role.SENDER),)
        tale.pay(at, home.spouse, sender, None, amount, direction=Direction.IN, against=known, **sent)
    booked(tale, way, home.head if tale.chance(0.6) else home.spouse, (home.spouse, *small), days, known)


def lone_minor(tale: Tale) -> None:
    """A child of school age flies to relatives with the airline's service for unaccompanied minors, or with an aunt."""
    home = tale.home()
    young = [who for who in home.children if 6 <= age(who, tale.start.date()) <= 16]
    if not young:
        return visitor(tale)
    alone = tale.chance(0.5)
    days = lead_time(tale)
    way = tale.way(
        tale.origin(home.head),
        tale.rng.choice(("DXB", "LHR", "JED", "MCT")),
        tale.day(days, days + 1),
        back_after=tale.rng.randrange(20, 60),
        visa_class=VisaClass.VISIT,
        unaccompanied_minor_service=True if alone else None,
        guardian_on_booking=False if alone else tale.chance(0.6),
        paid_by=PaymentForm.CARD,
    )
    consent = (Benign.GUARDIAN_CONSENT,) if alone or tale.chance(0.6) else ()
    return booked(tale, way, home.head, young[:1] if alone else (young[0], home.spouse), days, consent)
