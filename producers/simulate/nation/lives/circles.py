"""Honest circles: many people who share a payer, a phone, an account or a guide, and have a good reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from producers.simulate import invented
from producers.simulate.journeys import reference
from producers.simulate.nation.lives.labour import STAMP, Demand
from producers.simulate.nation.lives.travel import KIN, check_in, lead_time
from producers.simulate.nation.tale import Seen, Tale, Way
from producers.simulate.people import Person
from schemas.codes import Sector
from schemas.facts import Account, BankChannel, Benign, Direction, Kind, PaperState, PaymentForm, Purpose, VisaClass
from schemas.role import Role

IN, OUT = Direction.IN, Direction.OUT


def tell(tale: Tale, circle: int) -> None:
    """One of the circles below, by chance."""
    tale.rng.choices([life for life, _ in CIRCLES], [often for _, often in CIRCLES])[0](tale, circle)


def _book(
    tale: Tale, way: Way, group: list[Person], others: list[Seen], days: float, known: tuple[Benign, ...]
) -> None:
    at = tale.work(way.trip.departs_at - timedelta(days=days), Sector.AIRLINE)
    at = min(at, way.trip.departs_at - timedelta(hours=5))
    way = way._replace(trip=way.trip.model_copy(update={"booked_at": at}))
    told = known if tale.chance(0.6) else ()
    tale.air(at, way, group, others, against=told)
    if tale.chance(0.6):
        check_in(tale, way, group, told if tale.chance(0.7) else ())


def crew(tale: Tale, circle: int) -> None:
    """Six to twenty masons leave for one site; the employer pays, a foreman is the contact of all bookings."""
    men = tale.circle(circle, tale.rng.randrange(6, 21), (20, 48))
    wanted, days = Demand(tale), 14 + tale.rng.random() * 15
    papers = {"contract": PaperState.PRESENT, "protector_stamp": True, "registered_wage": wanted.facts["wage"]}
    payer: Seen = ("company", Role.PAYER, wanted.employer.identity)
    worker = {"visa_class": VisaClass.WORK, "paid_by": PaymentForm.TRANSFER}
    first = tale.way(tale.origin(men[0]), wanted.employer.airport, tale.day(days, days + 1), **worker)
    agency = tale.land.agency(tale.rng)
    for man in men:
        if tale.chance(0.5):
            wanted.file(tale.day(0, days - 5), Kind.CONTRACT, man, against=STAMP if tale.chance(0.8) else (), **papers)
    for place in range(0, len(men), 9):
        others: list[Seen] = [("company", Role.AGENCY, agency.identity), ("contact", men[0].phone)]
        others += [payer] if tale.chance(0.7) else []
        way = Way(first.trip, reference(tale.rng, first.trip))
        _book(tale, way, men[place : place + 9], others, min(days, 6), STAMP)


def village(tale: Tale, circle: int) -> None:
    """Ten to thirty of a village leave over weeks through one man who is guarantor, address and phone for all."""
    people = tale.circle(circle, 1 + tale.rng.randrange(10, 30), (20, 45))
    guide, leaving = people[0], people[1:]
    wanted = Demand(tale)
    named: tuple[Seen, ...] = (("known", guide, Role.GUARANTOR, True),)
    for who in leaving:
        days = 15 + tale.rng.random() * 40
        if tale.chance(0.6):
            wanted.file(tale.day(0, days * 0.4), Kind.REGISTRATION, who, named)
        if tale.chance(0.5):
            papers = {"contract": PaperState.PRESENT, "protector_stamp": True}
            wanted.file(tale.day(days * 0.4, days * 0.8), Kind.CONTRACT, who, named, against=STAMP, **papers)
        facts = {"visa_class": VisaClass.WORK, "paid_by": tale.form(), "first_trip": tale.chance(0.6)}
        way = tale.way(tale.origin(guide), wanted.employer.airport, tale.day(days, days + 1), **facts)
        contact: Seen = ("contact", guide.phone if tale.chance(0.6) else who.phone)
        _book(tale, way, [who], [contact], min(lead_time(tale), days), STAMP)


def congregation(tale: Tale, circle: int) -> None:
    """The leader of a travel group collects from eight to twenty members on his own account and books them all at one agency."""
    people = tale.circle(circle, 1 + tale.rng.randrange(8, 20), (22, 74), "MMF")
    leader, members, days = people[0], people[1:], 25 + tale.rng.random() * 15
    agency = tale.land.agency(tale.rng)
    price = tale.rng.randrange(200, 380) * 1000
    has = Account(home_city=leader.district)
    for who in members:
        if tale.chance(0.6):
            at = tale.work(tale.day(0, days - 8), Sector.BANK)
            channel = tale.rng.choice((BankChannel.TRANSFER, BankChannel.COUNTER, BankChannel.WALLET))
            purpose = tale.rng.choice((Purpose.TRAVEL, Purpose.OTHER))
            sender: tuple[Seen, ...] = (("counterparty", who, Role.SENDER),)
            tale.pay(at, leader, sender, has, price, direction=IN, channel=channel, purpose=purpose)
    office: tuple[Seen, ...] = (("company", Role.BENEFICIARY, agency.identity),)
    paid = {"direction": OUT, "channel": BankChannel.TRANSFER, "purpose": Purpose.TRAVEL}
    tale.pay(tale.work(tale.day(days - 7, days - 5), Sector.BANK), leader, office, has, price * len(members), **paid)
    facts = {
        "visa_class": VisaClass.UMRAH,
        "paid_by": PaymentForm.AGENCY_CREDIT,
        "back_after": tale.rng.randrange(10, 24),
    }
    hotel = None if tale.chance(0.2) else True
    flown = tale.way(tale.origin(leader), "JED", tale.day(days, days + 1), hotel_booked=hotel, **facts)
    for place in range(0, len(members), 4):
        way = Way(flown.trip, reference(tale.rng, flown.trip))
        others: list[Seen] = [("company", Role.AGENCY, agency.identity), ("contact", leader.phone)]
        _book(tale, way, members[place : place + 4], others, 9, (Benign.AGENCY_ACCREDITED,))


def charity(tale: Tale, circle: int) -> None:
    """A nurse brings one to four sick children, or women to a shelter's partner abroad, one after another."""
    nurse = tale.circle(circle, 1, (28, 55), "FM", "Karachi")[0]
    wards = tale.circle(circle, tale.rng.randrange(1, 5), (3, 13) if tale.chance(0.7) else (18, 34), "F")
    consent = (Benign.CHARITY_ESCORT, Benign.GUARDIAN_CONSENT)
    for place, ward in enumerate(wards):
        days = 6 + place * 15 + tale.rng.random() * 6
        facts = {
            "visa_class": VisaClass.VISIT,
            "back_after": tale.rng.randrange(10, 30),
            "paid_by": PaymentForm.TRANSFER,
        }
        way = tale.way("KHI", tale.rng.choice(("DOH", "IST", "DXB")), tale.day(days, days + 1), **facts)
        others: list[Seen] = [("passenger", nurse, Role.COMPANION), ("contact", nurse.phone)]
        at = tale.work(way.trip.departs_at - timedelta(days=5), Sector.AIRLINE)
        way = way._replace(trip=way.trip.model_copy(update={"booked_at": at}))
        tale.air(at, way, [ward], others, against=consent if tale.chance(0.85) else ())


