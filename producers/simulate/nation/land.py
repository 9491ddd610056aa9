"""The companies and places of a season's country, and how unequally people come to them."""

from bisect import bisect
from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple

from producers.simulate import invented
from producers.simulate.companies import CORRIDORS
from schemas.codes import Country
from schemas.report import Identity

LONGEST = 365
"""Days of a season. An event older than 400 days is not taken by a running system."""
COMPANIES = 7_800
"""Numbers of companies of one season."""
TAIL = 1.05
"""Exponent of the sizes: the n-th company has 1/n to this power of the first one's clients. A guess."""


class Company(NamedTuple):
    """A travel agency or an Overseas Employment Promoter, in order."""

    identity: Identity
    phone: str
    desk: int
    """Which partner's desk it comes to."""


class Employer(NamedTuple):
    """An employer abroad, known by name alone."""

    identity: Identity
    country: Country
    airport: str
    currency: str


class Land:
    """Everything that the lives of one season draw from. It is the same for the same arguments."""

    def __init__(self, seed: int, start: datetime, end: datetime, journeys: int) -> None:
        self.seed, self.start, self.end, self.journeys = seed, start, end, journeys
        self.first = invented.first_of_season(seed)
        rng = Random(f"{seed}/land")
        self.agencies = tuple(_agency(seed, n) for n in range(min(900, max(30, journeys // 140))))
        self.promoters = tuple(_promoter(seed, n) for n in range(min(700, max(20, journeys // 260))))
        self.employers = tuple(_employer(rng, n) for n in range(min(3_000, max(60, journeys // 60))))
        self._agency_sizes, self._promoter_sizes = _sizes(self.agencies), _sizes(self.promoters)

    def agency(self, rng: Random) -> Company:
        """An agency; the first has a thousand times the clients of the last."""
        return self.agencies[bisect(self._agency_sizes, rng.random() * self._agency_sizes[-1])]

    def promoter(self, rng: Random) -> Company:
        """A promoter, as unequally."""
        return self.promoters[bisect(self._promoter_sizes, rng.random() * self._promoter_sizes[-1])]

    def employer(self, rng: Random) -> Employer:
        """An employer; the Gulf's large ones more often."""
        return self.employers[int(rng.random() ** 2 * len(self.employers))]

    def home_number(self, episode: int) -> int:
        """Where the numbers of the people of an episode begin."""
        return self.first + episode * 10

    def circle_number(self, circle: int) -> int:
        """Where the numbers of a circle of honest people begin: a crew, a village, a congregation."""
        return self.first + CIRCLES_FROM + circle * CIRCLE


CIRCLES_FROM = 7_100_000
CIRCLE = 60
"""Numbers of one circle."""


def _sizes(companies: Sequence[Any]) -> list[float]:
    return list(accumulate((place + 1) ** -TAIL for place in range(len(companies))))


def _number(seed: int, place: int) -> int:
    found = 1_000 + seed % invented.SEASONS * COMPANIES + place
    return found + 1 if (9_000 + found) % 11_111 == 0 else found


def _agency(seed: int, place: int) -> Company:
    number = _number(seed, 2 * place)
    phone = invented.office_phone(300_000 + number)
    return Company(Identity(agency=invented.agency_code(5_000 + number), phones=(phone,)), phone, place)


def _promoter(seed: int, place: int) -> Company:
    number = _number(seed, 2 * place)
    phone = invented.office_phone(600_000 + number)
    title = (
        f"{invented.SEASON_FAMILIES[number % 180]} {invented.STREETS[number // 180 % 10]} {number} Overseas Promoters"
    )
    identity = Identity(oep_licence=invented.licence(number), agency=title, phones=(phone,))
    return Company(identity, phone, place)


def _employer(rng: Random, place: int) -> Employer:
    country, airport, currency = rng.choices(CORRIDORS, (30, 22, 18, 8, 8, 8, 3, 3))[0]
    title = (
        f"{invented.SEASON_FAMILIES[place % 180]} {invented.STREETS[place // 180 % 10]} {rng.choice(invented.WORKS)}"
    )
    return Employer(Identity(employer=title), country, airport, currency)
