"""Cases of agents: those who collect, buy and answer the phone for others."""

from producers.simulate.cast import Cast
from producers.simulate.companies import Promoter
from producers.simulate.journeys import money
from producers.simulate.plan import Expected
from producers.simulate.seen import as_candidate, as_counterparty, as_customer, as_known, as_passenger, reached_at
from schemas.alert import Priority
from schemas.codes import Sex
from schemas.facts import BankChannel, Direction, Job, Kind, LicenceStatus, PaperState, PaymentForm, Purpose, VisaClass
from schemas.report import Identity, ReportParty
from schemas.role import Role
from schemas.rulepack import Subject

SOUTH = ("Multan", "Bahawalpur", "Lodhran", "Vehari", "Khanewal")


def cash_payer_with_funnel(cast: Cast) -> Expected:
    """Cash comes into a Lahore man's account in four southern cities and is drawn the same day; he pays one-way tickets
    in cash; job seekers name him as the contact of an agency without a licence (FinCEN 2020: funnel accounts; EO79)."""
    he = cast.person(Sex.MALE, (33, 47), district="Lahore")
    for place, city in enumerate(SOUTH[:4]):
        paying_in = cast.person(district=city)
        cast.payment(
            23 - 2 * place,
            Direction.IN,
            190_000,
            as_customer(he),
            as_counterparty(paying_in, Role.CONDUCTOR),
            channel=BankChannel.COUNTER,
            cash=True,
            city=city,
            home_city="Lahore",
        )
    for hours in (14, 13):
        cast.payment(
            hours,
            Direction.OUT,
            340_000,
            as_customer(he),
            channel=BankChannel.COUNTER,
            cash=True,
            city="Lahore",
            home_city="Lahore",
        )
    agency = ReportParty(
        role=Role.RECRUITER, identity=Identity(agency=f"Khwabgar {cast.place} Visa Point", phones=(he.phone,))
    )
    job = Job(country="ARE", occupation="5131", licence=LicenceStatus.NONE, contract=PaperState.MISSING)
    for hours, desk in ((17, 0), (7, 1)):
        cast.file(hours, Kind.REGISTRATION, job, as_candidate(cast.person(Sex.FEMALE, (19, 27))), agency, desk=desk)
    for place, she in enumerate(cast.women(2)):
        trip = cast.trip("LHE", "DXB", in_hours=20 + place, visa_class=VisaClass.VISIT, paid_by=PaymentForm.CASH)
        cast.booking(9 - 4 * place, trip, as_passenger(she), as_known(he, Role.PAYER, cnic=True))
    return Expected(
        ("phone", he.phone),
        Subject.FACILITATOR,
        Priority.P2,
        ("b-funnel-geo", "r-unlicensed", "x-cashpayer-funnel-unlicensed"),
    )


def one_phone_for_three(cast: Cast) -> Expected:
    """Three candidates leave the same mobile with a promoter, it is the contact of their bookings, and the wallets in
    their names are registered on it (FinCEN 2014 and 2020: shared identifiers; controller's signature)."""
    controller = cast.person(Sex.MALE, (35, 50))
    workers = cast.men(3, age=(20, 29), district="Rajanpur")
    promoter = Promoter("9961/MUL", f"Qissa {cast.place} Manpower", cast.person().phone)
    job = Job(country="SAU", occupation="5131", licence=LicenceStatus.VALID, visa_class=VisaClass.WORK)
    for place, worker in enumerate(workers):
        cast.file(
            22 - place * 2,
            Kind.REGISTRATION,
            job,
            as_candidate(worker, phone=controller.phone),
            promoter.party(),
            desk=place,
        )
        cast.account(14 - place * 2, as_customer(worker, phone=controller.phone), desk=place)
        trip = cast.trip("MUX", "JED", in_hours=33 + place * 24, desk=place % 2, visa_class=VisaClass.WORK)
        cast.booking(7 - place * 2, trip, as_passenger(worker), reached_at(controller.phone))
    return Expected(("phone", controller.phone), Subject.FACILITATOR, Priority.P2, ("x-phone-triple",))