def kin_umrah(tale: Tale, circle: int) -> None:
    """Eight to fourteen of one family, four generations, go to Umrah; an elder pays in cash, one phone for all."""
    family = tale.rng.choice(invented.SEASON_FAMILIES)
    where = tale.rng.choice(("Lahore", "Faisalabad", "Multan", "Peshawar", "Karachi"))
    elder = tale.circle(circle, 1, (56, 74), "M", where, family)[0]
    others_of = tale.circle(circle, tale.rng.randrange(4, 8), (19, 58), "MF", where, family)
    others_of += tale.circle(circle, tale.rng.randrange(2, 6), (2, 16), "MF", where, family)
    group, days = [elder, *others_of], 5 + tale.rng.random() * 30
    agency = tale.land.agency(tale.rng)
    facts = {"visa_class": VisaClass.UMRAH, "paid_by": PaymentForm.CASH, "back_after": tale.rng.randrange(10, 25)}
    facts |= {"hotel_booked": True, "guardian_on_booking": True}
    flown = tale.way(tale.origin(elder), "JED", tale.day(days, days + 1), **facts)
    for place in range(0, len(group), 5):
        way = Way(flown.trip, reference(tale.rng, flown.trip))
        others: list[Seen] = [("company", Role.AGENCY, agency.identity), ("known", elder, Role.PAYER)]
        _book(
            tale, way, group[place : place + 5], others, min(days, 14), (Benign.AGENCY_ACCREDITED, Benign.FAMILY_LINK)
        )


