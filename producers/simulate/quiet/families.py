"""Families that look like something else."""

from typing import Any

from producers.simulate.cast import Cast
from producers.simulate.companies import Promoter, agencies
from producers.simulate.journeys import money
from producers.simulate.plan import Expected
from producers.simulate.seen import (
    as_candidate,
    as_counterparty,
    as_customer,
    as_known,
    as_passenger,
    reached_at,
)
from schemas.codes import Sex
from schemas.facts import (
    BankChannel,
    Benign,
    Direction,
    IncomeBand,
    Job,
    Kind,
    LicenceStatus,
    PaperState,
    PaymentForm,
    Purpose,
    VisaClass,
)
from schemas.role import Role

KIN = (Benign.FAMILY_LINK,)


def umrah_family_of_twelve(cast: Cast) -> Expected:
    """Twelve of one family, three generations, fly to Umrah with hotel and return; the father pays cash at an accredited
    agency, and the children's guardian is on the booking."""
    father = cast.person(Sex.MALE, (44, 50), family="Gumanpuri", district="Faisalabad")
    shape = [
        ((66, 72), Sex.MALE),
        ((62, 68), Sex.FEMALE),
        ((38, 44), Sex.FEMALE),
        ((35, 42), Sex.MALE),
        ((30, 36), Sex.FEMALE),
    ]
    shape += [((age, age), (Sex.FEMALE, Sex.MALE)[age % 2]) for age in (2, 5, 8, 11, 14, 16)]
    family = [father] + [
        cast.person(sex, age, family="Gumanpuri", phone=father.phone, roof=father.number) for age, sex in shape
    ]
    trip = cast.trip(
        "LHE",
        "JED",
        in_hours=14,
        back_after=15,
        visa_class=VisaClass.UMRAH,
        hotel_booked=True,
        guardian_on_booking=True,
        paid_by=PaymentForm.CASH,
    )
    seller = agencies(cast.place // 100)[3].party()
    against = (Benign.FAMILY_LINK, Benign.AGENCY_ACCREDITED, Benign.GUARDIAN_CONSENT)
    for place in range(3):
        group = family[place::3]
        payer = as_known(father, Role.PAYER)
        passengers = [as_passenger(who) for who in group]
        booked = cast.booking(20 - place, trip, *passengers, seller, payer, reached_at(father.phone), against=against)
        cast.booking(3 - place * 0.2, trip, *passengers, kind=Kind.CHECKIN, booking=booked, against=KIN)
    return Expected(("passport", father.passport))


def students_uncle(cast: Cast) -> Expected:
    """A first-year student flies one-way on a study visa, booked two days before; his uncle pays cash and the family link is
    on file."""
    he = cast.person(Sex.MALE, (18, 20), family="Kaghazi", district="Abbottabad")
    uncle = cast.person(Sex.MALE, (45, 58), family="Kaghazi", district="Abbottabad")
    trip = cast.trip("ISB", "IST", in_hours=31, visa_class=VisaClass.STUDY, paid_by=PaymentForm.CASH, first_trip=True)
    booked = cast.booking(17, trip, as_passenger(he), as_known(uncle, Role.PAYER), reached_at(uncle.phone), against=KIN)
    cast.booking(1, trip, as_passenger(he), kind=Kind.CHECKIN, booking=booked)
    cast.payment(
        19, Direction.OUT, 900_000, as_customer(uncle), channel=BankChannel.TRANSFER, purpose=Purpose.OTHER, against=KIN
    )
    return Expected(("passport", he.passport))


def newly_wed(cast: Cast) -> Expected:
    """A bride of twenty-three joins her husband in Dubai: spouse visa, one-way, first journey; he pays the ticket by card
    and has sent money home, and the bank knows that he is her husband."""
    she = cast.person(Sex.FEMALE, (22, 25), family="Lafzigar", district="Sialkot")
    he = cast.person(Sex.MALE, (26, 30), family="Lafzigar", district="Sialkot")
    cast.payment(
        21,
        Direction.IN,
        420_000,
        as_customer(she),
        as_counterparty(he, Role.SENDER),
        channel=BankChannel.REMITTANCE,
        purpose=Purpose.GIFT,
        counterparty_country="ARE",
        income=IncomeBand.LOW,
        home_city="Sialkot",
        against=KIN,
    )
    trip = cast.trip("SKT", "DXB", in_hours=22, visa_class=VisaClass.SPOUSE, first_trip=True, paid_by=PaymentForm.CARD)
    booked = cast.booking(15, trip, as_passenger(she), as_known(he, Role.PAYER), reached_at(she.phone), against=KIN)
    cast.booking(2, trip, as_passenger(she), kind=Kind.CHECKIN, booking=booked, against=KIN)
    return Expected(("passport", she.passport))


def one_phone_for_a_family(cast: Cast) -> Expected:
    """Seven of a family under one roof share the father's mobile: four accounts, three bookings, one registration at a
    promoter. The surname is the same everywhere, and the bank has them as next of kin."""
    father = cast.person(Sex.MALE, (48, 56), family="Qissagar", district="Mardan")
    sons = [
        cast.person(
            Sex.MALE, (20 + n, 20 + n), family="Qissagar", district="Mardan", phone=father.phone, roof=father.number
        )
        for n in (0, 3, 5)
    ]
    women = [
        cast.person(
            Sex.FEMALE, (age, age + 2), family="Qissagar", district="Mardan", phone=father.phone, roof=father.number
        )
        for age in (18, 25, 45)
    ]
    for place, member in enumerate((father, sons[0], sons[1], women[2])):
        cast.account(22 - place, as_customer(member), desk=place, against=KIN)
    job = Job(
        country="SAU",
        occupation="7112",
        licence=LicenceStatus.VALID,
        permission=PaperState.PRESENT,
        contract=PaperState.PRESENT,
        protector_stamp=True,
        visa_class=VisaClass.WORK,
        wage=money(1800, "SAR"),
        registered_wage=money(1800, "SAR"),
    )
    promoter = Promoter("9911/PES", f"Numaish {cast.place} Promoters", cast.person().phone)
    cast.file(16, Kind.REGISTRATION, job, as_candidate(sons[2]), promoter.party(), against=(Benign.PROTECTOR_STAMP,))
    for place, group in enumerate(((sons[2],), (father, women[2]), (women[0], women[1], sons[1]))):
        visa = (VisaClass.WORK, VisaClass.UMRAH, VisaClass.VISIT)[place]
        trip = cast.trip(
            "PEW",
            ("RUH", "JED", "DXB")[place],
            in_hours=30 + place * 20,
            back_after=None if place == 0 else 21,
            visa_class=visa,
            hotel_booked=True if place else None,
        )
        cast.booking(9 - place, trip, *(as_passenger(who) for who in group), reached_at(father.phone))
    return Expected(("phone", father.phone))


def wages_to_mother(cast: Cast) -> Expected:
    """Three brothers in a mill pass their wages to their mother on pay day; the bank knows the kinship."""
    mother = cast.person(Sex.FEMALE, (48, 60), family="Wahmiwala", district="Faisalabad")
    for place in range(3):
        son = cast.person(
            Sex.MALE, (20 + 3 * place, 22 + 3 * place), family="Wahmiwala", district="Faisalabad", roof=mother.number
        )
        salary: dict[str, Any] = {"channel": BankChannel.TRANSFER, "purpose": Purpose.SALARY, "ordinary_spend": True}
        cast.payment(20 - place, Direction.IN, 55_000, as_customer(son), **salary)
        receiver = as_counterparty(mother, Role.BENEFICIARY, account=True)
        transfer: dict[str, Any] = {
            "channel": BankChannel.TRANSFER,
            "purpose": Purpose.HOUSEHOLD,
            "passed_on_percent": 85,
            "ordinary_spend": True,
        }
        cast.payment(14 - place, Direction.OUT, 47_000, as_customer(son), receiver, against=KIN, **transfer)
    return Expected(("cnic", mother.cnic))
