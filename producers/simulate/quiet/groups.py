"""Groups and helpers with a good reason for what they do."""

from producers.simulate.cast import Cast
from producers.simulate.companies import Employer, Promoter
from producers.simulate.journeys import money
from producers.simulate.plan import Expected
from producers.simulate.seen import as_candidate, as_customer, as_known, as_passenger, reached_at
from schemas.codes import Sex
from schemas.facts import (
    BankChannel,
    Benign,
    Direction,
    Job,
    Kind,
    LicenceStatus,
    PaperState,
    PaymentForm,
    Purpose,
    VisaClass,
)
from schemas.report import Identity, ReportParty
from schemas.role import Role

SITE = (Benign.VERIFIED_EMPLOYER, Benign.PROTECTOR_STAMP)


def _protected(country: str, wage: int, currency: str) -> Job:
    return Job(
        country=country,
        occupation="7112",
        licence=LicenceStatus.VALID,
        permission=PaperState.PRESENT,
        contract=PaperState.PRESENT,
        protector_stamp=True,
        visa_class=VisaClass.WORK,
        wage=money(wage, currency),
        registered_wage=money(wage, currency),
        fee=money(9_000),
        fee_paid_by=PaymentForm.TRANSFER,
        fee_receipt=True,
    )


def bricklayers_of_one_employer(cast: Cast) -> Expected:
    """Fourteen bricklayers leave for one site on tickets their employer pays, one-way, one contact; contracts and stamps are in
    order and the employer is verified."""
    employer = Employer(f"Numaishi {cast.place} Construction LLC", "SAU")
    promoter = Promoter("9901/RWP", f"Kitab {cast.place} Promoters", cast.person().phone)
    office = cast.person().phone
    payer = ReportParty(role=Role.PAYER, identity=Identity(employer=employer.title, phones=(office,)))
    for place, man in enumerate(cast.men(14, district="Swabi")):
        cast.file(
            22 - place * 0.4,
            Kind.CONTRACT,
            _protected("SAU", 1700, "SAR"),
            as_candidate(man),
            promoter.party(),
            employer.party(),
            against=SITE,
        )
        trip = cast.trip(
            "PEW",
            "RUH",
            in_hours=34,
            visa_class=VisaClass.WORK,
            paid_by=PaymentForm.TRANSFER,
            first_trip=place % 3 == 0,
        )
        cast.booking(11 - place * 0.3, trip, as_passenger(man), payer, reached_at(office), against=SITE)
    return Expected(("phone", office))


def charity_escort(cast: Cast) -> Expected:
    """A nurse of a known charity brings three sick children of different families to an operation abroad, one at a time,
    with the parents' consent on file."""
    nurse = cast.person(Sex.FEMALE, (35, 45), family="Tajurba", district="Karachi")
    against = (Benign.CHARITY_ESCORT, Benign.GUARDIAN_CONSENT)
    for place, family in enumerate(("Namunwala", "Ittefaqi", "Swangwala")):
        child = cast.person(Sex.MALE, (4 + place, 4 + place), family=family, district="Tharparkar")
        trip = cast.trip(
            "KHI", "DOH", in_hours=12 + place * 50, back_after=20, visa_class=VisaClass.VISIT, guardian_on_booking=False
        )
        pair = (as_passenger(child), as_passenger(nurse, Role.COMPANION))
        cast.booking(18 - place * 4, trip, *pair, reached_at(nurse.phone), against=against)
    return Expected(("passport", nurse.passport))


def first_trip_with_stamp(cast: Cast) -> Expected:
    """A young man leaves for his first job abroad: registered, contract, fee with receipt, one-way, his brother pays cash at
    the counter, the Protector's stamp is in the passport."""
    he = cast.person(Sex.MALE, (21, 25), family="Azmaishi", district="Attock")
    brother = cast.person(Sex.MALE, (28, 34), family="Azmaishi", district="Attock")
    promoter = Promoter("9902/RWP", f"Rang {cast.place} Promoters", cast.person().phone)
    job, stamped = _protected("ARE", 1500, "AED"), (Benign.PROTECTOR_STAMP,)
    cast.file(23, Kind.REGISTRATION, job, as_candidate(he), promoter.party())
    cast.file(19, Kind.CONTRACT, job, as_candidate(he), promoter.party(), against=stamped)
    cast.payment(
        20, Direction.OUT, 9_000, as_customer(he), channel=BankChannel.TRANSFER, purpose=Purpose.RECRUITMENT_FEE
    )
    trip = cast.trip(
        "ISB", "AUH", in_hours=26, visa_class=VisaClass.WORK, paid_by=PaymentForm.CASH, first_trip=True, bags=1
    )
    booked = cast.booking(12, trip, as_passenger(he), as_known(brother, Role.PAYER), reached_at(he.phone))
    cast.booking(1, trip, as_passenger(he), kind=Kind.CHECKIN, booking=booked, against=stamped)
    return Expected(("passport", he.passport))


def hockey_team(cast: Cast) -> Expected:
    """A coach flies with ten girls of sixteen to nineteen to a tournament: one booking, return, school card, parents' consent."""
    coach = cast.person(Sex.FEMALE, (40, 50), district="Lahore")
    girls = [as_passenger(she) for she in cast.women(10, (16, 19), district="Lahore")]
    trip = cast.trip(
        "LHE",
        "KUL",
        in_hours=44,
        back_after=6,
        visa_class=VisaClass.VISIT,
        hotel_booked=True,
        guardian_on_booking=False,
        paid_by=PaymentForm.CARD,
    )
    parties = (*girls, as_passenger(coach, Role.COMPANION), as_known(coach, Role.PAYER))
    booked = cast.booking(14, trip, *parties, against=(Benign.GUARDIAN_CONSENT,))
    cast.booking(
        1,
        trip,
        *girls,
        as_passenger(coach, Role.COMPANION),
        kind=Kind.CHECKIN,
        booking=booked,
        against=(Benign.GUARDIAN_CONSENT,),
    )
    return Expected(("passport", coach.passport))