def umrah_beggars(cast: Cast) -> Expected:
    """One agent books seven poor pilgrims, women and children among them, on one flight without hotels; riyals come back
    to his account in small sums (FIA Multan 2023-24: agents took half of what the pilgrims begged)."""
    name = f"Tilismi {cast.place} Karwan"
    phone = cast.person().phone
    owner = cast.person(Sex.MALE, (38, 52), district="Muzaffargarh", phone=phone)
    agency = ReportParty(role=Role.AGENCY, identity=Identity(agency=name, phones=(phone,)))
    trip = cast.trip(
        "MUX",
        "JED",
        in_hours=10,
        back_after=28,
        visa_class=VisaClass.UMRAH,
        hotel_booked=False,
        paid_by=PaymentForm.CASH,
        funds_declared=money(200, "SAR"),
        first_trip=True,
    )
    women, boys = cast.women(4, (24, 52)), cast.men(3, age=(9, 15))
    for hours, group in ((15, women[:2] + boys[:1]), (12, women[2:3] + boys[1:]), (8, women[3:])):
        cast.booking(hours, trip, *map(as_passenger, group), agency)
    for place in range(5):
        sender = ReportParty(role=Role.SENDER, identity=Identity(name=cast.person().name))
        holder = as_customer(owner)
        business = holder.model_copy(update={"identity": holder.identity.model_copy(update={"agency": name})})
        cast.payment(
            21 - place * 3.5,
            Direction.IN,
            900 + 50 * place,
            business,
            sender,
            currency="SAR",
            channel=BankChannel.REMITTANCE,
            counterparty_country="SAU",
            business=True,
        )
    return Expected(("agency", name), Subject.FACILITATOR, Priority.P1, ("a-umrah-agent-group", "x-umrah-agent-cash"))


def cancelled_promoter_sends_on(cast: Cast) -> Expected:
    """A promoter whose licence was cancelled still collects fees, and three workers leave on bookings that name him as the
    agency (BEOE register; Emigration Ordinance sections 12, 17, 22)."""
    title, phone = f"Wahm {cast.place} International", cast.person().phone
    promoter = Promoter("9971/GRT", title, phone)
    agency = ReportParty(role=Role.AGENCY, identity=Identity(agency=title, phones=(phone,)))
    for place, worker in enumerate(cast.men(3, district="Gujrat")):
        job = Job(
            country="SAU",
            occupation="9313",
            licence=LicenceStatus.CANCELLED,
            permission=PaperState.MISSING,
            fee=money(380_000),
            fee_paid_by=PaymentForm.CASH,
            fee_receipt=False,
            visa_class=VisaClass.WORK,
        )
        cast.file(20 - 2 * place, Kind.FEE, job, as_candidate(worker), promoter.party(), desk=place)
        trip = cast.trip("SKT", "RUH", in_hours=22 + 3 * place, visa_class=VisaClass.WORK, paid_by=PaymentForm.CASH)
        cast.booking(10 - 2 * place, trip, as_passenger(worker), agency)
    return Expected(
        ("agency", title), Subject.FACILITATOR, Priority.P2, ("r-licence-not-valid", "x-cancelled-oep-bookings")
    )


def funnel_buys_tickets(cast: Cast) -> Expected:
    """A salaried clerk's account fills with cash from five cities, empties into seven airline charges, and his card pays
    for five strangers' bookings (FinCEN 2020: funnel account, flights; FATF: tickets by third parties)."""
    he = cast.person(Sex.MALE, (28, 40), district="Karachi")
    card = f"9{he.number:014d}"
    card += str(next(d for d in range(10) if _luhn(f"{card}{d}")))
    for place, city in enumerate(SOUTH):
        cast.payment(
            23.5 - place * 1.2,
            Direction.IN,
            150_000,
            as_customer(he),
            channel=BankChannel.ATM,
            cash=True,
            city=city,
            home_city="Karachi",
            desk=1,
        )
    for place in range(7):
        cast.payment(
            16 - place,
            Direction.OUT,
            98_000,
            as_customer(he),
            desk=1,
            channel=BankChannel.CARD,
            purpose=Purpose.TRAVEL,
            city="Karachi",
            home_city="Karachi",
        )
    known = as_known(he, Role.PAYER)
    payer = known.model_copy(update={"identity": known.identity.model_copy(update={"card": card})})
    for place, she in enumerate(cast.women(5, (19, 30))):
        trip = cast.trip("KHI", "AUH", in_hours=28 + place * 7, visa_class=VisaClass.VISIT, paid_by=PaymentForm.CARD)
        cast.booking(9 - place * 1.5, trip, as_passenger(she), payer)
    return Expected(
        ("phone", he.phone),
        Subject.FACILITATOR,
        Priority.P2,
        ("b-funnel-geo", "b-bulk-travel-purchase", "a-payer-many-unrelated"),
    )


def _luhn(digits: str) -> bool:
    doubled = [int(d) if at % 2 == 0 else sum(divmod(2 * int(d), 10)) for at, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
