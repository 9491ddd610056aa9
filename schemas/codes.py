"""Codes from the standards the sectors already speak: ISO 3166, ISO 4217, IATA, E.164, FATF-style grading."""

import re
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from operator import eq
from typing import Annotated, Any

import airportsdata
import pycountry
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from schemas.record import Record

COUNTRIES: frozenset[str] = frozenset(country.alpha_3 for country in pycountry.countries)
CURRENCIES: frozenset[str] = frozenset(currency.alpha_3 for currency in pycountry.currencies)


def countries_meant(word: str) -> tuple[str, ...]:
    """Codes that were probably meant by a word that is none: of the country of this name or two-letter code, else all in which
    one letter is another, or two are exchanged."""
    try:
        return (pycountry.countries.lookup(word).alpha_3,)
    except LookupError:
        return tuple(code for code in sorted(COUNTRIES) if len(word) == len(code) and _is_near(word.upper(), code))


def _is_near(word: str, code: str) -> bool:
    return sum(map(eq, word, code)) == len(code) - 1 or sorted(word) == sorted(code)


FORMER = {"PNH": "KHM", "SXF": "DEU", "TXL": "DEU"}
"""Codes of airports that closed or moved, which partners' systems go on writing: Phnom Penh until 2025, Berlin until 2020 [K]."""


@cache
def airports() -> dict[str, str]:
    """IATA airport code -> ISO 3166-1 alpha-3 country, from the airportsdata package; read once, at the first need."""
    alpha3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    known = airportsdata.load("IATA")
    return {**FORMER, **{code: alpha3.get(airport["country"], "") for code, airport in known.items()}}


def _country(code: str) -> str:
    if code not in COUNTRIES:
        raise ValueError("not an ISO 3166-1 alpha-3 country code; write for example PAK or SAU")
    return code


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("not an ISO 4217 currency code; write for example PKR")
    return code


def _airport(code: str) -> str:
    if code not in airports():
        raise ValueError("not an IATA airport code; write for example ISB")
    return code


def _explicit_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("the time zone is missing; end the time with an offset such as +05:00 or Z")
    return moment


_MONEY = re.compile(r"[0-9]{1,16}(\.[0-9]{1,2})?", re.ASCII)


def _decimal_text(amount: Any) -> Decimal:
    if isinstance(amount, Decimal):
        amount = str(amount)
    if isinstance(amount, str) and _MONEY.fullmatch(amount):
        return Decimal(amount)
    raise ValueError(
        'money is a decimal written as text with at most two places, such as "1500.00"; no float rounds it'
    )


Country = Annotated[
    str, AfterValidator(_country), Field(description="ISO 3166-1 alpha-3", examples=["PAK"], pattern="^[A-Z]{3}$")
]
Airport = Annotated[
    str, AfterValidator(_airport), Field(description="IATA airport code", examples=["ISB"], pattern="^[A-Z]{3}$")
]
Carrier = Annotated[
    str, Field(description="IATA carrier code, two characters, may hold a digit", pattern="^[A-Z0-9]{2}$")
]
Flight = Annotated[str, Field(description="Flight number without the carrier", pattern="^[0-9]{1,4}[A-Z]?$")]
Currency = Annotated[str, AfterValidator(_currency), Field(description="ISO 4217", pattern="^[A-Z]{3}$")]
Moment = Annotated[datetime, AfterValidator(_explicit_zone), Field(description="RFC 3339 with an explicit offset")]
Amount = Annotated[
    Decimal,
    BeforeValidator(_decimal_text),  # one pattern is a tenth of what pydantic's own digit counting costs
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,16}(\.[0-9]{1,2})?$", "examples": ["1500.00"]}),
]


class Money(Record):
    """An amount of money, exact."""

    amount: Amount
    """Decimal as text, never a float."""
    currency: Currency
    """ISO 4217 code."""


class Sector(StrEnum):
    """Who sees this piece of the case."""

    AIRLINE = "airline"
    BANK = "bank"
    RECRUITER = "recruiter"


class Sex(StrEnum):
    """As in the machine readable zone of ICAO 9303."""

    FEMALE = "F"
    MALE = "M"
    UNSPECIFIED = "X"


class SourceGrade(StrEnum):
    """Europol 4x4: how far the source is trusted (Statewatch 2018, quoting EU Council 6243/18)."""

    A = "A"
    B = "B"
    C = "C"
    X = "X"


class InformationGrade(StrEnum):
    """Europol 4x4: 1 not in doubt, 2 known to the source, 3 corroborated, 4 cannot be corroborated."""

    CERTAIN = "1"
    KNOWN = "2"
    CORROBORATED = "3"
    UNCORROBORATED = "4"


class TrafficLight(StrEnum):
    """TLP 2.0 of FIRST: who may see this."""

    RED = "RED"
    AMBER_STRICT = "AMBER+STRICT"
    AMBER = "AMBER"
    GREEN = "GREEN"
