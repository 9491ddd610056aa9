"""Cases that begin at a recruiter's desk."""

from producers.simulate.cast import Cast
from producers.simulate.companies import Promoter
from producers.simulate.journeys import money
from producers.simulate.plan import Expected
from producers.simulate.seen import as_candidate, as_customer, as_passenger, reached_at
from schemas.alert import Priority
from schemas.codes import Sex
from schemas.facts import (
    BankChannel,
    Complaint,
    Direction,
    Job,
    Kind,
    LicenceStatus,
    Observation,
    PaperState,
    PaymentForm,
    Purpose,
    VisaClass,
)
from schemas.report import Identity, ReportParty
from schemas.role import Role
from schemas.rulepack import Subject


def unprotected_departure(cast: Cast) -> Expected:
    """A woman registered for housework in Dubai has no contract and no Protector number, and flies on a visit visa
    (BEOE: every work-visa traveller must be protected; FIA advisory 2025)."""
    she = cast.person(Sex.FEMALE, (24, 31), district="Rahim_Yar_Khan")
    agent = Promoter("9912/MUL", f"Khwab {cast.place} Manpower", cast.person().phone)
    job = Job(
        country="ARE",
        occupation="9111",
        licence=LicenceStatus.VALID,
        permission=PaperState.MISSING,
        contract=PaperState.MISSING,
        protector_stamp=False,
        visa_class=VisaClass.VISIT,
        wage=money(1200, "AED"),
    )
    cast.file(21, Kind.REGISTRATION, job, as_candidate(she), agent.party())
    trip = cast.trip("MUX", "DXB", in_hours=7, visa_class=VisaClass.VISIT, paid_by=PaymentForm.CASH, first_trip=True)
    booked = cast.booking(5, trip, as_passenger(she), reached_at(agent.phone))
    cast.booking(0.8, trip, as_passenger(she), kind=Kind.CHECKIN, booking=booked)
    return Expected(
        ("cnic", she.cnic), Subject.POSSIBLE_VICTIM, Priority.P1, ("x-unprotected-departure", "r-visa-job-mismatch")
    )


def debt_and_substitution(cast: Cast) -> Expected:
    """A worker owes the promoter his fee, his passport has been kept for two months, and the contract he now signs pays
    a third less than the registered one (ILO indicators of forced labour 7 and 9; ILO Delphi: deceived about wages)."""
    he = cast.person(Sex.MALE, (23, 30), district="Muzaffargarh")
    agent = Promoter("9921/LHR", f"Misal {cast.place} Overseas", cast.person().phone)
    fee = Job(
        country="SAU",
        occupation="9313",
        licence=LicenceStatus.VALID,
        fee=money(620_000),
        fee_paid_by=PaymentForm.CASH,
        fee_receipt=False,
        loan=money(450_000),
        deduction_percent=40,
        passport_held_days=61,
    )
    cast.file(18, Kind.FEE, fee, as_candidate(he), agent.party())
    contract = Job(
        country="SAU",
        occupation="9313",
        licence=LicenceStatus.VALID,
        contract=PaperState.PRESENT,
        visa_class=VisaClass.WORK,
        wage=money(1000, "SAR"),
        registered_wage=money(1500, "SAR"),
    )
    cast.file(11, Kind.CONTRACT, contract, as_candidate(he), agent.party(), desk=1)
    trip = cast.trip("LHE", "RUH", in_hours=40, visa_class=VisaClass.WORK, paid_by=PaymentForm.AGENCY_CREDIT)
    cast.booking(3, trip, as_passenger(he), reached_at(agent.phone))
    return Expected(
        ("cnic", he.cnic),
        Subject.POSSIBLE_VICTIM,
        Priority.P2,
        ("r-passport-kept", "r-debt-to-recruiter", "r-contract-substitution"),
    )


def switched_and_misspelt(cast: Cast) -> Expected:
    """Registered for Qatar as Muhammad Saleem Qureshi without a passport yet; flies to Oman on a visit visa as Mohd Salim
    Koreshi. Only name and birth date join the two files, and a bank's (ILO Delphi: deceived about the place)."""
    he = cast.person(Sex.MALE, (25, 33), given="Muhammad Saleem Qureshi", family="Namunwala", district="Sargodha")
    promoter = Promoter("9931/SKT", f"Tajurba {cast.place} Promoters", cast.person().phone)
    registered = Job(
        country="QAT",
        occupation="7112",
        licence=LicenceStatus.VALID,
        permission=PaperState.EXPIRED,
        contract=PaperState.PRESENT,
        visa_class=VisaClass.WORK,
        wage=money(1800, "QAR"),
    )
    cast.file(22, Kind.REGISTRATION, registered, as_candidate(he, passport=False), promoter.party())
    changed = Job(
        country="OMN",
        registered_country="QAT",
        occupation="9312",
        licence=LicenceStatus.VALID,
        contract=PaperState.MISSING,
        protector_stamp=False,
        visa_class=VisaClass.VISIT,
        wage=money(90, "OMR"),
    )
    cast.file(13, Kind.CONTRACT, changed, as_candidate(he, passport=False), promoter.party(), desk=1)
    cast.payment(
        9,
        Direction.OUT,
        180_000,
        as_customer(he, name="Muhammad Saleem Qureshi Namunwala"),
        reached_at(cast.person().phone, Role.BENEFICIARY),
        channel=BankChannel.WALLET,
        purpose=Purpose.RECRUITMENT_FEE,
    )
    trip = cast.trip("SKT", "MCT", in_hours=16, desk=1, visa_class=VisaClass.VISIT, paid_by=PaymentForm.CASH)
    cast.booking(2, trip, as_passenger(he, name="NAMUNWALA/MOHD SALIM KORESHI MR"))
    return Expected(("cnic", he.cnic), Subject.POSSIBLE_VICTIM, Priority.P2, ("r-dest-switch", "r-visa-job-mismatch"))


