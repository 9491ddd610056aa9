"""Those who pay, book or collect for many, and have a good reason."""

from typing import Any

from producers.simulate.cast import Cast
from producers.simulate.companies import agencies
from producers.simulate.journeys import money
from producers.simulate.plan import Expected
from producers.simulate.seen import as_customer, as_passenger, reached_at
from schemas.codes import Sex
from schemas.facts import (
    BankChannel,
    Benign,
    Direction,
    PaymentForm,
    VisaClass,
)
from schemas.report import Identity, ReportParty
from schemas.role import Role


def busy_accredited_agency(cast: Cast) -> Expected:
    """An accredited agency puts its own mobile on every booking it makes: two hundred and forty in a day."""
    agency = agencies(cast.place // 100, 80)[-1]
    for place in range(240):
        who = cast.person(cast.rng.choice((Sex.MALE, Sex.FEMALE)), (20, 60))
        visa = cast.rng.choice((VisaClass.UMRAH, VisaClass.WORK, VisaClass.VISIT, VisaClass.RESIDENT))
        back = None if visa in (VisaClass.WORK, VisaClass.RESIDENT) else cast.rng.randrange(7, 40)
        trip = cast.trip(
            cast.rng.choice(("ISB", "LHE", "KHI")),
            cast.rng.choice(("JED", "DXB", "RUH", "DOH")),
            in_hours=60 + place % 200,
            desk=place % 2,
            back_after=back,
            visa_class=visa,
            hotel_booked=True if visa is VisaClass.UMRAH else None,
            paid_by=PaymentForm.AGENCY_CREDIT,
        )
        cast.booking(
            23.5 - place * 0.095,
            trip,
            as_passenger(who),
            agency.party(),
            reached_at(agency.phone),
            against=(Benign.AGENCY_ACCREDITED,),
        )
    return Expected(("phone", agency.phone))


def charity_pays_for_many(cast: Cast) -> Expected:
    """A charity sends twelve poor elderly people to Umrah: it pays all tickets by transfer, hotels and returns are booked."""
    phone = cast.person().phone
    payer = ReportParty(
        role=Role.PAYER, identity=Identity(employer=f"Misal {cast.place} Welfare Trust", phones=(phone,))
    )
    for place, who in enumerate(cast.men(12, age=(58, 74), district="Layyah")):
        trip = cast.trip(
            "MUX",
            "MED",
            in_hours=52,
            back_after=14,
            visa_class=VisaClass.UMRAH,
            hotel_booked=True,
            first_trip=True,
            paid_by=PaymentForm.TRANSFER,
        )
        cast.booking(16 - place * 0.5, trip, as_passenger(who), payer, against=(Benign.CHARITY_ESCORT,))
    return Expected(("phone", phone))


def wholesaler(cast: Cast) -> Expected:
    """A cloth wholesaler's customers pay cash into his business account in four cities; he pays his mills by transfer."""
    he = cast.person(Sex.MALE, (45, 60), district="Faisalabad")
    facts: dict[str, Any] = {"business": True, "home_city": "Faisalabad", "monthly_turnover": money(40_000_000)}
    for place, city in enumerate(("Lahore", "Multan", "Peshawar", "Karachi", "Lahore")):
        cast.payment(
            21 - place * 2,
            Direction.IN,
            160_000 + 30_000 * place,
            as_customer(he),
            channel=BankChannel.COUNTER,
            cash=True,
            city=city,
            **facts,
        )
    for place in range(2):
        mill = ReportParty(role=Role.BENEFICIARY, identity=Identity(employer=f"Farz {cast.place} Mill {'AB'[place]}"))
        cast.payment(8 - place, Direction.OUT, 300_000, as_customer(he), mill, channel=BankChannel.TRANSFER, **facts)
    return Expected(("cnic", he.cnic))
