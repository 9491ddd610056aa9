"""A population: households with a head, a spouse, children, one roof and often one phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from producers.simulate import invented
from schemas.codes import Country, Sex
from schemas.places import DISTRICTS

PLACES = tuple(sorted(DISTRICTS - {"Taftan", "Umerkot", "Skardu", "Gilgit", "Kech"}))
LARGE = (
    "Karachi",
    "Lahore",
    "Faisalabad",
    "Rawalpindi",
    "Gujranwala",
    "Peshawar",
    "Multan",
    "Islamabad",
    "Sialkot",
    "Gujrat",
)
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who does not exist."""

    number: int
    """Every identifier of theirs is made from it."""
    given: str
    family: str
    sex: Sex
    born: date
    district: str
    phone: str
    roof: int
    """Number of the household: the address is made from it."""
    nationality: Country = "PAK"

    @property
    def name(self) -> str:
        """As on the CNIC."""
        return f"{self.given} {self.family}"

    @property
    def cnic(self) -> str:
        """CNIC, or B-Form of a child."""
        return invented.cnic(self.number, male=self.sex is Sex.MALE)

    @property
    def passport(self) -> str:
        """Number of the passport."""
        if self.nationality != "PAK":
            return invented.foreign_passport(self.number)
        return invented.passport(self.number)

    @property
    def iban(self) -> str:
        """Their account."""
        return invented.iban(self.number)

    @property
    def address(self) -> str:
        """Of the household."""
        return invented.address(self.roof, self.district)


@dataclass(frozen=True, slots=True)
class Household:
    """People under one roof."""

    head: Person
    spouse: Person
    children: tuple[Person, ...]

    @property
    def members(self) -> tuple[Person, ...]:
        """All of them."""
        return (self.head, self.spouse, *self.children)


def person(
    rng: Random,
    number: int,
    today: date,
    *,
    age: tuple[int, int],
    sex: Sex,
    family: str,
    district: str,
    phone: str,
    roof: int,
) -> Person:
    """A person of this age. Of twenty births one is written as 1 January, as in real registers."""
    born = today - timedelta(days=int(rng.uniform(age[0] + 0.05, age[1] + 0.95) * YEAR))
    if age[0] >= 30 and rng.random() < 0.05:
        born = date(born.year, 1, 1)
    return Person(number, given_name(rng, sex), family, sex, born, district, phone, roof)


def given_name(rng: Random, sex: Sex) -> str:
    """One or two ordinary given names; every third man is called Muhammad as well."""
    if sex is Sex.FEMALE:
        first = rng.choice(invented.WOMEN)
        return f"{first} Bibi" if rng.random() < 0.25 else first
    first = rng.choice(invented.MEN)
    if rng.random() < 0.33:
        return f"Muhammad {first}"
    return f"{first} {rng.choice(invented.MEN)}" if rng.random() < 0.2 else first


def households(rng: Random, first: int, today: date, people: int) -> Iterator[Household]:
    """Households until there are so many people."""
    number, last = first, first + people
    while number < last:
        roof = number
        family = rng.choice(invented.FAMILY_NAMES)
        district = rng.choice(LARGE) if rng.random() < 0.5 else rng.choice(PLACES)
        shared = invented.phone(roof)
        members = []
        for place in range(2 + rng.choices((0, 1, 2, 3, 4, 5, 6), (8, 15, 22, 22, 17, 10, 6))[0]):
            sex = (Sex.MALE, Sex.FEMALE)[place] if place < 2 else rng.choice((Sex.MALE, Sex.FEMALE))
            age = ((24, 58), (21, 55))[place] if place < 2 else (0, 24)
            own = invented.phone(number) if place == 0 or rng.random() < 0.45 else shared
            members.append(
                person(rng, number, today, age=age, sex=sex, family=family, district=district, phone=own, roof=roof)
            )
            number += 1
        yield Household(members[0], members[1], tuple(members[2:]))
