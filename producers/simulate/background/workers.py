"""Ordinary labour migration: those who leave with their papers, those who only ask, those who come home."""

from dataclasses import dataclass
from typing import Any

from producers.simulate.background.country import Country
from producers.simulate.background.travellers import form, journey
from producers.simulate.companies import CORRIDORS, Employer, Promoter
from producers.simulate.journeys import airport_of, money, trip
from producers.simulate.people import Household, Person
from producers.simulate.plan import Draft
from producers.simulate.seen import as_candidate, as_customer
from schemas.codes import Sector
from schemas.facts import (
    BankChannel,
    Benign,
    Complaint,
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

OCCUPATIONS = ("9313", "7112", "8322", "5131", "7411", "9112", "7126", "2221", "8342", "5414")
WAGES = {"SAR": 1500, "AED": 1500, "QAR": 1600, "OMR": 160, "BHD": 150, "KWD": 130}
STAMP = (Benign.PROTECTOR_STAMP,)


@dataclass(frozen=True, slots=True)
class Demand:
    """One job of one employer through one promoter."""

    promoter: Promoter
    employer: Employer
    airport: str
    job: Job

    def file(self, land: Country, kind: Kind, who: Person, job: Job | None = None, **facts: Any) -> Draft:
        """What the promoter's desk writes down."""
        parties = (as_candidate(who), self.promoter.party(), self.employer.party())
        fields = {"kind": kind, "job": job or self.job, "parties": parties, **facts}
        return Draft(Sector.RECRUITER, int(self.promoter.licence[:4]) % 2, land.moment(Sector.RECRUITER), fields)


def demand(land: Country) -> Demand:
    """Any job on offer. One demand of a hundred has outlived its permission."""
    country, airport, currency = land.rng.choices(CORRIDORS, (30, 22, 18, 8, 8, 8, 3, 3))[0]
    promoter = land.promoter()
    job = Job(
        country=country,
        occupation=land.rng.choice(OCCUPATIONS),
        licence=LicenceStatus.EXPIRED if land.renews(promoter) else LicenceStatus.VALID,
        permission=PaperState.EXPIRED if land.chance(0.01) else PaperState.PRESENT,
        visa_class=VisaClass.WORK,
        wage=money(int(WAGES[currency] * land.rng.uniform(0.8, 1.9)), currency),
    )
    return Demand(promoter, land.rng.choice(land.employers), airport, job)


def migrant(land: Country) -> list[Draft]:
    """A worker on his way out: some of registration, contract, fee, bank and ticket fall on this day."""
    who, wanted = next(land.leaving).head, demand(land)
    found: list[Draft] = []
    if land.chance(0.35):
        found.append(wanted.file(land, Kind.REGISTRATION, who))
    if land.chance(0.4):
        if land.chance(0.03):  # he had asked elsewhere too
            found.append(demand(land).file(land, Kind.REGISTRATION, who))
        papers = {"contract": PaperState.PRESENT, "protector_stamp": True, "registered_wage": wanted.job.wage}
        found.append(wanted.file(land, Kind.CONTRACT, who, wanted.job.model_copy(update=papers), against=STAMP))
    if land.chance(0.35):
        found += _fee(land, who, wanted)
    moments = sorted(draft.at for draft in found)
    found = [draft._replace(at=at) for draft, at in zip(found, moments, strict=True)]
    if land.chance(0.75):
        way = trip(
            land.rng.randrange(2),
            airport_of(who.district),
            wanted.airport,
            land.departure(2, 34) if land.chance(0.5) else land.departure(30, 400),
            visa_class=VisaClass.WORK,
            first_trip=land.chance(0.4),
            paid_by=form(land),
        )
        found += journey(land, who, (who,), way, STAMP if land.chance(0.9) else ())
    return found


def _fee(land: Country, who: Person, wanted: Demand) -> list[Draft]:
    paid = land.rng.choices((PaymentForm.TRANSFER, PaymentForm.WALLET, PaymentForm.CASH), (60, 20, 20))[0]
    amount = land.rng.randrange(8, 30) * 1000
    charge = {"fee": money(amount), "fee_paid_by": paid, "fee_receipt": not land.chance(0.03)}
    found = [wanted.file(land, Kind.FEE, who, wanted.job.model_copy(update=charge))]
    if paid is PaymentForm.TRANSFER and land.chance(0.5):
        office = Identity(oep_licence=wanted.promoter.licence, agency=wanted.promoter.title)
        parties = (as_customer(who), ReportParty(role=Role.BENEFICIARY, identity=office))
        moved = {"channel": BankChannel.TRANSFER, "purpose": Purpose.RECRUITMENT_FEE}
        found.append(land.payment(Direction.OUT, amount, parties, None, **moved))
    return found


def job_seeker(land: Country) -> list[Draft]:
    """Someone registers for a job, one in ten with a second promoter as well; one in fifty flies first with his family."""
    home = next(land.leaving)
    who = home.spouse if land.chance(0.12) else home.head
    found = [demand(land).file(land, Kind.REGISTRATION, who)]
    if land.chance(0.1):
        found.append(demand(land).file(land, Kind.REGISTRATION, who))
    if land.chance(0.02):
        found += _holiday_first(land, home)
    return found


def _holiday_first(land: Country, home: Household) -> list[Draft]:
    umrah = land.chance(0.6)
    way = trip(
        land.rng.randrange(2),
        airport_of(home.head.district),
        "JED" if umrah else "DXB",
        land.departure(2, 200),
        back_after=15,
        visa_class=VisaClass.UMRAH if umrah else VisaClass.VISIT,
        hotel_booked=umrah,
        paid_by=form(land),
    )
    return journey(land, home.head, home.members[:2], way)


def homecomer(land: Country) -> list[Draft]:
    """A worker reports back after his contract; a few complain."""
    who, had = next(land.leaving).head, demand(land)
    if land.chance(0.06):
        wrong = land.rng.choice((Complaint.UNPAID_WAGE, Complaint.NO_JOB))
        return [had.file(land, Kind.COMPLAINT, who, had.job.model_copy(update={"complaint": wrong}))]
    return [had.file(land, Kind.RETURN, who)]


def advert(land: Country) -> list[Draft]:
    """A promoter advertises a demand with licence and permission."""
    offered = demand(land)
    fields = {"kind": Kind.ADVERT, "job": offered.job, "parties": (offered.promoter.party(),)}
    return [Draft(Sector.RECRUITER, int(offered.promoter.licence[:4]) % 2, land.moment(Sector.RECRUITER), fields)]
