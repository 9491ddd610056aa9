"""Who lives in a season's country: households by number, each the same whenever it is asked for."""

from datetime import date, timedelta
from random import Random

from producers.simulate import invented
from producers.simulate.people import LARGE, PLACES, YEAR, Household, Person
from schemas.codes import Country, Sex

MEMBERS = 8
"""People of one household at most."""
STRIDE = 10
"""Numbers of one household: its members, a relative, and one to spare for a serial that reads as filler."""


def settled(first: int, place: int) -> int:
    """The number of the so-manyth of a household; one that would read as filler gives way to the spare one."""
    number = first + place
    return first + STRIDE - 1 if number % 10_000_000 in invented.FILLERS else number


def given_name(rng: Random, sex: Sex) -> str:
    """One or two given names; every third man is called Muhammad as well."""
    chance = rng.random()
    if sex is Sex.FEMALE:
        first = rng.choice(invented.SEASON_WOMEN)
        return f"{first} Bibi" if chance < 0.22 else first
    first = rng.choice(invented.SEASON_MEN)
    if chance < 0.33:
        return f"Muhammad {first}"
    return f"{first} {rng.choice(invented.SEASON_MEN)}" if chance < 0.6 else first


def birth_date(rng: Random, today: date, low: float, high: float) -> date:
    """A birth date of someone between two ages. Of those over thirty, 6 in 100 are written as 1 January, a guess."""
    born = today - timedelta(days=int((low + rng.random() * (high - low)) * YEAR))
    if low >= 30 and rng.random() < 0.06:
        return date(born.year, 1, 1)
    return born


def someone(
    rng: Random,
    number: int,
    today: date,
    age: tuple[float, float],
    sex: Sex,
    family: str,
    district: str,
    *,
    phone: str = "",
    roof: int = 0,
    nationality: Country = "PAK",
) -> Person:
    """A person of that age; with a phone and a roof of their own unless others' are given."""
    return Person(
        number,
        given_name(rng, sex) if nationality in ("PAK", "AFG") else rng.choice(invented.SEASON_ABROAD),
        family,
        sex,
        birth_date(rng, today, *age),
        district,
        phone or invented.phone(number),
        roof or number,
        nationality,
    )


def district(rng: Random) -> str:
    """Half of the people live in the ten large districts."""
    return rng.choice(LARGE if rng.random() < 0.5 else PLACES)


def household(rng: Random, first: int, today: date, where: str = "", family: str = "") -> Household:
    """A head, a spouse and children under one roof. Of a hundred households two are Afghan; six in ten members share the head's phone."""
    family = family or rng.choice(invented.SEASON_FAMILIES)
    where = where or district(rng)
    nationality = "AFG" if rng.random() < 0.02 else "PAK"
    shared = invented.phone(settled(first, 0))
    elder = 25 + rng.random() * 38
    members = []
    for place in range(2 + rng.choices((0, 1, 2, 3, 4, 5, 6), (10, 16, 22, 20, 16, 10, 6))[0]):
        number = settled(first, place)
        sex = (Sex.MALE, Sex.FEMALE)[place] if place < 2 else (Sex.MALE if rng.random() < 0.51 else Sex.FEMALE)
        age = (
            (elder, elder + 1)
            if place == 0
            else (max(19.0, elder - 8), elder + 1)
            if place == 1
            else (0.1, max(1.0, elder - 20))
        )
        own = invented.phone(number) if place == 0 or (age[1] > 14 and rng.random() < 0.4) else shared
        members.append(
            someone(rng, number, today, age, sex, family, where, phone=own, roof=first, nationality=nationality)
        )
    return Household(members[0], members[1], tuple(members[2:]))


def age(who: Person, today: date) -> int:
    """Whole years."""
    return int((today - who.born).days / YEAR)