def scam_centre_offer(cast: Cast) -> Expected:
    """An unlicensed advert promises a typist three times the usual wage in Cambodia; at check-in he knows neither employer
    nor address (UNODC scam-centre indicators; AAI: job without knowing who will meet them)."""
    he = cast.person(Sex.MALE, (19, 25), district="Gujranwala")
    recruiter = cast.person(Sex.MALE, (30, 45))
    seller = ReportParty(
        role=Role.RECRUITER,
        identity=Identity(agency=f"Natak {cast.place} Careers", phones=(recruiter.phone,)),
    )
    job = Job(
        country="KHM",
        occupation="4131",
        licence=LicenceStatus.NONE,
        permission=PaperState.MISSING,
        contract=PaperState.MISSING,
        visa_class=VisaClass.TOURIST,
        wage=money(2500, "USD"),
        protector_stamp=False,
    )
    cast.file(23, Kind.ADVERT, job, seller)
    cast.file(15, Kind.REGISTRATION, job, as_candidate(he), seller, desk=1)
    trip = cast.trip("LHE", "BKK", in_hours=4, visa_class=VisaClass.TOURIST, first_trip=True, paid_by=PaymentForm.CARD)
    booked = cast.booking(6, trip, as_passenger(he), reached_at(recruiter.phone))
    seen = (Observation.VAGUE_JOB, Observation.UNAWARE_OF_DESTINATION)
    cast.booking(1.2, trip, as_passenger(he), kind=Kind.CHECKIN, booking=booked, observations=seen)
    return Expected(
        ("passport", he.passport),
        Subject.POSSIBLE_VICTIM,
        Priority.P1,
        ("a-obs-vague-job", "a-obs-unaware-dest", "r-visa-job-mismatch"),
    )


def altered_birth_date(cast: Cast) -> Expected:
    """A girl of sixteen at one promoter is a woman of twenty-three at the next, with the same B-Form number; her passport
    says sixteen again (ILO Delphi child lists; TIP of children: consent is irrelevant)."""
    she = cast.person(Sex.FEMALE, (16, 16), district="Badin")
    older = cast.rng.randrange(6, 8)
    job = Job(
        country="OMN", occupation="9111", licence=LicenceStatus.VALID, visa_class=VisaClass.WORK, wage=money(90, "OMR")
    )
    promoter = Promoter("9941/KAR", f"Dastan {cast.place} Services", cast.person().phone)
    cast.file(20, Kind.REGISTRATION, job, as_candidate(she, passport=False), promoter.party())
    altered = as_candidate(she)
    changed = altered.identity.model_copy(update={"birth_date": she.born.replace(year=she.born.year - older)})
    cast.file(10, Kind.REGISTRATION, job, altered.model_copy(update={"identity": changed}), promoter.party(), desk=1)
    trip = cast.trip(
        "KHI", "MCT", in_hours=30, visa_class=VisaClass.VISIT, guardian_on_booking=False, paid_by=PaymentForm.CASH
    )
    cast.booking(4, trip, as_passenger(she), reached_at(promoter.phone))
    return Expected(("cnic", she.cnic), Subject.POSSIBLE_VICTIM, Priority.P1, ("r-minor", "a-minor-alone"))


def complaints_of_a_suspended_promoter(cast: Cast) -> Expected:
    """A promoter's licence is suspended; four workers complain of no job, no wage and kept passports, two are back early
    (APP 2019: licences cancelled and suspended on complaints)."""
    promoter = Promoter("9951/RWP", f"Afsana {cast.place} Overseas Employment", cast.person().phone)
    wrongs = (Complaint.UNPAID_WAGE, Complaint.NO_JOB, Complaint.PASSPORT_KEPT, Complaint.ABANDONED)
    for place, worker in enumerate(cast.men(4)):
        job = Job(country="SAU", occupation="9313", licence=LicenceStatus.SUSPENDED, complaint=wrongs[place])
        cast.file(20 - 4 * place, Kind.COMPLAINT, job, as_candidate(worker), promoter.party(), desk=place)
    for place, worker in enumerate(cast.men(2)):
        job = Job(country="SAU", occupation="9313", licence=LicenceStatus.SUSPENDED)
        cast.file(6 - 3 * place, Kind.RETURN, job, as_candidate(worker), promoter.party(), desk=place)
    return Expected(
        ("oep", promoter.licence), Subject.FACILITATOR, None, ("r-licence-not-valid", "r-complaint-cluster")
    )
