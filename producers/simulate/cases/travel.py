"""Cases that an airline sees first."""

from typing import Any

from producers.simulate.cast import Cast
from producers.simulate.journeys import money
from producers.simulate.people import Person
from producers.simulate.plan import Expected
from producers.simulate.seen import as_customer, as_known, as_passenger, reached_at
from schemas.alert import Priority
from schemas.codes import Sex
from schemas.facts import BankChannel, Direction, Kind, Observation, PaymentForm, Purpose, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject


def escort_of_different_women(cast: Cast) -> Expected:
    """The same man is booked beside four different young women on four days; one does not know him at the counter; his
    account paid six travel charges (bride cases 2019: agents and repeated couples at Islamabad airport)."""
    he = cast.person(Sex.MALE, (34, 44), district="Islamabad")
    for place, she in enumerate(cast.women(4, (18, 26))):
        trip = cast.trip("ISB", "DXB", in_hours=6 + place * 30, visa_class=VisaClass.TOURIST, paid_by=PaymentForm.CARD)
        booked = cast.booking(21 - place * 3, trip, as_passenger(she), as_passenger(he, Role.COMPANION))
        if place == 0:
            seen = (Observation.RELATION_UNKNOWN, Observation.SPOKEN_FOR)
            pair = (as_passenger(she), as_passenger(he, Role.COMPANION))
            cast.booking(1, trip, *pair, kind=Kind.CHECKIN, booking=booked, observations=seen)
    for place in range(6):
        cast.payment(
            20 - place * 3, Direction.OUT, 120_000, as_customer(he), channel=BankChannel.CARD, purpose=Purpose.TRAVEL
        )
    return Expected(
        ("passport", he.passport), Subject.FACILITATOR, Priority.P1, ("a-escort-diff-women", "b-bulk-travel-purchase")
    )


def offloaded_and_back(cast: Cast) -> Expected:
    """Offloaded at Multan with an Umrah visa, no hotel and 200 riyals; fourteen hours later booked from Lahore with the
    other airline (FIA Multan 2023-24)."""
    she = cast.person(Sex.FEMALE, (30, 46), district="Multan")
    poor: dict[str, Any] = {"visa_class": VisaClass.UMRAH, "hotel_booked": False, "funds_declared": money(200, "SAR")}
    first = cast.trip("MUX", "JED", in_hours=-18, **poor)
    cast.booking(19, first, as_passenger(she), kind=Kind.OFFLOAD)
    again = cast.trip("LHE", "JED", in_hours=9, desk=1, paid_by=PaymentForm.CASH, **poor)
    cast.booking(5, again, as_passenger(she), reached_at(cast.person().phone))
    return Expected(
        ("passport", she.passport), Subject.POSSIBLE_VICTIM, Priority.P1, ("a-offload-retry", "a-umrah-no-means")
    )


def pilgrim_without_means(cast: Cast) -> Expected:
    """An Umrah visa, no hotel, no return ticket; at check-in she has 200 riyals and recites where she will stay
    (FIA Multan: eight women with 200 riyals each; AKEO: scripted accounts)."""
    she = cast.person(Sex.FEMALE, (26, 40), district="Layyah")
    facts: dict[str, Any] = {"visa_class": VisaClass.UMRAH, "hotel_booked": False, "paid_by": PaymentForm.CASH}
    payer = cast.person(Sex.MALE, (35, 50))
    booked = cast.booking(
        13, cast.trip("MUX", "MED", in_hours=3, **facts), as_passenger(she), as_known(payer, Role.PAYER)
    )
    poor = cast.trip("MUX", "MED", in_hours=3, funds_declared=money(200, "SAR"), bags=0, **facts)
    seen = (Observation.SCRIPTED, Observation.UNAWARE_OF_DESTINATION)
    cast.booking(0.7, poor, as_passenger(she), kind=Kind.CHECKIN, booking=booked, observations=seen)
    return Expected(
        ("passport", she.passport),
        Subject.POSSIBLE_VICTIM,
        Priority.P1,
        ("a-umrah-no-means", "a-obs-scripted", "a-third-party-cash"),
    )


def harm_at_the_counter(cast: Cast) -> Expected:
    """Booked a day before by a man who does not fly with her; at check-in she is bruised and silent, and her companion
    holds her passport (AKEO, AAI, FinCEN behavioural flags 4, 8 and 9)."""
    she = cast.person(Sex.FEMALE, (18, 24), district="Swat")
    he, payer = cast.person(Sex.MALE, (36, 50)), cast.person(Sex.MALE, (30, 60))
    trip = cast.trip("PEW", "DOH", in_hours=5, visa_class=VisaClass.VISIT, paid_by=PaymentForm.CASH, bags=0)
    pair = (as_passenger(she), as_passenger(he, Role.COMPANION))
    booked = cast.booking(16, trip, *pair, as_known(payer, Role.PAYER))
    seen = (Observation.HARM_OR_FEAR, Observation.SPOKEN_FOR, Observation.DOCS_HELD_BY_OTHER)
    cast.booking(1.1, trip, *pair, kind=Kind.CHECKIN, booking=booked, observations=seen)
    return Expected(
        ("passport", she.passport),
        Subject.POSSIBLE_VICTIM,
        Priority.P1,
        ("a-obs-harm-fear", "a-obs-docs-held", "a-obs-spoken-for"),
    )


def passport_of_two_women(cast: Cast) -> Expected:
    """The same passport number is booked for two women seven years apart, on two airlines, both tickets paid in cash by
    someone else (document number with two names or birth dates)."""
    return _one_passport(cast, cast.person(Sex.FEMALE, (19, 20)), cast.person(Sex.FEMALE, (27, 28)))


def passport_of_lookalikes(cast: Cast) -> Expected:
    """The same as above with women of nearly one age, as look-alikes are: name, family name and birth date differ, the age
    hardly does."""
    one = cast.person(Sex.FEMALE, (22, 22), given="Rabia", family="Swangwala")
    return _one_passport(cast, one, cast.person(Sex.FEMALE, (23, 23), given="Kiran", family="Afsanvi"))


def _one_passport(cast: Cast, one: Person, other: Person) -> Expected:
    payer = cast.person(Sex.MALE, (32, 50))
    shown, passport = as_passenger(other), as_passenger(one).identity.passport
    copied = shown.model_copy(update={"identity": shown.identity.model_copy(update={"passport": passport})})
    for place, who in enumerate((as_passenger(one), copied)):
        trip = cast.trip(
            "ISB",
            ("DXB", "BAH")[place],
            in_hours=15 + 20 * place,
            desk=place,
            visa_class=VisaClass.VISIT,
            paid_by=PaymentForm.CASH,
        )
        cast.booking(12 - 7 * place, trip, who, as_known(payer, Role.PAYER))
    return Expected(("passport", one.passport), Subject.POSSIBLE_VICTIM, Priority.P2, ("a-doc-reuse",))
