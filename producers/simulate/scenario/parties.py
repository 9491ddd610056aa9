"""Who stands in a report of a scenario, as the desk writes them, and which identities the truth may count as theirs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from producers.simulate import invented
from producers.simulate.nation.desks import Desk
from producers.simulate.people import Person
from producers.simulate.scenario.form import Present, Scenario
from producers.simulate.scenario.troupe import Troupe
from schemas.report import Identity, Passport, ReportParty
from schemas.role import Role
from schemas.truth import TrueSubject

WRITTEN = {
    Role.TRAVELLER: "passenger",
    Role.COMPANION: "passenger",
    Role.CANDIDATE: "candidate",
    Role.HOLDER: "customer",
    Role.SENDER: "counterparty",
    Role.BENEFICIARY: "counterparty",
    Role.OPENER: "counterparty",
    Role.CONDUCTOR: "counterparty",
    Role.CONTACT: "contact",
}
"""How a role is written down unless the scenario says otherwise; others leave a name and a phone."""

MOST = 16
"""Identities of one subject in a truth record."""


class Stage:
    """Writes parties down, and remembers how each person was written."""

    def __init__(self, troupe: Troupe, desk: Desk) -> None:
        self.troupe, self._desk = troupe, desk
        self._shown: dict[int, list[Identity]] = {}

    def everyone(self, name: str) -> tuple[Person, ...]:
        """All people of an actor; none for a company."""
        return self.troupe.people.get(name, ())

    def parties(self, present: Present, meant: Mapping[str, Sequence[Person]]) -> list[dict[str, Any]]:
        """The party as JSON, one for each person that is meant."""
        firm = self.troupe.firms.get(present.who)
        if firm:
            shown = firm.identity
            if present.written == "contact":
                shown = Identity(phones=(firm.phone,))
            elif present.also or present.without:
                shown = self._changed(shown, present, None)
            return [_plain(ReportParty(role=present.role, identity=shown))]
        everyone = self.everyone(present.who)
        people = everyone if present.all else meant.get(present.who, everyone)
        return [_plain(self._person(present, who)) for who in people]

    def _person(self, present: Present, who: Person) -> ReportParty:
        written = present.written or WRITTEN.get(present.role, "known")
        how = getattr(self._desk, written)
        party: ReportParty = how(who.phone if written == "contact" else who, present.role)
        own = party.identity
        if present.older and own.birth_date:
            own = own.model_copy(update={"birth_date": _older(own.birth_date, present.older)})
        written_so = self._changed(own, present, who)
        self._shown.setdefault(who.number, []).append(written_so)
        return party.model_copy(update={"identity": written_so})

    def _changed(self, identity: Identity, present: Present, who: Person | None) -> Identity:
        added = {field: self._identifier(field, present, whose, who) for field, whose in present.also.items()}
        emptied: dict[str, Any] = {field: () if field in ("phones", "emails") else None for field in present.without}
        return identity.model_copy(update={**emptied, **added})

    def _identifier(self, field: str, present: Present, whose: str, who: Person | None) -> Any:
        owner = who if whose == "self" else None
        if owner is None:
            people = self.everyone(whose)
            if not people:
                raise ValueError(f"also.{field}: {whose!r} is no person of the cast; write self or an actor's name")
            owner = people[0]
        return OWN[field](owner, self.troupe)

    def subjects(self, scenario: Scenario) -> tuple[TrueSubject, ...]:
        """Every actor that an alert may be about: its own identifiers, and names and papers as they were written, also those of
        others that it showed. A phone, account or device of another stays the other's."""
        found: list[TrueSubject] = []
        for name, actor in scenario.cast.items():
            if actor.about is None:
                continue
            if name in self.troupe.firms:
                firm = self.troupe.firms[name]
                found.append(TrueSubject(about=actor.about, identities=(firm.identity,)))
            found += [
                TrueSubject(about=actor.about, identities=tuple(self._identities(who)))
                for who in self.everyone(name)
                if who.number in self._shown
            ]
        return tuple(found)

    def _identities(self, who: Person) -> list[Identity]:
        full = Identity(
            name=who.name,
            birth_date=who.born,
            cnic=who.cnic if who.nationality == "PAK" else None,
            passport=Passport(number=who.passport, country=who.nationality),
            phones=(who.phone,) if who.phone == invented.phone(who.number) else (),
            iban=who.iban,
            card=invented.card(who.number),
            device=invented.device(who.number),
        )
        written = [
            Identity(name=shown.name, birth_date=shown.birth_date, cnic=shown.cnic, passport=shown.passport)
            for shown in self._shown[who.number]
        ]
        return list({shown.model_dump_json(): shown for shown in (full, *written) if shown != Identity()}.values())[
            :MOST
        ]


OWN: Mapping[str, Any] = {
    "cnic": lambda who, troupe: who.cnic,
    "passport": lambda who, troupe: Passport(number=who.passport, country=who.nationality),
    "phones": lambda who, troupe: (who.phone,),
    "iban": lambda who, troupe: who.iban,
    "card": lambda who, troupe: invented.card(who.number),
    "device": lambda who, troupe: invented.device(who.number),
    "document": lambda who, troupe: invented.certificate(who.number),
    "address": lambda who, troupe: who.address,
    "name": lambda who, troupe: who.name,
    "birth_date": lambda who, troupe: who.born,
    "emails": lambda who, troupe: (invented.mail(who.family, who.number),),
    "permission": lambda who, troupe: invented.permission(who.number, 2026),
}
"""Identifiers that `also` can show, each made from the number of its owner."""


def _older(born: date, years: int) -> date:
    return born.replace(year=born.year - years, day=min(born.day, 28))


def _plain(party: ReportParty) -> dict[str, Any]:
    return party.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
