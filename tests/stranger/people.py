"""Invented people, whose numbers can be nobody's (docs/reports.md, section 4)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.stranger.names import DISTRICTS, FAMILIES, MEN, WOMEN

Fields = dict[str, Any]
"""An object of the file of reports, or of the truth file."""

TODAY = date(2026, 4, 15)
_FIRST, _STEP, _SPAN, _STRIDE = 100_019, 29, 24_133, 7919
"""A number for everybody, between 100,019 and 800,000 and in no order; none counts up or repeats one digit."""


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist. All identifiers follow from one number."""

    number: int
    given: str
    family: str
    sex: str
    born: date
    father: str
    district: str
    address: str
    phone: str
    poor: bool = False

    @property
    def name(self) -> str:
        """As on the CNIC."""
        return f"{self.given} {self.family}"

    @property
    def age(self) -> int:
        """In whole years, about the middle of the stream."""
        return (TODAY - self.born).days * 4 // 1461

    def identity(self, *fields: str) -> Fields:
        """These identifiers, as `parties.0.identity` of a report."""
        known = {
            "name": self.name,
            "family_name": self.family,
            "father_or_husband": self.father,
            "birth_date": self.born.isoformat(),
            "cnic": f"99999-9{self.number:06}-{7 if self.sex == 'M' else 8}",
            "passport": {"number": f"ZZ9{self.number:06}", "country": "PAK"},
            "phones": [self.phone],
            "iban": iban(self.number),
            "card": card(self.number),
            "address": self.address,
        }
        return {name: known[name] for name in fields}


class Registry:
    """Makes people, each once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._made = 0

    def next_number(self) -> int:
        """Nobody else's. Raises IndexError when there are none left."""
        if self._made == _SPAN:
            raise IndexError("the registry has no number left")
        self._made += 1
        return _FIRST + _STEP * (self._made * _STRIDE % _SPAN)

    def person(self, ages: tuple[int, int] = (20, 55), *, sex: str = "", district: str = "") -> Person:
        """Somebody new, between these ages."""
        random, number = self._random, self.next_number()
        sex = sex or random.choice("FM")
        family, district = random.choice(FAMILIES), district or random.choice(DISTRICTS)
        return Person(
            number=number,
            given=random.choice(MEN if sex == "M" else WOMEN),
            family=family,
            sex=sex,
            born=TODAY - timedelta(days=random.randrange(ages[0] * 366, ages[1] * 365 + 360)),
            father=f"{random.choice(MEN)} {family}",
            district=district,
            address=f"House {random.randint(1, 400)}, Namuna Street {random.randint(1, 60)}, {district}",
            phone=f"+92 300 0{number:06}",
        )

    def relative(self, of: Person, ages: tuple[int, int], *, sex: str = "") -> Person:
        """Somebody new of the same family and house, whose father is named for a child's sake."""
        return replace(
            self.person(ages, sex=sex), family=of.family, district=of.district, address=of.address, father=of.father
        )

    def household(self, size: int, *, district: str = "") -> list[Person]:
        """Husband, wife and their children, with one phone between them."""
        man = self.person((30, 48), sex="M", district=district)
        home = [man]
        for place in range(1, size):
            made = self.relative(man, (26, 44), sex="F") if place == 1 else self.relative(man, (2, 16))
            home.append(replace(made, father=man.name, phone=man.phone))
        return home


def iban(number: int) -> str:
    """A Pakistani account at a bank that there is not, with right check digits (ISO 13616)."""
    account = f"{number * 37:016}"
    digits = int("".join(str(int(letter, 36)) for letter in f"FARZ{account}PK00"))
    return f"PK{98 - digits % 97:02}FARZ{account}"


def card(number: int) -> str:
    """Sixteen digits with a right Luhn digit."""
    body = f"40000098{number:07}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(body))
    return body + str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)
