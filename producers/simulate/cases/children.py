"""Cases of children: means need not be shown, so two sectors are enough."""

from producers.simulate.cast import Cast
from producers.simulate.plan import Expected
from producers.simulate.seen import as_known, as_passenger
from schemas.alert import Priority
from schemas.codes import Sex
from schemas.facts import Kind, Observation, PaymentForm, VisaClass
from schemas.report import Identity, ReportParty
from schemas.role import Role
from schemas.rulepack import Subject


def child_with_a_stranger(cast: Cast) -> Expected:
    """A girl of fourteen flies beside a man of another family without a guardian's paper; a bank reports that an unrelated
    man opened an account in her name (AKEO; Cir 352; FinCEN behavioural flag 7)."""
    she = cast.person(Sex.FEMALE, (14, 14), family="Khayali", district="Jacobabad")
    he = cast.person(Sex.MALE, (38, 46), family="Mashqi")
    holder = ReportParty(
        role=Role.HOLDER,
        identity=Identity(name=she.name, family_name=she.family, birth_date=she.born, cnic=she.cnic, iban=she.iban),
        sex=she.sex,
        nationality="PAK",
    )
    cast.account(20, holder, as_known(he, Role.OPENER, cnic=True), observations=(Observation.ABSENT_ID,))
    trip = cast.trip(
        "KHI",
        "DXB",
        in_hours=11,
        visa_class=VisaClass.VISIT,
        guardian_on_booking=False,
        unaccompanied_minor_service=False,
        paid_by=PaymentForm.CASH,
    )
    pair = (as_passenger(she), as_passenger(he, Role.COMPANION))
    booked = cast.booking(12, trip, *pair)
    cast.booking(1.5, trip, *pair, kind=Kind.CHECKIN, booking=booked, observations=(Observation.SPOKEN_FOR,))
    return Expected(
        ("passport", she.passport),
        Subject.POSSIBLE_VICTIM,
        Priority.P1,
        ("a-minor-unrelated-adult", "b-minor-account-other", "x-child-two-sectors"),
    )


def escort_of_different_children(cast: Cast) -> Expected:
    """The same woman is booked with a boy, then with another boy, then with a girl, all of other families and none with
    consent; she pays cash (Doc 10171; repeat pattern with few innocent causes)."""
    she = cast.person(Sex.FEMALE, (34, 48), family="Pardawala")
    ages = ((7, 7), (9, 9), (11, 11))
    for place, family in enumerate(("Farzi", "Banauti", "Kirdarwala")):
        child = cast.person((Sex.MALE, Sex.MALE, Sex.FEMALE)[place], ages[place], family=family, district="Rajanpur")
        trip = cast.trip(
            "LHE",
            "SHJ",
            in_hours=18 + place * 48,
            desk=place % 2,
            visa_class=VisaClass.VISIT,
            guardian_on_booking=False,
            paid_by=PaymentForm.CASH,
        )
        cast.booking(
            19 - place * 6, trip, as_passenger(child), as_passenger(she, Role.COMPANION), as_known(she, Role.PAYER)
        )
    return Expected(("passport", she.passport), Subject.FACILITATOR, Priority.P1, ("a-escort-diff-minors",))
