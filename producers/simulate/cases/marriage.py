"""Cases of bride trafficking, after what BBC Urdu, AP and Tribune reported in 2019."""

from producers.simulate.cast import Cast
from producers.simulate.plan import Expected
from producers.simulate.seen import as_counterparty, as_customer, as_known, as_passenger, foreigner
from schemas.alert import Priority
from schemas.codes import Sex
from schemas.facts import BankChannel, Direction, IncomeBand, Kind, Observation, PaymentForm, Purpose, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject


def bride_in_two_spellings(cast: Cast) -> Expected:
    """A bride from a poor family gets several thousand dollars from a Chinese sender; days later she flies on a spouse visa,
    one-way, on a ticket a stranger paid in cash. Bank and airline spell her name differently and share no number."""
    she = cast.person(Sex.FEMALE, (18, 21), given="Sumaira Bibi", family="Chehrapuri", district="Faisalabad")
    cast.payment(
        22,
        Direction.IN,
        1_150_000,
        as_customer(she),
        foreigner("LI NAMUNA", Role.SENDER, "CHN"),
        channel=BankChannel.REMITTANCE,
        purpose=Purpose.GIFT,
        counterparty_country="CHN",
        home_city="Faisalabad",
        income=IncomeBand.LOW,
    )
    broker = cast.person(Sex.MALE, (35, 55), district="Lahore")
    husband = foreigner("WANG NAMUNA", Role.COMPANION, "CHN", passport=f"EX9{she.number:06d}")
    trip = cast.trip(
        "ISB", "PEK", in_hours=15, desk=1, visa_class=VisaClass.SPOUSE, first_trip=True, paid_by=PaymentForm.CASH
    )
    written = as_passenger(she, name="CHEHRAPURI/SUMERA MRS")
    booked = cast.booking(10, trip, written, husband, as_known(broker, Role.PAYER))
    seen = (Observation.RELATION_UNKNOWN,)
    cast.booking(2, trip, written, husband, kind=Kind.CHECKIN, booking=booked, observations=seen)
    return Expected(
        ("cnic", she.cnic), Subject.POSSIBLE_VICTIM, Priority.P2, ("b-brideprice-inflow", "a-third-party-cash")
    )


def marriage_broker(cast: Cast) -> Expected:
    """One broker sends money to three poor fathers and pays cash for three brides' one-way tickets on spouse visas; he leaves
    the same CNIC at the bank and at the ticket counter (bride cases 2019: parents were paid by the agent)."""
    broker = cast.person(Sex.MALE, (36, 52), district="Lahore")
    sisters = cast.women(3, (18, 22), district="Sheikhupura")
    for place, she in enumerate(sisters):
        father = cast.person(Sex.MALE, (45, 60), family=she.family, district="Sheikhupura")
        cast.payment(
            22 - 4 * place,
            Direction.IN,
            700_000 + 50_000 * place,
            as_customer(father),
            as_counterparty(broker, Role.SENDER, account=True),
            channel=BankChannel.TRANSFER,
            purpose=Purpose.GIFT,
            home_city="Sheikhupura",
            income=IncomeBand.LOW,
        )
        trip = cast.trip(
            "LHE",
            "CAN",
            in_hours=25 + 12 * place,
            visa_class=VisaClass.SPOUSE,
            first_trip=True,
            paid_by=PaymentForm.CASH,
        )
        groom = foreigner(f"CHEN MISAL {'ABC'[place]}", Role.COMPANION, "CHN", passport=f"EX8{she.number:06d}")
        cast.booking(9 - 3 * place, trip, as_passenger(she), groom, as_known(broker, Role.PAYER, cnic=True))
    return Expected(("cnic", broker.cnic), Subject.FACILITATOR, Priority.P2, ("x-marriage-pipeline",))
