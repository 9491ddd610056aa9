"""The cast of one telling: the people and companies of a scenario, with numbers of their own."""

from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple

from producers.simulate import invented
from producers.simulate.nation.homes import someone
from producers.simulate.nation.land import Company, Land
from producers.simulate.people import PLACES, Person
from producers.simulate.scenario.form import Actor, Scenario
from schemas.report import Identity

NUMBERS = 100
"""Numbers of one telling."""


class Firm(NamedTuple):
    """A company on stage."""

    identity: Identity
    phone: str
    desk: int


class Troupe:
    """Everyone of one telling, by the name of the actor."""

    def __init__(self, scenario: Scenario, land: Land, rng: Random, first: int) -> None:
        self._rng, self._land, self._next = rng, land, first
        self.people: dict[str, tuple[Person, ...]] = {}
        self.firms: dict[str, Firm] = {}
        waiting = dict(scenario.cast)
        while waiting:
            ready = [name for name, actor in waiting.items() if not _needs(actor) & waiting.keys()]
            if not ready:
                raise ValueError(f"cast: {', '.join(sorted(waiting))} borrow from one another in a circle")
            for name in ready:
                self._enter(name, waiting.pop(name))

    def one(self, name: str) -> Person:
        """The first, or only, person of an actor."""
        return self.people[name][0]

    def _enter(self, name: str, actor: Actor) -> None:
        if actor.what == "person":
            self.people[name] = self._persons(actor)
        elif actor.what == "company":
            self.firms[name] = self._company(actor)
        elif actor.what == "employer":
            self.firms[name] = Firm(self._land.employer(self._rng).identity, "", 0)
        else:
            choose = self._land.agency if actor.what == "agency" else self._land.promoter
            found: Company = choose(self._rng)
            self.firms[name] = Firm(found.identity, found.phone, found.desk)

    def _company(self, actor: Actor) -> Firm:
        number = self._number()
        phone = self.one(actor.phone).phone if actor.phone in self.people else invented.phone(number)
        family = invented.SEASON_FAMILIES[number % 180]
        title = (actor.name or "{family} {number} Services").format(family=family, number=number % 1_000_000)
        licence = invented.licence(90_000 - number % 2_000) if actor.licence else None
        return Firm(Identity(agency=title, phones=(phone,), oep_licence=licence), phone, number)

    def _persons(self, actor: Actor) -> tuple[Person, ...]:
        rng = self._rng
        count = rng.randint(*actor.count)
        where = rng.choice(actor.districts or PLACES)
        families = rng.sample(invented.SEASON_FAMILIES, count)
        found: list[Person] = []
        for place in range(count):
            lead = found[0] if found else None
            shared: Mapping[str, Any] = {
                trait: self._of(getattr(actor, trait), trait, lead) for trait in ("family", "roof", "phone")
            }
            number = self._number()
            found.append(
                someone(
                    rng,
                    number,
                    self._land.start.date(),
                    actor.age,
                    rng.choice(actor.sex),
                    shared["family"] or families[place],
                    (shared["roof"] and self._where(actor, lead)) or where,
                    phone=shared["phone"] or "",
                    roof=shared["roof"] or 0,
                    nationality=actor.nationality,
                )
            )
        return tuple(found)

    def _where(self, actor: Actor, lead: Person | None) -> str:
        return self.one(actor.roof).district if actor.roof in self.people else lead.district if lead else ""

    def _of(self, whose: str, trait: str, lead: Person | None) -> Any:
        if whose == "own":
            return None
        if whose == "one":
            return getattr(lead, trait) if lead else None
        return getattr(self.one(whose), trait)

    def _number(self) -> int:
        self._next += 1
        while self._next % 10_000_000 in invented.FILLERS:
            self._next += 1
        return self._next


def _needs(actor: Actor) -> set[str]:
    return {actor.family, actor.roof, actor.phone} - {"own", "one"}
