"""How the desks of a season write people down, with the slips that desks make."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from producers.simulate import invented
from producers.simulate.nation.slips import misread, misspelt, mistyped
from producers.simulate.people import Person
from schemas.codes import Sex
from schemas.report import Identity, Passport, ReportParty
from schemas.role import Role


@dataclass(frozen=True, slots=True)
class Slips:
    """How often a desk writes something wrong or not at all. All are our own guesses."""

    name: float = 0.12
    """A name in another spelling."""
    document: float = 0.004
    """A CNIC or passport with a digit or letter mistyped."""
    birth: float = 0.006
    """A birth date a day, a month or ten years off."""
    phone: float = 0.05
    """Another phone than the usual one: a second SIM, a neighbour's."""
    missing: float = 0.06
    """A field left empty that the desk usually fills."""


class Desk:
    """Writes people down as one sector does."""

    def __init__(self, rng: Random, slips: Slips | None = None) -> None:
        self.rng = rng
        self.slips = slips or Slips()

    def passenger(self, who: Person, role: Role = Role.TRAVELLER) -> ReportParty:
        """From booking and passport: surname first, title glued on, no CNIC."""
        title = "MR" if who.sex is Sex.MALE else "MRS"
        identity = Identity(
            name=self._name(f"{who.family}/{who.given} {title}".upper()),
            family_name=who.family,
            birth_date=self._born(who),
            passport=self._passport(who),
        )
        return ReportParty(role=role, identity=identity, sex=who.sex, nationality=who.nationality)

    def customer(self, who: Person, role: Role = Role.HOLDER) -> ReportParty:
        """From the bank's know-your-customer file."""
        identity = Identity(
            name=self._name(who.name),
            family_name=who.family,
            birth_date=self._born(who),
            cnic=self._cnic(who),
            passport=None if who.nationality == "PAK" else self._passport(who),
            phones=self._phones(who),
            iban=who.iban,
            address=self._kept(who.address),
        )
        return ReportParty(role=role, identity=identity, sex=who.sex, nationality=who.nationality)

    def candidate(self, who: Person, role: Role = Role.CANDIDATE) -> ReportParty:
        """From the worker's file: CNIC, usually the passport too."""
        identity = Identity(
            name=self._name(who.name),
            family_name=who.family,
            birth_date=self._born(who),
            cnic=self._cnic(who),
            passport=self._passport(who) if self.rng.random() < 0.85 else None,
            phones=self._phones(who),
            address=self._kept(who.address),
        )
        return ReportParty(role=role, identity=identity, sex=who.sex, nationality=who.nationality)

    def counterparty(self, who: Person, role: Role, account: bool = True) -> ReportParty:
        """The other side of a payment: name and CNIC from the slip, sometimes the account."""
        identity = Identity(name=self._name(who.name), cnic=self._cnic(who), iban=who.iban if account else None)
        return ReportParty(role=role, identity=identity)

    def known(self, who: Person, role: Role, cnic: bool = False) -> ReportParty:
        """Someone who left a name and a phone, and a CNIC where the counter asks for it."""
        identity = Identity(
            name=self._name(who.name),
            family_name=self._kept(who.family),
            phones=self._phones(who),
            cnic=self._cnic(who) if cnic else None,
        )
        return ReportParty(role=role, identity=identity, sex=who.sex)

    def contact(self, phone: str, role: Role = Role.CONTACT) -> ReportParty:
        """Only a phone."""
        return ReportParty(role=role, identity=Identity(phones=(phone,)))

    def company(self, role: Role, identity: Identity) -> ReportParty:
        """A company, as its papers name it."""
        return ReportParty(role=role, identity=identity)

    def write(self, seen: tuple[Any, ...]) -> ReportParty:
        """A party from the name of one of the ways above and what it takes."""
        found: ReportParty = getattr(self, seen[0])(*seen[1:])
        return found

    def _name(self, name: str) -> str:
        return misspelt(self.rng, name) if self.rng.random() < self.slips.name else name

    def _kept(self, text: str) -> str | None:
        return None if self.rng.random() < self.slips.missing else text

    def _born(self, who: Person) -> Any:
        chance = self.rng.random()
        if chance < self.slips.missing / 2:
            return None
        if chance > 1 - self.slips.birth:
            return who.born - timedelta(days=self.rng.choice((1, 9, 30, 3653)))
        return who.born

    def _cnic(self, who: Person) -> str | None:
        if who.nationality != "PAK":
            return None
        return mistyped(self.rng, who.cnic) if self.rng.random() < self.slips.document else who.cnic

    def _passport(self, who: Person) -> Passport:
        number = misread(self.rng, who.passport) if self.rng.random() < self.slips.document else who.passport
        return Passport(number=number, country=who.nationality)

    def _phones(self, who: Person) -> tuple[str, ...]:
        chance = self.rng.random()
        if chance < self.slips.missing:
            return ()
        return (invented.second_phone(who.number),) if chance > 1 - self.slips.phone else (who.phone,)
