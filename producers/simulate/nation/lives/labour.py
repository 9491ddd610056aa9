"""Labour migration: those who leave with their papers, those who go back to their work, those who only ask, those who come home."""

from datetime import datetime
from typing import Any

from producers.simulate.background.workers import OCCUPATIONS, WAGES
from producers.simulate.nation.land import Company, Employer
from producers.simulate.nation.lives.travel import booked, lead_time
from producers.simulate.nation.tale import Seen, Tale, exact
from producers.simulate.people import Person
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
from schemas.role import Role

STAMP = (Benign.PROTECTOR_STAMP,)


class Demand:
    """One job of one employer through one promoter, and what the promoter's desk writes of it."""

    def __init__(self, tale: Tale, promoter: Company | None = None, employer: Employer | None = None) -> None:
        rng = tale.rng
        self.tale = tale
        self.promoter = promoter or tale.land.promoter(rng)
        self.employer = employer or tale.land.employer(rng)
        renewing = tale.chance(0.012)
        self.facts: dict[str, Any] = {
            "country": self.employer.country,
            "occupation": rng.choice(OCCUPATIONS),
            "licence": LicenceStatus.EXPIRED if renewing else LicenceStatus.VALID,
            "permission": PaperState.EXPIRED if tale.chance(0.008) else PaperState.PRESENT,
            "visa_class": VisaClass.WORK,
            "wage": exact(int(WAGES[self.employer.currency] * (0.8 + rng.random() * 1.1)), self.employer.currency),
        }

    def parties(self) -> tuple[Seen, ...]:
        """Promoter and employer."""
        named = ("company", Role.EMPLOYER, self.employer.identity)
        return (("company", Role.RECRUITER, self.promoter.identity), named)

    def file(self, day: datetime, kind: Kind, who: Person, others: tuple[Seen, ...] = (), **more: Any) -> None:
        """A sheet of the worker's file."""
        against = more.pop("against", ())
        at = self.tale.work(day, Sector.RECRUITER)
        parties = (*self.parties(), *others)
        self.tale.file(at, kind, self.promoter.desk, Job(**{**self.facts, **more}), who, parties, against=against)


def migrant(tale: Tale) -> None:
    """A worker registers, signs, pays, and leaves with the Protector's stamp; each desk tells only a part of it."""
    home = tale.home()
    who = home.spouse if tale.chance(0.05) else home.head
    leaves(tale, who, Demand(tale), 8 + tale.rng.random() * 35)


def leaves(tale: Tale, who: Person, wanted: Demand, days: float, others: tuple[Seen, ...] = ()) -> None:
    """From registration to departure in so many days."""
    if tale.chance(0.35):
        wanted.file(tale.day(0, days * 0.3), Kind.REGISTRATION, who, others)
    if tale.chance(0.06):  # he asked elsewhere too
        Demand(tale).file(tale.day(0, days * 0.3), Kind.REGISTRATION, who)
    if tale.chance(0.45):
        papers = {"contract": PaperState.PRESENT, "protector_stamp": True, "registered_wage": wanted.facts["wage"]}
        wanted.file(tale.day(days * 0.4, days * 0.8), Kind.CONTRACT, who, others, against=STAMP, **papers)
    if tale.chance(0.35):
        _fee(tale, who, wanted, days)
    way = tale.way(
        tale.origin(who),
        wanted.employer.airport,
        tale.day(days, days + 1),
        visa_class=VisaClass.WORK,
        first_trip=tale.chance(0.5) if tale.chance(0.6) else None,
        paid_by=tale.form(),
    )
    booked(tale, way, who, (who,), min(lead_time(tale), days), STAMP if tale.chance(0.75) else ())


def _fee(tale: Tale, who: Person, wanted: Demand, days: float) -> None:
    paid = tale.rng.choices((PaymentForm.TRANSFER, PaymentForm.WALLET, PaymentForm.CASH), (60, 20, 20))[0]
    amount = tale.rng.randrange(8, 30) * 1000
    receipt = not tale.chance(0.04)
    day = tale.day(days * 0.3, days * 0.9)
    wanted.file(day, Kind.FEE, who, fee=exact(amount), fee_paid_by=paid, fee_receipt=receipt)
    if paid is PaymentForm.TRANSFER and tale.chance(0.5):
        office = (("company", Role.BENEFICIARY, wanted.promoter.identity),)
        moved = {"channel": BankChannel.TRANSFER, "purpose": Purpose.RECRUITMENT_FEE, "direction": Direction.OUT}
        tale.pay(tale.work(day, Sector.BANK), who, office, None, amount, **moved)


def returning(tale: Tale) -> None:
    """A worker goes back to the job he has, on his residence permit, after his leave."""
    who = tale.home().head
    days = lead_time(tale)
    job = tale.land.employer(tale.rng)
    way = tale.way(
        tale.origin(who),
        job.airport,
        tale.day(days, days + 1),
        visa_class=VisaClass.RESIDENT if tale.chance(0.7) else VisaClass.WORK,
        first_trip=False,
        paid_by=tale.form(),
    )
    booked(tale, way, who, (who,), days)


def job_seeker(tale: Tale) -> None:
    """Someone registers and waits; one in ten asks a second promoter; one in fifty flies with his family meanwhile."""
    home = tale.home()
    who = home.spouse if tale.chance(0.1) else home.head
    Demand(tale).file(tale.day(0, 3), Kind.REGISTRATION, who)
    if tale.chance(0.1):
        Demand(tale).file(tale.day(2, 20), Kind.REGISTRATION, who)
    if tale.chance(0.02):
        umrah = tale.chance(0.6)
        way = tale.way(
            tale.origin(who),
            "JED" if umrah else "DXB",
            tale.day(5, 40),
            back_after=15,
            visa_class=VisaClass.UMRAH if umrah else VisaClass.VISIT,
            hotel_booked=True if umrah else None,
            paid_by=tale.form(),
        )
        booked(tale, way, home.head, home.members[:2], 4, (Benign.FAMILY_LINK,) if tale.chance(0.5) else ())


def advert(tale: Tale) -> None:
    """A promoter advertises a job, now and then without the number of the permission."""
    offered = Demand(tale)
    forgotten = tale.chance(0.04)
    facts = {name: value for name, value in offered.facts.items() if not forgotten or name != "permission"}
    at = tale.work(tale.start, Sector.RECRUITER)
    tale.file(at, Kind.ADVERT, offered.promoter.desk, Job(**facts), None, offered.parties()[:1])


def homecomer(tale: Tale) -> None:
    """A worker reports back after his contract; six in a hundred complain, some came early for reasons of their own."""
    who, had = tale.home().head, Demand(tale)
    if tale.chance(0.06):
        wrong = tale.rng.choice((Complaint.UNPAID_WAGE, Complaint.NO_JOB, Complaint.UNPAID_WAGE))
        return had.file(tale.day(0, 1), Kind.COMPLAINT, who, complaint=wrong)
    days = tale.rng.randrange(20, 90) if tale.chance(0.06) else tale.rng.randrange(500, 1_500)
    return had.file(tale.day(0, 1), Kind.RETURN, who, days_abroad=days, deported=True if tale.chance(0.01) else None)
