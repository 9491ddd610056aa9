"""Ordinary journeys: pilgrims, visitors, students, traders, residents, brides who join their husbands."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from producers.simulate.background.country import Country
from producers.simulate.journeys import airport_of, reference, trip
from producers.simulate.people import Person
from producers.simulate.plan import Draft
from producers.simulate.seen import as_known, as_passenger, reached_at
from schemas.codes import Sector, Sex
from schemas.facts import Benign, Kind, Observation, PaymentForm, Trip, VisaClass
from schemas.report import ReportParty
from schemas.role import Role

CHECK_IN_OPENS = timedelta(hours=36)
FORMS = (PaymentForm.CARD, PaymentForm.TRANSFER, PaymentForm.CASH, PaymentForm.AGENCY_CREDIT, PaymentForm.WALLET)
HOW_OFTEN = (28, 17, 25, 22, 8)


def _age(who: Person, land: Country) -> int:
    return (land.now.date() - who.born).days // 365


def journey(
    land: Country, lead: Person, group: Sequence[Person], way: Trip, against: tuple[Benign, ...] = ()
) -> list[Draft]:
    """The booking, and for those who fly within a day and a half the check-in."""
    parties: list[ReportParty] = [as_passenger(who) for who in group]
    reasons = set(against)
    if way.paid_by is PaymentForm.AGENCY_CREDIT or land.chance(0.45):
        agency = land.agency()
        parties += [agency.party(), reached_at(agency.phone if land.chance(0.4) else lead.phone)]
        reasons.add(Benign.AGENCY_ACCREDITED)
    else:
        parties.append(reached_at(lead.phone))
    if way.paid_by is PaymentForm.CASH and land.chance(0.12):  # a relative goes to the counter
        parties.append(as_known(lead if lead not in group else land.home().head, Role.PAYER))
        if land.chance(0.6):
            reasons.add(Benign.FAMILY_LINK)
    elif lead not in group:
        parties.append(as_known(lead, Role.PAYER))
        reasons.add(Benign.FAMILY_LINK)
    ref = reference(land.rng, way)
    soon = way.departs_at - land.now < CHECK_IN_OPENS
    today, later = sorted(land.moment(Sector.AIRLINE) for _ in range(2))
    earlier = soon and land.chance(0.75)  # booked on another day: today only the check-in is seen
    booked_at = land.now - timedelta(days=land.rng.uniform(2, 70)) if earlier else today
    way = way.model_copy(update={"booked_at": booked_at})
    found = [] if earlier else [land.booking(today, way, parties, ref, against=tuple(sorted(reasons)))]
    if soon and land.chance(0.85):
        seen = (Observation.UNAWARE_OF_DESTINATION,) if land.chance(0.003) else ()
        bags = land.rng.choices((0, 1, 2, 3), (4, 50, 36, 10))[0] if way.bags is None else way.bags
        carried = way.model_copy(update={"bags": bags})
        checked: dict[str, Any] = {"kind": Kind.CHECKIN, "against": against, "observations": seen}
        found.append(land.booking(later, carried, parties[: len(group)], ref, **checked))
    return found


def form(land: Country) -> PaymentForm:
    """How the ticket was paid."""
    return land.rng.choices(FORMS, HOW_OFTEN)[0]


def pilgrims(land: Country) -> list[Draft]:
    """A family, or part of it, goes to Umrah: return, hotel booked."""
    home = land.home()
    group = home.members if land.chance(0.4) else home.members[:2]
    way = trip(
        land.rng.randrange(2),
        airport_of(home.head.district),
        land.rng.choice(("JED", "MED")),
        land.departure(2, 900) if land.chance(0.55) else land.departure(2, 34),
        back_after=land.rng.randrange(10, 29),
        visa_class=VisaClass.UMRAH,
        hotel_booked=not land.chance(0.01),
        guardian_on_booking=True if any(_age(who, land) < 18 for who in group) else None,
        paid_by=form(land),
    )
    return journey(land, home.head, group, way, (Benign.FAMILY_LINK,) if land.chance(0.5) else ())


def visitor(land: Country) -> list[Draft]:
    """Someone visits relatives or sees Dubai, usually with a return ticket."""
    home = land.home()
    who = home.head if land.chance(0.6) else home.spouse
    way = trip(
        land.rng.randrange(2),
        airport_of(who.district),
        land.rng.choice(("DXB", "DXB", "SHJ", "AUH", "IST", "KUL", "BKK", "LHR", "DOH")),
        land.departure(2, 700) if land.chance(0.6) else land.departure(2, 34),
        back_after=None if land.chance(0.08) else land.rng.randrange(5, 60),
        visa_class=VisaClass.VISIT if land.chance(0.7) else VisaClass.TOURIST,
        hotel_booked=land.chance(0.6),
        first_trip=land.chance(0.25),
        paid_by=form(land),
    )
    return journey(land, who, (who,), way)


def student(land: Country) -> list[Draft]:
    """A grown child leaves to study, one-way; the head of the household pays."""
    home = land.home()
    grown = [who for who in home.children if _age(who, land) >= 18]
    if not grown:
        return []
    way = trip(
        land.rng.randrange(2),
        airport_of(home.head.district),
        land.rng.choice(("IST", "LHR", "PEK", "FRA", "KUL", "SYD")),
        land.departure(6, 500),
        visa_class=VisaClass.STUDY,
        first_trip=land.chance(0.8),
        paid_by=form(land),
    )
    return journey(land, home.head, (grown[0],), way)


def trader(land: Country) -> list[Draft]:
    """A businessman with a short return trip, often booked late, no bags."""
    who = land.home().head
    way = trip(
        land.rng.randrange(2),
        airport_of(who.district),
        land.rng.choice(("DXB", "CAN", "IST", "JED")),
        land.departure(3, 90),
        back_after=land.rng.randrange(2, 9),
        visa_class=VisaClass.VISIT,
        hotel_booked=True,
        bags=0,
        paid_by=PaymentForm.CARD if land.chance(0.7) else PaymentForm.CASH,
    )
    return journey(land, who, (who,), way)


def residents(land: Country) -> list[Draft]:
    """A family that lives in the Gulf goes back after a holiday: one-way, as many of them."""
    home = land.home()
    way = trip(
        land.rng.randrange(2),
        airport_of(home.head.district),
        land.rng.choice(("DXB", "RUH", "DOH", "MCT", "KWI")),
        land.departure(2, 200),
        back_after=None if land.chance(0.5) else land.rng.randrange(60, 300),
        visa_class=VisaClass.RESIDENT,
        guardian_on_booking=True if home.children else None,
        paid_by=form(land),
    )
    return journey(land, home.head, home.members, way)


def joins_husband(land: Country) -> list[Draft]:
    """A wife, with small children or without, joins her husband abroad."""
    home = land.home()
    small = tuple(who for who in home.children if _age(who, land) < 12)
    way = trip(
        land.rng.randrange(2),
        airport_of(home.head.district),
        land.rng.choice(("DXB", "RUH", "DOH", "LHR")),
        land.departure(4, 300),
        visa_class=VisaClass.SPOUSE,
        first_trip=land.chance(0.6),
        guardian_on_booking=True if small else None,
        paid_by=PaymentForm.CARD if land.chance(0.6) else form(land),
    )
    known = (Benign.FAMILY_LINK,) if land.chance(0.7) else ()
    return journey(land, home.head if land.chance(0.5) else home.spouse, (home.spouse, *small), way, known)


def lone_minor(land: Country) -> list[Draft]:
    """A boy or girl of school age flies to relatives with the airline's service for unaccompanied minors."""
    home = land.home()
    young = [who for who in home.children if 8 <= _age(who, land) <= 15]
    if not young:
        return []
    who = young[0]
    way = trip(
        land.rng.randrange(2),
        airport_of(who.district),
        "DXB" if who.sex is Sex.MALE else "LHR",
        land.departure(5, 100),
        back_after=30,
        visa_class=VisaClass.VISIT,
        unaccompanied_minor_service=True,
        guardian_on_booking=False,
        paid_by=PaymentForm.CARD,
    )
    return journey(land, home.head, (who,), way, (Benign.GUARDIAN_CONSENT,))