def purse(tale: Tale, circle: int) -> None:
    """Three to six sons and daughters send their wages to the mother, who runs the house."""
    family = tale.rng.choice(invented.SEASON_FAMILIES)
    mother = tale.circle(circle, 1, (45, 66), "F", family=family)[0]
    has = Account(home_city=mother.district, ordinary_spend=True)
    for child in tale.circle(circle, tale.rng.randrange(3, 7), (19, 36), "MMF", mother.district, family):
        for month in range(tale.rng.randrange(1, 4)):
            at = tale.work(tale.day(month * 30, month * 30 + 2), Sector.BANK)
            pay = tale.rng.randrange(32, 60) * 1000
            moved = {"channel": BankChannel.TRANSFER, "purpose": Purpose.HOUSEHOLD, "passed_on_percent": 80}
            tale.pay(at, child, (), has, pay, direction=IN, channel=BankChannel.TRANSFER, purpose=Purpose.SALARY)
            receiver: tuple[Seen, ...] = (("counterparty", mother, Role.BENEFICIARY),)
            soon = at + timedelta(hours=1 + tale.rng.random() * 30)
            known = KIN if tale.chance(0.6) else ()
            tale.pay(soon, child, receiver, has, int(pay * 0.8), direction=OUT, against=known, **moved)


def seminary(tale: Tale, circle: int) -> None:
    """A seminary's keeper receives gifts of many people in many cities, in cash and by transfer, and pays food and power."""
    people = tale.circle(circle, 1 + tale.rng.randrange(8, 24), (25, 75), "MF")
    keeper, givers = people[0], people[1:]
    has = Account(home_city=keeper.district, ordinary_spend=True)
    for who in givers:
        cash = tale.chance(0.5)
        facts: dict[str, Any] = {
            "channel": BankChannel.COUNTER if cash else BankChannel.TRANSFER,
            "cash": cash,
            "purpose": Purpose.GIFT,
        }
        facts["city"] = tale.rng.choice((keeper.district, "Lahore", "Karachi", "Multan", "Peshawar"))
        at = tale.work(tale.day(0, 45), Sector.BANK)
        giver: tuple[Seen, ...] = (("counterparty", who, Role.CONDUCTOR if cash else Role.SENDER),)
        tale.pay(at, keeper, giver, has, tale.rng.randrange(2, 60) * 1000, direction=IN, **facts)
    for _ in range(tale.rng.randrange(2, 6)):
        at = tale.work(tale.day(2, 45), Sector.BANK)
        spent = {"channel": BankChannel.TRANSFER, "purpose": tale.rng.choice((Purpose.FOOD, Purpose.UTILITIES))}
        tale.pay(at, keeper, (), has, tale.rng.randrange(20, 200) * 1000, direction=OUT, **spent)


def consultant(tale: Tale, circle: int) -> None:
    """An education consultant books four to nine students one-way and pays by his card; they paid him before."""
    people = tale.circle(circle, 1 + tale.rng.randrange(4, 10), (18, 24), "MMF")
    adviser = tale.circle(circle, 1, (28, 50), "MF", people[0].district)[0]
    has = Account(home_city=adviser.district, business=True, business_expenses=True)
    days, place = 20 + tale.rng.random() * 20, tale.rng.choice(("BSZ", "IST", "KUL", "PEK"))
    for who in people[1:]:
        at = tale.work(tale.day(0, days - 4), Sector.BANK)
        sender: tuple[Seen, ...] = (("counterparty", who, Role.SENDER),)
        paid = {"channel": BankChannel.TRANSFER, "purpose": Purpose.OTHER, "direction": IN}
        if tale.chance(0.6):
            tale.pay(at, adviser, sender, has, tale.rng.randrange(100, 900) * 1000, **paid)
        facts = {"visa_class": VisaClass.STUDY, "paid_by": PaymentForm.CARD, "first_trip": tale.chance(0.8)}
        way = tale.way(tale.origin(adviser), place, tale.day(days, days + 3), **facts)
        others: list[Seen] = [("known", adviser, Role.PAYER), ("contact", adviser.phone)]
        _book(tale, way, [who], others, min(days, lead_time(tale)), ())


CIRCLES: tuple[tuple[Callable[[Tale, int], None], float], ...] = (
    (crew, 22),
    (village, 12),
    (congregation, 22),
    (charity, 6),
    (kin_umrah, 16),
    (purse, 10),
    (seminary, 7),
    (consultant, 5),
)
"""Each with how often it comes, out of all together: guesses."""
