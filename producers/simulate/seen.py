"""How each sector writes a person down: an airline knows the passport, a bank the CNIC, a recruiter has seen both."""

from producers.simulate.people import Person
from schemas.codes import Country, Sex
from schemas.report import Identity, Passport, ReportParty
from schemas.role import Role


def as_passenger(who: Person, role: Role = Role.TRAVELLER, *, name: str | None = None) -> ReportParty:
    """From the booking and the passport: surname first, title glued on, no CNIC."""
    title = "MR" if who.sex is Sex.MALE else "MRS"
    identity = Identity(
        name=name or f"{who.family}/{who.given} {title}".upper(),
        family_name=who.family,
        birth_date=who.born,
        passport=Passport(number=who.passport, country="PAK"),
    )
    return ReportParty(role=role, identity=identity, sex=who.sex, nationality="PAK")


def as_customer(
    who: Person, role: Role = Role.HOLDER, *, phone: str | None = None, name: str | None = None
) -> ReportParty:
    """From the bank's know-your-customer file."""
    identity = Identity(
        name=name or who.name,
        family_name=who.family,
        birth_date=who.born,
        cnic=who.cnic,
        phones=(phone or who.phone,),
        iban=who.iban,
        address=who.address,
    )
    return ReportParty(role=role, identity=identity, sex=who.sex, nationality="PAK")


def as_counterparty(who: Person, role: Role, *, account: bool = False) -> ReportParty:
    """The other side of a payment: a name and a CNIC from the slip, sometimes the account."""
    identity = Identity(name=who.name, cnic=who.cnic, iban=who.iban if account else None)
    return ReportParty(role=role, identity=identity)


def as_candidate(
    who: Person, *, phone: str | None = None, name: str | None = None, passport: bool = True, cnic: bool = True
) -> ReportParty:
    """From the worker's file: CNIC and usually the passport."""
    identity = Identity(
        name=name or who.name,
        family_name=who.family,
        birth_date=who.born,
        cnic=who.cnic if cnic else None,
        passport=Passport(number=who.passport, country="PAK") if passport else None,
        phones=(phone or who.phone,),
        address=who.address,
    )
    return ReportParty(role=Role.CANDIDATE, identity=identity, sex=who.sex, nationality="PAK")


def as_known(who: Person, role: Role, *, cnic: bool = False) -> ReportParty:
    """Someone who only left a name and a phone, and a CNIC where the counter asks for it."""
    identity = Identity(name=who.name, family_name=who.family, phones=(who.phone,), cnic=who.cnic if cnic else None)
    return ReportParty(role=role, identity=identity, sex=who.sex)


def reached_at(phone: str, role: Role = Role.CONTACT) -> ReportParty:
    """Only a phone, as in the contact field of a booking."""
    return ReportParty(role=role, identity=Identity(phones=(phone,)))


def foreigner(name: str, role: Role, country: Country, *, passport: str | None = None) -> ReportParty:
    """Someone of another country."""
    document = Passport(number=passport, country=country) if passport else None
    return ReportParty(role=role, identity=Identity(name=name, passport=document), nationality=country)
