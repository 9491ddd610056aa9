"""Agencies, promoters and employers of the simulated country."""

from random import Random
from typing import NamedTuple

from producers.simulate import invented
from schemas.codes import Country
from schemas.report import Identity, ReportParty
from schemas.role import Role


class Agency(NamedTuple):
    """An accredited travel agency."""

    code: str
    phone: str

    def party(self) -> ReportParty:
        """As a booking shows it."""
        return ReportParty(role=Role.AGENCY, identity=Identity(agency=self.code, phones=(self.phone,)))


class Promoter(NamedTuple):
    """An Overseas Employment Promoter."""

    licence: str
    title: str
    phone: str

    def party(self) -> ReportParty:
        """As a recruiter's file shows it."""
        identity = Identity(oep_licence=self.licence, agency=self.title, phones=(self.phone,))
        return ReportParty(role=Role.RECRUITER, identity=identity)


class Employer(NamedTuple):
    """An employer abroad."""

    title: str
    country: Country

    def party(self) -> ReportParty:
        """By name alone: no number is shared by all countries."""
        return ReportParty(role=Role.EMPLOYER, identity=Identity(employer=self.title))


CORRIDORS: tuple[tuple[Country, str, str], ...] = (
    ("SAU", "JED", "SAR"),
    ("SAU", "RUH", "SAR"),
    ("ARE", "DXB", "AED"),
    ("ARE", "AUH", "AED"),
    ("QAT", "DOH", "QAR"),
    ("OMN", "MCT", "OMR"),
    ("BHR", "BAH", "BHD"),
    ("KWT", "KWI", "KWD"),
)
"""Country, airport and currency of the Gulf corridors, the busiest first."""


def agencies(seed: int, count: int = 60) -> tuple[Agency, ...]:
    """Accredited agencies; callers pick the first ones far more often."""
    first = seed % 20 * 200
    return tuple(
        Agency(invented.agency_code(first + n), invented.office_phone(1_000 + first + n)) for n in range(1, count + 1)
    )


def promoters(seed: int, count: int = 40) -> tuple[Promoter, ...]:
    """Promoters with a licence that is valid."""
    first = seed % 20 * 200
    return tuple(
        Promoter(
            invented.licence(n),
            f"{invented.FAMILY_NAMES[n % 40]} {invented.STREETS[n % 10]} Overseas Employment Promoters",
            invented.office_phone(100_000 + first + n),
        )
        for n in range(1, count + 1)
    )


def employers(rng: Random, count: int = 120) -> tuple[Employer, ...]:
    """Employers in the Gulf."""
    return tuple(
        Employer(
            f"{invented.FAMILY_NAMES[n % 40]} {invented.STREETS[n // 40]} {rng.choice(invented.WORKS)}",
            rng.choice(CORRIDORS)[0],
        )
        for n in range(count)
    )
