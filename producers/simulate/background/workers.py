"""Ordinary labour migration: those who leave with their papers, those who only ask, those who come home."""

from typing import Any

from producers.simulate.background.country import Country
from producers.simulate.background.travellers import form, journey
from producers.simulate.companies import CORRIDORS, Promoter
from producers.simulate.journeys import airport_of, money, trip
from producers.simulate.people import Person
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


def _file(land: Country, kind: Kind, who: Person, promoter: Promoter, job: Job, **facts: Any) -> Draft:
    parties: list[ReportParty] = [as_candidate(who), promoter.party()]
    if land.chance(0.6):
        parties.append(land.rng.choice(land.employers).party())
    fields = {"kind": kind, "job": job, "parties": tuple(parties), **facts}
    return Draft(Sector.RECRUITER, int(promoter.licence[:4]) % 2, land.moment(Sector.RECRUITER), fields)


def _job(land: Country, country: str, currency: str, **facts: Any) -> Job:
    wage = int(WAGES[currency] * land.rng.uniform(0.8, 1.9))
    licence = LicenceStatus.EXPIRED if land.chance(0.008) else LicenceStatus.VALID
    return Job(
        country=country,
        occupation=land.rng.choice(OCCUPATIONS),
        licence=licence,
        permission=PaperState.EXPIRED if land.chance(0.008) else PaperState.PRESENT,
        visa_class=VisaClass.WORK,
        wage=money(wage, currency),
        **facts,
    )


def migrant(land: Country) -> list[Draft]:
    """A worker on his way out: some of registration, contract, fee, bank and ticket fall on this day."""
    home = land.home()
    who, promoter = home.head, land.promoter()
    country, airport, currency = land.rng.choices(CORRIDORS, (30, 22, 18, 8, 8, 8, 3, 3))[0]
    job, found = _job(land, country, currency), []
    if land.chance(0.35):
        found.append(_file(land, Kind.REGISTRATION, who, promoter, job))
    if land.chance(0.4):
        signed = job.model_copy(
            update={"contract": PaperState.PRESENT, "protector_stamp": True, "registered_wage": job.wage}
        )
        found.append(_file(land, Kind.CONTRACT, who, promoter, signed, against=STAMP))
    if land.chance(0.35):
        found += _fee(land, who, promoter, job)
    if land.chance(0.75):
        way = trip(
            land.rng.randrange(2),
            airport_of(who.district),
            airport,
            land.departure(2, 34) if land.chance(0.5) else land.departure(30, 400),
            visa_class=VisaClass.WORK,
            first_trip=land.chance(0.4),
            paid_by=form(land),
            bags=land.rng.randrange(1, 3),
        )
        found += journey(land, who, (who,), way, STAMP if land.chance(0.9) else ())
    return found


def _fee(land: Country, who: Person, promoter: Promoter, job: Job) -> list[Draft]:
    paid = land.rng.choices((PaymentForm.TRANSFER, PaymentForm.WALLET, PaymentForm.CASH), (60, 20, 20))[0]
    amount = land.rng.randrange(8, 30) * 1000
    charged = job.model_copy(update={"fee": money(amount), "fee_paid_by": paid, "fee_receipt": not land.chance(0.03)})
    found = [_file(land, Kind.FEE, who, promoter, charged)]
    if paid is PaymentForm.TRANSFER and land.chance(0.5):
        office = ReportParty(
            role=Role.BENEFICIARY, identity=Identity(oep_licence=promoter.licence, agency=promoter.title)
        )
        parties = (as_customer(who), office)
        found.append(
            land.payment(
                Direction.OUT, amount, parties, None, channel=BankChannel.TRANSFER, purpose=Purpose.RECRUITMENT_FEE
            )
        )
    return found


def job_seeker(land: Country) -> list[Draft]:
    """Someone only registers."""
    home = land.home()
    who = home.spouse if land.chance(0.12) else home.head
    country, _, currency = land.rng.choice(CORRIDORS)
    return [_file(land, Kind.REGISTRATION, who, land.promoter(), _job(land, country, currency))]


def homecomer(land: Country) -> list[Draft]:
    """A worker reports back after his contract; a few complain."""
    who = land.home().head
    country, _, currency = land.rng.choice(CORRIDORS)
    job = _job(land, country, currency)
    if land.chance(0.06):
        wrong = land.rng.choice((Complaint.UNPAID_WAGE, Complaint.NO_JOB))
        return [_file(land, Kind.COMPLAINT, who, land.promoter(), job.model_copy(update={"complaint": wrong}))]
    return [_file(land, Kind.RETURN, who, land.promoter(), job)]


def advert(land: Country) -> list[Draft]:
    """A promoter advertises a demand with licence and permission."""
    promoter = land.promoter()
    country, _, currency = land.rng.choice(CORRIDORS)
    fields = {"kind": Kind.ADVERT, "job": _job(land, country, currency), "parties": (promoter.party(),)}
    return [Draft(Sector.RECRUITER, int(promoter.licence[:4]) % 2, land.moment(Sector.RECRUITER), fields)]
